-- Teams, accounts, credentials, tokens, invites. Run with search_path = main. Sequences are fine here: this database has one writer.
create sequence team_number as bigint start 1;

create table team (
  team_id text primary key,
  number bigint not null unique,
  name text not null,
  domain text not null unique,
  created_ts bigint not null
);

create table account (
  account_id uuid primary key,
  email text not null unique,
  name text not null,
  password_hash text not null,
  created_ts bigint not null
);

-- Which member an account is in which team.
create table account_member (
  account_id uuid not null references account,
  team_id text not null references team,
  user_id text not null unique,
  role smallint not null,
  primary key (account_id, team_id)
);

create table bot (
  bot_id text primary key,
  team_id text not null references team,
  user_id text not null unique,
  name text not null,
  created_ts bigint not null
);

-- A token is stored as the hex of its SHA-256 and nothing else of it.
create table token (
  token_id text primary key,
  team_id text not null references team,
  user_id text not null,
  bot_id text,
  account_id uuid,
  created_ts bigint not null,
  revoked_number bigint unique
);

create sequence token_revocation_number as bigint start 1;

create table invite (
  code_hash text primary key,
  team_id text not null references team,
  created_by text not null,
  created_ts bigint not null,
  expires_ts bigint not null,
  uses_max int not null,
  uses int not null default 0
);
