-- What admins did, on the team's shard; written with the change itself.
create table audit_entry (
  team_id text not null,
  ts bigint not null,
  actor_id text not null,
  action text not null,
  target text not null,
  detail text not null,
  epoch int not null,
  ver bigint not null,
  primary key (team_id, ts)
);
