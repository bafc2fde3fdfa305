-- Per instance, never replicated. Run with search_path = local. Whoever writes a row first takes pg_advisory_xact_lock(shard, grp).
create table fence (
  shard smallint not null,
  grp smallint not null,
  epoch int not null,
  writable bool not null,
  boot_id timestamptz,
  primary key (shard, grp)
);
