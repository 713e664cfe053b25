-- What an environment does now, beside what its settings ask for: how many of its web service run, and since when it sleeps.
create table environment_states (
  environment text primary key references environments on delete cascade,
  replicas integer,
  asleep_since integer
) strict, without rowid;
