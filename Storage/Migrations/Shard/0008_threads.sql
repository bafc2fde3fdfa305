-- Which threads a member follows and how far they were read; written by the member's own chain.
-- What is unread is a comparison with thread.latest_reply, so nothing is written for those who only read.
create table thread_follow (
  team_id text not null,
  user_id text not null,
  channel_id text not null,
  thread_ts bigint not null,
  active bool not null,
  read_ts bigint not null,
  since_ts bigint not null,
  epoch int not null,
  ver bigint not null,
  primary key (user_id, channel_id, thread_ts)
);

-- The thread that the mentioning message is a reply in; null for messages that are none.
alter table mention add column thread_ts bigint;

create index mention_thread on mention (channel_id, thread_ts, ts) where thread_ts is not null;
