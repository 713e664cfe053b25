-- How an environment is run: gate, canary, replicas, sleep. JSON of EnvironmentSettings.
alter table environments add column settings text not null default '{}';
-- What was measured while traffic moved. JSON of RolloutMeasure.
alter table deployments add column measured text;
-- The percentage of visitors that a release gets while it is tried out; null once it gets all.
alter table deployments add column canary integer;
-- Of artifact, plan, variables, domains and commands: two releases with one hash are the same.
alter table releases add column hash text;

-- What happened to services and deployments without anybody asking for it.
create table events (
  id text primary key,
  project text references projects on delete cascade,
  environment text references environments on delete cascade,
  deployment text references deployments on delete cascade,
  kind text not null,
  summary text not null,
  created_at integer not null
) strict;
create index events_of_project on events (project, id);
