-- The folder that a build is about to use, which it may share with releases: kept from here on, until the build's result names it.
alter table stage_runs add column claimed text;
