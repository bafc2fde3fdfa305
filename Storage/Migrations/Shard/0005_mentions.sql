-- Whom messages mention; user_id '*' is everybody. The position is the message's: what is unread is a comparison with the read cursor's.
create table mention (
  team_id text not null,
  channel_id text not null,
  ts bigint not null,
  user_id text not null,
  position bigint not null,
  removed bool not null,
  epoch int not null,
  ver bigint not null,
  primary key (channel_id, ts, user_id)
);
