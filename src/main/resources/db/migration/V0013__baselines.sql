-- Two more baselines of a run. The head alone on the base model's own features: what it answered, and
-- the run against it on the test split; all null where there is none.
alter table run_predictions add column head_only bigint;
alter table run_results
  add column head_both_right bigint,
  add column head_only_run   bigint,
  add column head_only_head  bigint,
  add column head_both_wrong bigint,
  add check (num_nonnulls(head_both_right, head_only_run, head_only_head, head_both_wrong) in (0, 4));

-- And the same graph with fresh weights, a run of its own, in which nothing can be frozen.
alter table runs
  add column from_scratch boolean not null default false,
  add check (not from_scratch or frozen_blocks = 0);
create index runs_from_scratch on runs (team_id, dataset_version_id, base_model, number desc)
  where from_scratch;

-- A run that transferred against the newest one from scratch on the same version and base model:
-- counted on the test split, when the later of the two has ended.
create table run_scratch_pairs (
  team_id            uuid   not null,
  run_id             uuid   not null,
  scratch_id         uuid   not null,
  both_right         bigint not null,
  only_run_right     bigint not null,
  only_scratch_right bigint not null,
  both_wrong         bigint not null,
  primary key (team_id, run_id),
  foreign key (team_id, run_id) references runs (team_id, id),
  foreign key (team_id, scratch_id) references runs (team_id, id)
);
create index run_scratch_pairs_by_scratch on run_scratch_pairs (team_id, scratch_id);

alter table run_scratch_pairs enable row level security;
alter table run_scratch_pairs force row level security;
create policy team on run_scratch_pairs to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);
grant select, insert, update on run_scratch_pairs to hs_app;
grant select on run_scratch_pairs to hs_backup;
