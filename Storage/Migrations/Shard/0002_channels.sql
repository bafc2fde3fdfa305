-- The state that chain rows change in their own flush: larger (epoch, ver) wins.
create table channel (
  channel_id text primary key,
  team_id text not null,
  name text not null,
  is_private bool not null,
  is_general bool not null,
  is_archived bool not null,
  creator_id text not null,
  created_ts bigint not null,
  topic text not null,
  topic_by text not null,
  topic_ts bigint not null,
  purpose text not null,
  purpose_by text not null,
  purpose_ts bigint not null,
  member_count int not null,
  epoch int not null,
  ver bigint not null
);

create table channel_member (
  team_id text not null,
  channel_id text not null,
  user_id text not null,
  inviter_id text,
  joined_ts bigint not null,
  removed bool not null,
  epoch int not null,
  ver bigint not null,
  primary key (channel_id, user_id)
);

create table reaction (
  team_id text not null,
  channel_id text not null,
  ts bigint not null,
  name text not null,
  user_id text not null,
  removed bool not null,
  epoch int not null,
  ver bigint not null,
  primary key (channel_id, ts, name, user_id)
);

-- reply_count counts replies that are not tombstones; ver is the ts of the last row that it counted.
create table thread (
  team_id text not null,
  channel_id text not null,
  thread_ts bigint not null,
  reply_count int not null,
  latest_reply bigint not null,
  reply_users text[] not null,
  epoch int not null,
  ver bigint not null,
  primary key (channel_id, thread_ts)
);
