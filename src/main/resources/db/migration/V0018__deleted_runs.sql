-- A deleted run keeps its row: its number never comes again, and runs that began with it go on naming it.
-- What it has come to goes: its objects, then its result and its answers.
alter table runs
  add column deleted_at timestamptz,
  add column deleted_by uuid,
  add column purged_at  timestamptz,
  add check (deleted_at is null or ended_state is not null),
  add check (purged_at is null or deleted_at is not null);
create index runs_to_purge on runs (deleted_at) where deleted_at is not null and purged_at is null;
grant delete on run_results, run_predictions, model_forms to hs_app;

-- Purging looks for them across teams, and what they store counts towards the team's limit.
create policy across on runs for select to hs_system using (true);
create policy across on run_results for select to hs_system using (true);
create policy across on model_forms for select to hs_system using (true);
grant select on runs, run_results, model_forms to hs_system;
