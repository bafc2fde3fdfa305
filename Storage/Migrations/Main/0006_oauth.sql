-- OAuth: an app's client, where codes may be sent, and the codes. Apps that were made before have no client.
alter table app
  add column client_id text unique,
  add column client_secret_hash text,
  add column redirect_uris text[] not null default '{}';

-- What a token was granted, if less than its app may have.
alter table token add column scopes text[];

-- Kept for a day, so that a second use is told from a code that never was; they go when the app gets its next.
create table oauth_code (
  code_hash text primary key,
  app_id text not null references app,
  user_id text not null,
  scopes text[] not null,
  redirect_uri text,
  expires_at timestamptz not null,
  used bool not null default false
);

create index oauth_code_app on oauth_code (app_id, expires_at);
