-- A deleted data set keeps its row and those of its versions: runs that learned from it go on naming
-- it, with the hash of its rows. Its objects go, and with them the rows in its reports.
alter table datasets
  add column deleted_at timestamptz,
  add column deleted_by uuid,
  add column purged_at  timestamptz,
  add check (purged_at is null or deleted_at is not null);
create index datasets_to_purge on datasets (deleted_at) where deleted_at is not null and purged_at is null;

-- The command raise-epoch shuts out the workers of attempts that a restored backup holds for alive.
grant update (epoch, lease_until) on attempts to hs_system;

-- When everything that the job's result doesn't need was taken out of the store.
alter table jobs add column swept_at timestamptz;
create index jobs_to_sweep on jobs (ended_at) where ended_at is not null and swept_at is null;
