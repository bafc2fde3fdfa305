-- Apps: who they are, what they may, where each has got to, and the secrets by which somebody posts through them.
create table app (
  app_id text primary key,
  team_id text not null references team,
  name text not null,
  bot_id text not null references bot,
  user_id text not null unique,
  -- In clear: both sides compute with it, so that a hash of it would be of no use.
  signing_secret text not null,
  scopes text[] not null,
  events text[] not null,
  created_by text not null,
  created_ts bigint not null,
  removed bool not null default false
);

create index app_team on app (team_id, created_ts) where not removed;

alter table token
  add column app_id text references app,
  add column app_level bool not null default false;

create index token_app on token (app_id) where revoked_number is null;

-- Which gateway feeds an app's sockets, and the cursor of each chain. A claim that is not renewed can be taken over.
create table app_feed (
  app_id text primary key references app,
  gateway text not null,
  claim bigint not null,
  cursors jsonb not null,
  saved_at timestamptz not null
);

create table webhook (
  webhook_id text primary key,
  team_id text not null references team,
  app_id text not null references app,
  channel_id text not null,
  secret_hash text not null,
  created_by text not null,
  created_ts bigint not null
);

create index webhook_app on webhook (app_id);

create table app_command (
  team_id text not null references team,
  command text not null,
  app_id text not null references app,
  description text not null,
  primary key (team_id, command)
);

-- Response URLs: expired ones go when the app gets its next.
create table app_response (
  secret_hash text primary key,
  app_id text not null references app,
  team_id text not null,
  channel_id text not null,
  user_id text not null,
  message_ts bigint,
  expires_at timestamptz not null,
  uses int not null default 0
);

create index app_response_app on app_response (app_id, expires_at);
