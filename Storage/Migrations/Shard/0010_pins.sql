-- Messages pinned to their channel. The row of one that was taken off stays, as a reaction's does: an older write must not bring it back.
create table pin (
  team_id text not null,
  channel_id text not null,
  ts bigint not null,
  user_id text not null,
  pinned_ts bigint not null,
  removed bool not null,
  epoch int not null,
  ver bigint not null,
  primary key (channel_id, ts)
);
