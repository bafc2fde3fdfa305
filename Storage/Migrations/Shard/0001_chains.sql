-- One shard: run with search_path = its schema. Every statement carries team_id beside the id.
create table message (
  team_id text not null,
  channel_id text not null,
  ts bigint not null,
  kind smallint not null,
  author_id text not null,
  dedupe_key uuid not null,
  position bigint not null,
  thread_ts bigint,
  body text not null,
  extras jsonb,
  edited_ts bigint,
  deleted bool not null default false,
  epoch int not null,
  ver bigint not null,
  primary key (channel_id, ts),
  unique (channel_id, dedupe_key)
);

create index message_thread on message (channel_id, thread_ts, ts) where thread_ts is not null;

-- Updated by every flush of its chain: room on the page keeps those updates HOT.
create table channel_head (
  channel_id text primary key,
  team_id text not null,
  grp smallint not null,
  owner uuid,
  last_event_ts bigint not null,
  message_count bigint not null,
  epoch int not null,
  ver bigint not null
) with (fillfactor = 50);

create table channel_event (
  team_id text not null,
  channel_id text not null,
  event_ts bigint not null,
  kind smallint not null,
  target_ts bigint,
  actor_id text,
  dedupe_key uuid not null,
  payload jsonb,
  primary key (channel_id, event_ts),
  unique (channel_id, dedupe_key)
);

-- Events are kept 24 h; rows arrive in time order, so block ranges find the old ones at next to no cost.
create index channel_event_age on channel_event using brin (event_ts);
