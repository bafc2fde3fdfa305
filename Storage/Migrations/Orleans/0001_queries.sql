-- Run with search_path = orleans. Orleans' ADO.NET providers read their statements from this table: the names of the
-- table, its columns, the keys, the @parameters and the result columns are their contract (Orleans 10.4.2).
-- OrleansQueriesTests compares the keys with what the packages ask for.
create table orleansquery (
  querykey varchar(64) primary key,
  querytext varchar(8000) not null
);
