-- Since which join an entry holds, so that a repeat of that join changes nothing, however late it comes.
-- Direct conversations in a member's channel list: with whom, and since when out of sight.
alter table user_channel
  add column joined_ts bigint not null default 0,
  add column others text[] not null default '{}',
  add column closed_ts bigint not null default 0;
