-- An app that is served over HTTP instead of sockets: where, and how that goes.
alter table app
  add column request_url text,
  add column request_disabled bool not null default false,
  add column request_failing_at timestamptz,
  add column request_fault text;

create index app_request_url on app (app_id) where request_url is not null and not request_disabled and not removed;
