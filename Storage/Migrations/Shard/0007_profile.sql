-- What members and teams set for themselves; written by the chains of the team and of its members.
-- profile holds what the member has set beside the real name; null for one who never did.
alter table team_member add column profile jsonb;

create table user_setting (
  team_id text not null,
  user_id text primary key,
  prefs jsonb not null,
  snooze_ts bigint not null,
  epoch int not null,
  ver bigint not null
);

-- value is a URL, or alias: and another emoji's name. The row of one that was taken away stays, as a reaction's does: an older write
-- must not bring it back.
create table custom_emoji (
  team_id text not null,
  name text not null,
  value text not null,
  creator_id text not null,
  removed bool not null,
  epoch int not null,
  ver bigint not null,
  primary key (team_id, name)
);

create table user_group (
  team_id text not null,
  group_id text primary key,
  name text not null,
  handle text not null,
  description text not null,
  channels jsonb not null,
  members jsonb not null,
  creator_id text not null,
  created_ts bigint not null,
  updater_id text not null,
  updated_ts bigint not null,
  deleter_id text,
  deleted_ts bigint not null,
  epoch int not null,
  ver bigint not null
);

create unique index user_group_handle on user_group (team_id, handle);
