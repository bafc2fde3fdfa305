-- Links at the head of a channel; ts is the event that made one, and its id there. The row of one that was taken away stays, as a
-- pin's does: an older write must not bring it back.
create table bookmark (
  team_id text not null,
  channel_id text not null,
  ts bigint not null,
  title text not null,
  link text not null,
  emoji text not null,
  changed_ts bigint not null,
  changed_by text not null,
  removed bool not null,
  epoch int not null,
  ver bigint not null,
  primary key (channel_id, ts)
);
