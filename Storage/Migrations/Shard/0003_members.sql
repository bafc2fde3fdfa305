-- Written on the team's own shard by the chains of the team and of its members.
create table team_member (
  team_id text not null,
  user_id text primary key,
  name text not null,
  real_name text not null,
  email text not null,
  role smallint not null,
  bot_id text,
  deleted bool not null,
  epoch int not null,
  ver bigint not null
);

create unique index team_member_name on team_member (team_id, name);

create table team_channel (
  team_id text not null,
  channel_id text primary key,
  name text not null,
  is_private bool not null,
  is_general bool not null,
  is_archived bool not null,
  creator_id text not null,
  created_ts bigint not null,
  epoch int not null,
  ver bigint not null
);

create unique index team_channel_name on team_channel (team_id, name);

create table user_channel (
  team_id text not null,
  user_id text not null,
  channel_id text not null,
  removed bool not null,
  epoch int not null,
  ver bigint not null,
  primary key (user_id, channel_id)
);

create table read_cursor (
  team_id text not null,
  user_id text not null,
  channel_id text not null,
  read_ts bigint not null,
  position bigint not null,
  epoch int not null,
  ver bigint not null,
  primary key (user_id, channel_id)
);

-- Hints: how far a socket was fed. Losing the last seconds of it costs repeats, never messages.
create table session (
  session_id text primary key,
  team_id text not null,
  user_id text not null,
  token_id text not null,
  gateway text not null,
  claim int not null,
  cursors jsonb not null,
  state smallint not null,
  saved_ts bigint not null
) with (fillfactor = 70);

create index session_member on session (user_id, saved_ts);
