-- Members' pictures: a row for each size, replaced with the picture, so that a member never has more than one. After a removal hash and
-- content are empty and the row stays: an older write must not bring the picture back.
create table member_photo (
  team_id text not null,
  user_id text not null,
  size int not null,
  hash text not null,
  content bytea not null,
  epoch int not null,
  ver bigint not null,
  primary key (user_id, size)
);
-- A JPEG does not get smaller by compression.
alter table member_photo alter column content set storage external;
