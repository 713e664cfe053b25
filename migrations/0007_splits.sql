-- Of side B of an A/B split: what it was chosen as. JSON of SplitSource; null for every other deployment.
alter table deployments add column split text;
