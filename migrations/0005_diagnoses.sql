-- Why a deployment failed, or what it serves crashed: what diagnosis proved from the log when it happened.
alter table deployments add column diagnosis text;
