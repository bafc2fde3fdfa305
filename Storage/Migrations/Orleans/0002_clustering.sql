-- Who is a member of which cluster. Every change of a cluster's members takes the next number of its version row,
-- so of two silos that act on the same picture one is refused and reads again.
create table cluster_version (
  cluster text primary key,
  version int not null default 0,
  changed_at timestamptz(3) not null default now()
);

create table cluster_member (
  cluster text not null references cluster_version,
  address text not null,
  port int not null,
  generation int not null,
  silo_name text not null,
  host_name text not null,
  status int not null,
  gateway_port int not null,
  suspected_by text,
  started_at timestamptz(3) not null,
  alive_at timestamptz(3) not null,
  primary key (cluster, address, port, generation)
);

insert into orleansquery (querykey, querytext) values
('InsertMembershipVersionKey', '
  with made as (
    insert into cluster_version (cluster) values (@DeploymentId)
    on conflict do nothing
    returning 1)
  select count(*)::int from made'),

('InsertMembershipKey', '
  with turn as (
    update cluster_version v
    set version = v.version + 1, changed_at = now()
    where v.cluster = @DeploymentId and v.version = @Version
      and not exists (
        select from cluster_member m
        where m.cluster = @DeploymentId and m.address = @Address and m.port = @Port and m.generation = @Generation)
    returning 1
  ), joined as (
    insert into cluster_member
      (cluster, address, port, generation, silo_name, host_name, status, gateway_port, started_at, alive_at)
    select @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
    from turn
    returning 1)
  select count(*)::int from joined'),

('UpdateMembershipKey', '
  with turn as (
    update cluster_version v
    set version = v.version + 1, changed_at = now()
    where v.cluster = @DeploymentId and v.version = @Version
    returning 1
  ), changed as (
    update cluster_member m
    set status = @Status, suspected_by = cast(@SuspectTimes as text), alive_at = @IAmAliveTime
    from turn
    where m.cluster = @DeploymentId and m.address = @Address and m.port = @Port and m.generation = @Generation
    returning 1)
  select count(*)::int from changed'),

('UpdateIAmAlivetimeKey', '
  update cluster_member
  set alive_at = @IAmAliveTime
  where cluster = @DeploymentId and address = @Address and port = @Port and generation = @Generation'),

('MembershipReadRowKey', '
  select v.cluster as "DeploymentId", v.version as "Version", m.address as "Address", m.port as "Port",
    m.generation as "Generation", m.silo_name as "SiloName", m.host_name as "HostName", m.status as "Status",
    m.gateway_port as "ProxyPort", m.suspected_by as "SuspectTimes", m.started_at as "StartTime", m.alive_at as "IAmAliveTime"
  from cluster_version v
    left join cluster_member m
      on m.cluster = v.cluster and m.address = @Address and m.port = @Port and m.generation = @Generation
  where v.cluster = @DeploymentId'),

('MembershipReadAllKey', '
  select v.cluster as "DeploymentId", v.version as "Version", m.address as "Address", m.port as "Port",
    m.generation as "Generation", m.silo_name as "SiloName", m.host_name as "HostName", m.status as "Status",
    m.gateway_port as "ProxyPort", m.suspected_by as "SuspectTimes", m.started_at as "StartTime", m.alive_at as "IAmAliveTime"
  from cluster_version v
    left join cluster_member m on m.cluster = v.cluster
  where v.cluster = @DeploymentId'),

('GatewaysQueryKey', '
  select address as "Address", gateway_port as "ProxyPort", generation as "Generation"
  from cluster_member
  where cluster = @DeploymentId and status = @Status and gateway_port > 0'),

('DeleteMembershipTableEntriesKey', '
  with members as (
    delete from cluster_member where cluster = @DeploymentId)
  delete from cluster_version where cluster = @DeploymentId'),

-- Status 3 is active: an active silo is never forgotten, however long its clock says nothing.
('CleanupDefunctSiloEntriesKey', '
  delete from cluster_member
  where cluster = @DeploymentId and alive_at < @IAmAliveTime and status <> 3');
