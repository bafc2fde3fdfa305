-- State of small grains (stream subscriptions). A version belongs to the writer that read it: a write, clear or delete
-- with another one changes nothing and returns no new version, which Orleans reports as inconsistent state.
create table grain_state (
  service text not null,
  grain_type text not null,
  n0 bigint not null,
  n1 bigint not null,
  extension text not null,
  version int not null,
  payload bytea,
  modified_at timestamptz(3) not null default now(),
  primary key (service, grain_type, n0, n1, extension)
);

insert into orleansquery (querykey, querytext) values
('WriteToStorageKey', '
  with made as (
    insert into grain_state (service, grain_type, n0, n1, extension, version, payload)
    select @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(cast(@GrainIdExtensionString as text), ''''), 1, @PayloadBinary
    where cast(@GrainStateVersion as int) is null
    on conflict do nothing
    returning version
  ), changed as (
    update grain_state
    set version = version + 1, payload = @PayloadBinary, modified_at = now()
    where service = @ServiceId and grain_type = @GrainTypeString and n0 = @GrainIdN0 and n1 = @GrainIdN1
      and extension = coalesce(cast(@GrainIdExtensionString as text), '''')
      and version = cast(@GrainStateVersion as int)
    returning version)
  select coalesce(
    (select version from made), (select version from changed), cast(@GrainStateVersion as int)) as "NewGrainStateVersion"'),

('ReadFromStorageKey', '
  select payload as "PayloadBinary", version as "Version"
  from grain_state
  where service = @ServiceId and grain_type = @GrainTypeString and n0 = @GrainIdN0 and n1 = @GrainIdN1
    and extension = coalesce(cast(@GrainIdExtensionString as text), '''')'),

('ClearStorageKey', '
  update grain_state
  set version = version + 1, payload = null, modified_at = now()
  where service = @ServiceId and grain_type = @GrainTypeString and n0 = @GrainIdN0 and n1 = @GrainIdN1
    and extension = coalesce(cast(@GrainIdExtensionString as text), '''')
    and version = cast(@GrainStateVersion as int)
  returning version as "NewGrainStateVersion"'),

('DeleteStorageKey', '
  delete from grain_state
  where service = @ServiceId and grain_type = @GrainTypeString and n0 = @GrainIdN0 and n1 = @GrainIdN1
    and extension = coalesce(cast(@GrainIdExtensionString as text), '''')
    and version = cast(@GrainStateVersion as int)
  returning version + 1 as "NewGrainStateVersion"');
