-- Where teams are written. An epoch is minted here, by compare-and-set, and nowhere else.
create table pair (
  pair smallint primary key,
  wanted text not null check (wanted in ('PAIR', 'SOLO_A', 'SOLO_B')),
  mode text not null check (mode in ('PAIR', 'SOLO_A', 'SOLO_B')),
  epoch int not null default 1
);

create table shard (
  shard smallint primary key check (shard between 0 and 63),
  pair smallint not null references pair
);

create table shard_group (
  shard smallint not null references shard,
  grp smallint not null check (grp in (0, 1)),
  side smallint not null check (side in (0, 1)),
  epoch int not null,
  primary key (shard, grp)
);

-- channel_id '' is the team's own placement; a channel may be placed apart from its team.
create table placement (
  team_id text not null,
  channel_id text not null default '',
  shard smallint not null references shard,
  primary key (team_id, channel_id)
);

create index placement_shard on placement (shard);
