-- What people look at when a run errs: the beginnings of the texts of validation and test (of pictures
-- the names of their entries), kept once for each version, when they are first asked for. They go with
-- their data set.
create table dataset_example_sets (
  team_id    uuid        not null,
  version_id uuid        not null,
  kept_at    timestamptz not null default clock_timestamp(),
  primary key (team_id, version_id),
  foreign key (team_id, version_id) references dataset_versions (team_id, id)
);
create table dataset_examples (
  team_id    uuid   not null,
  version_id uuid   not null,
  example_id bigint not null,
  beginning  text   not null,
  primary key (team_id, version_id, example_id),
  foreign key (team_id, version_id) references dataset_versions (team_id, id)
);

-- The history: what people add to a run, and the two figures that it is sorted by, written with its end.
alter table runs
  add column note         text not null default '' check (length(note) <= 2000),
  add column archived_at  timestamptz,
  add column accuracy     double precision check (accuracy between 0 and 1),
  add column work_seconds double precision check (work_seconds >= 0);
create table run_tags (
  team_id    uuid        not null,
  run_id     uuid        not null,
  tag        text        not null check (length(tag) between 1 and 40),
  created_by uuid,
  created_at timestamptz not null default clock_timestamp(),
  primary key (team_id, run_id, tag),
  foreign key (team_id, run_id) references runs (team_id, id)
);
create index run_tags_by_tag on run_tags (team_id, tag, run_id);
create index runs_by_accuracy on runs (team_id, coalesce(accuracy, -1) desc, number desc);
create index runs_by_work on runs (team_id, coalesce(work_seconds, -1) desc, number desc);

-- Runs that have ended before. Their owner sees the rows of all teams for these two statements.
alter table runs no force row level security;
alter table run_results no force row level security;
alter table jobs no force row level security;
update runs r set accuracy = (s.both_right + s.only_run_right)::double precision
    / nullif(s.both_right + s.only_run_right + s.only_base_right + s.both_wrong, 0)
  from run_results s where s.team_id = r.team_id and s.run_id = r.id;
update runs r set work_seconds = greatest(0, extract(epoch from r.ended_at - j.started_at))
  from jobs j where j.team_id = r.team_id and j.id = r.job_id and r.ended_at is not null
    and j.started_at is not null;
alter table runs force row level security;
alter table run_results force row level security;
alter table jobs force row level security;

alter table dataset_example_sets enable row level security;
alter table dataset_example_sets force row level security;
create policy team on dataset_example_sets to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);

alter table dataset_examples enable row level security;
alter table dataset_examples force row level security;
create policy team on dataset_examples to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);

alter table run_tags enable row level security;
alter table run_tags force row level security;
create policy team on run_tags to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);

grant select, insert, delete on dataset_example_sets, dataset_examples, run_tags to hs_app;
grant select on dataset_example_sets, dataset_examples, run_tags to hs_backup;
