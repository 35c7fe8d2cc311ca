-- A run: one fine-tuning of a base model on a version of a data set. What its worker does is a job;
-- ended_state is null until that job has ended and then says how.
create table runs (
  team_id             uuid             not null references teams (id),
  id                  uuid             not null,
  number              bigint           not null,
  job_id              uuid             not null,
  dataset_version_id  uuid             not null,
  base_model          text             not null references base_models (id),
  frozen_blocks       bigint           not null check (frozen_blocks >= 0),
  head_learning_rate  double precision not null check (head_learning_rate between 0 and 1),
  body_learning_rate  double precision not null check (body_learning_rate between 0 and 1),
  epochs              bigint           not null check (epochs between 1 and 100),
  batch_size          bigint           not null check (batch_size between 1 and 256),
  seed                bigint           not null,
  max_tokens          bigint           not null check (max_tokens between 8 and 512),
  again_of            uuid,
  created_by          uuid,
  created_at          timestamptz      not null default clock_timestamp(),
  idempotency_key     text,
  request_hash        text             not null,
  ended_state         text             check (ended_state in ('SUCCEEDED', 'FAILED', 'CANCELLED')),
  ended_at            timestamptz,
  primary key (team_id, id),
  unique (team_id, number),
  unique (team_id, job_id),
  foreign key (team_id, job_id) references jobs (team_id, id),
  foreign key (team_id, dataset_version_id) references dataset_versions (team_id, id),
  foreign key (team_id, again_of) references runs (team_id, id),
  check ((ended_state is null) = (ended_at is null))
);
create unique index runs_pressed_once on runs (team_id, created_by, idempotency_key)
  where idempotency_key is not null;
create index runs_by_end on runs (team_id, ended_state, number desc);

-- Numbers of a team's runs: dense, taken under the row's lock.
create table run_totals (
  team_id     uuid   primary key references teams (id),
  last_number bigint not null default 0
);

-- What a run has come to; written once, together with the end of its job.
create table run_results (
  team_id         uuid        not null,
  run_id          uuid        not null,
  result          jsonb       not null,
  both_right      bigint      not null,
  only_run_right  bigint      not null,
  only_base_right bigint      not null,
  both_wrong      bigint      not null,
  archive_key     text        not null,
  archive_size    bigint      not null,
  archive_sha256  text        not null,
  predictions_key text        not null,
  primary key (team_id, run_id),
  foreign key (team_id, run_id) references runs (team_id, id)
);

-- What the trained model and the baseline said of each example of validation and test.
create table run_predictions (
  team_id       uuid   not null,
  run_id        uuid   not null,
  split         text   not null check (split in ('validation', 'test')),
  example_id    bigint not null,
  label         bigint not null,
  predicted     bigint not null,
  baseline      bigint not null,
  probabilities jsonb  not null,
  primary key (team_id, run_id, split, example_id),
  foreign key (team_id, run_id) references runs (team_id, id)
);

alter table runs enable row level security;
alter table runs force row level security;
create policy team on runs to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);

alter table run_totals enable row level security;
alter table run_totals force row level security;
create policy team on run_totals to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);

alter table run_results enable row level security;
alter table run_results force row level security;
create policy team on run_results to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);

alter table run_predictions enable row level security;
alter table run_predictions force row level security;
create policy team on run_predictions to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);

grant select, insert, update on runs, run_totals to hs_app;
grant select, insert on run_results, run_predictions to hs_app;
grant select on runs, run_totals, run_results, run_predictions to hs_backup;
