-- The hostnames that led to a release's environment when it was made. JSON list.
alter table releases add column hostnames text not null default '[]';

-- How full the data folder's disk was, every hour of the last 30 days.
create table disk_samples (
  at integer primary key,
  free_bytes integer not null,
  total_bytes integer not null
) strict;
