create table settings (name text primary key, value text not null) strict;

create table users (
  id text primary key,
  email text not null unique collate nocase,
  name text not null,
  password_hash text not null,
  role text not null check (role in ('owner', 'member')),
  created_at integer not null
) strict;

create table sessions (
  id text primary key,
  user text not null references users on delete cascade,
  token_hash text not null unique,
  user_agent text not null,
  address text not null,
  created_at integer not null,
  last_seen_at integer not null,
  expires_at integer not null
) strict;
create index sessions_of_user on sessions (user);

create table personal_tokens (
  id text primary key,
  user text not null references users on delete cascade,
  name text not null,
  token_hash text not null unique,
  scopes text not null,
  created_at integer not null,
  expires_at integer,
  last_used_at integer
) strict;
create index personal_tokens_of_user on personal_tokens (user);

-- Each use replaces a token by the next one of its family. A token that is used twice was stolen: its family ends.
create table refresh_tokens (
  id text primary key,
  family text not null,
  user text not null references users on delete cascade,
  token_hash text not null unique,
  created_at integer not null,
  expires_at integer not null,
  used_at integer
) strict;
create index refresh_tokens_of_user on refresh_tokens (user);
create index refresh_tokens_of_family on refresh_tokens (family);

create table sign_in_failures (
  subject text not null,
  failed_at integer not null
) strict;
create index sign_in_failures_of_subject on sign_in_failures (subject, failed_at);

create table teams (
  id text primary key,
  slug text not null unique,
  name text not null,
  created_at integer not null
) strict;

create table members (
  team text not null references teams on delete cascade,
  user text not null references users on delete cascade,
  role text not null check (role in ('owner', 'developer', 'viewer')),
  created_at integer not null,
  primary key (team, user)
) strict, without rowid;
create index members_of_user on members (user);

create table invitations (
  id text primary key,
  team text not null references teams on delete cascade,
  email text not null collate nocase,
  role text not null check (role in ('owner', 'developer', 'viewer')),
  token_hash text not null unique,
  created_at integer not null,
  expires_at integer not null
) strict;

create table projects (
  id text primary key,
  team text not null references teams on delete cascade,
  slug text not null unique,
  name text not null,
  source text not null,
  edits text not null,
  -- For a private Git repository: a token, sealed. It never stands in a URL.
  sealed_credential text,
  port integer unique,
  created_at integer not null
) strict;
create index projects_of_team on projects (team);

create table environments (
  id text primary key,
  project text not null references projects on delete cascade,
  kind text not null check (kind in ('production', 'preview')),
  name text not null,
  -- What traffic goes to: a release, and the deployment whose services run it.
  release text,
  deployment text,
  created_at integer not null,
  unique (project, name)
) strict;

create table variables (
  project text not null references projects on delete cascade,
  environment text not null check (environment in ('production', 'preview')),
  name text not null,
  sealed_value text not null,
  secret integer not null check (secret in (0, 1)),
  use text not null check (use in ('build', 'run', 'both')),
  updated_at integer not null,
  primary key (project, environment, name)
) strict, without rowid;

create table uploads (
  id text primary key,
  team text not null references teams on delete cascade,
  user text not null references users on delete cascade,
  file_name text not null,
  bytes integer not null,
  created_at integer not null
) strict;

create table deployments (
  id text primary key,
  project text not null references projects on delete cascade,
  environment text not null references environments on delete cascade,
  number integer not null,
  trigger text not null check (trigger in ('deploy', 'redeploy', 'rollback', 'restart')),
  input text not null,
  revision text,
  state_name text not null,
  state text not null,
  started_by text not null,
  created_at integer not null,
  started_at integer,
  finished_at integer,
  unique (project, number)
) strict;
create index deployments_of_environment on deployments (environment, id);
create index deployments_by_state on deployments (state_name);

create table stage_runs (
  deployment text not null references deployments on delete cascade,
  stage text not null,
  started_at integer not null,
  ended_at integer,
  result text,
  primary key (deployment, stage)
) strict, without rowid;

create table releases (
  id text primary key,
  deployment text not null unique references deployments on delete cascade,
  project text not null references projects on delete cascade,
  environment text not null references environments on delete cascade,
  artifact text not null,
  plan text not null,
  revision text not null,
  snapshot text not null,
  sealed_variables text not null,
  recipe text not null,
  created_at integer not null
) strict;
create index releases_of_environment on releases (environment, id);

-- A hostname belongs to one environment or one deployment, so that no two can claim the same name.
create table hostnames (
  hostname text primary key,
  owner text not null,
  project text not null references projects on delete cascade
) strict, without rowid;
create index hostnames_of_owner on hostnames (owner);

create table jobs (
  id text primary key,
  kind text not null,
  subject text not null,
  payload text not null,
  state text not null check (state in ('queued', 'running', 'done', 'failed')),
  run_at integer not null,
  lease_until integer,
  attempts integer not null default 0,
  problem text,
  created_at integer not null
) strict;
create index jobs_to_run on jobs (state, run_at);
-- One running job a subject: two deployments of one environment never run at once.
create unique index one_running_job on jobs (subject) where state = 'running';
