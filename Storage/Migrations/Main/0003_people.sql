-- Deactivated members, guests' invites, and what a member's list of sessions needs.
alter table account_member add column deactivated bool not null default false;

alter table invite
  add column role smallint not null default 1,
  add column channels text[] not null default '{}',
  add column revoked bool not null default false;

create index invite_team on invite (team_id, created_ts);
create index token_user on token (user_id) where revoked_number is null;
create index token_account on token (account_id) where revoked_number is null;
