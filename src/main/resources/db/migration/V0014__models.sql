-- Models of a team: names under which versions are counted. A version is a run that somebody has
-- registered; a deleted one keeps its row, so that its number and its history never come again.
create table models (
  team_id      uuid        not null references teams (id),
  id           uuid        not null,
  name         text        not null,
  last_version bigint      not null default 0,
  created_by   uuid,
  created_at   timestamptz not null default clock_timestamp(),
  primary key (team_id, id)
);
create unique index models_by_name on models (team_id, lower(name));

create table model_versions (
  team_id    uuid        not null,
  id         uuid        not null,
  model_id   uuid        not null,
  number     bigint      not null,
  run_id     uuid        not null,
  stage      text        not null check (stage in ('CANDIDATE', 'PRODUCTION', 'ARCHIVED')),
  note       text        not null default '',
  created_by uuid,
  created_at timestamptz not null default clock_timestamp(),
  deleted_at timestamptz,
  deleted_by uuid,
  primary key (team_id, id),
  unique (team_id, model_id, number),
  foreign key (team_id, model_id) references models (team_id, id),
  -- No run goes away under its versions.
  foreign key (team_id, run_id) references runs (team_id, id),
  check (deleted_at is null or stage <> 'PRODUCTION')
);
create unique index model_versions_in_production on model_versions (team_id, model_id)
  where stage = 'PRODUCTION';
create unique index model_versions_once on model_versions (team_id, model_id, run_id)
  where deleted_at is null;
create index model_versions_by_run on model_versions (team_id, run_id);

-- Who moved a version to which stage; append only. to_stage is null where it was deleted.
create table model_changes (
  team_id    uuid        not null,
  id         bigint      generated always as identity,
  version_id uuid        not null,
  from_stage text,
  to_stage   text,
  changed_by uuid,
  changed_at timestamptz not null default clock_timestamp(),
  primary key (team_id, id),
  foreign key (team_id, version_id) references model_versions (team_id, id)
);
create index model_changes_by_version on model_changes (team_id, version_id);

-- Worker processes that answer questions about a run: at most one at a time for each run.
create table try_sessions (
  team_id    uuid        not null,
  job_id     uuid        not null,
  run_id     uuid        not null,
  created_at timestamptz not null default clock_timestamp(),
  ended_at   timestamptz,
  primary key (team_id, job_id),
  foreign key (team_id, job_id) references jobs (team_id, id),
  foreign key (team_id, run_id) references runs (team_id, id)
);
create unique index try_sessions_alive on try_sessions (team_id, run_id) where ended_at is null;

-- What somebody asked a run's model: a text, or a picture in the store. Kept for a short time only.
create table try_questions (
  team_id      uuid             not null,
  id           uuid             not null,
  run_id       uuid             not null,
  state        text             not null
    check (state in ('UPLOADING', 'OPEN', 'ANSWERED', 'REFUSED', 'FAILED')),
  content      text,
  picture_key  text,
  picture_size bigint,
  picture_name text,
  given_to     text,
  times_given  bigint           not null default 0,
  answer       jsonb,
  why          text,
  way_out      text,
  created_by   uuid,
  created_at   timestamptz      not null default clock_timestamp(),
  asked_at     timestamptz,
  ended_at     timestamptz,
  primary key (team_id, id),
  foreign key (team_id, run_id) references runs (team_id, id),
  check (num_nonnulls(content, picture_key) = 1),
  check (num_nulls(picture_key, picture_size, picture_name) in (0, 3)),
  check ((state = 'ANSWERED') = (answer is not null)),
  check ((state in ('REFUSED', 'FAILED')) = (why is not null)),
  check ((state in ('ANSWERED', 'REFUSED', 'FAILED')) = (ended_at is not null)),
  check (state = 'UPLOADING' or asked_at is not null)
);
create index try_questions_by_run on try_questions (team_id, run_id, created_at desc);
create index try_questions_to_sweep on try_questions (created_at);

alter table models enable row level security;
alter table models force row level security;
create policy team on models to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);

alter table model_versions enable row level security;
alter table model_versions force row level security;
create policy team on model_versions to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);

alter table model_changes enable row level security;
alter table model_changes force row level security;
create policy team on model_changes to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);

alter table try_sessions enable row level security;
alter table try_sessions force row level security;
create policy team on try_sessions to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);

alter table try_questions enable row level security;
alter table try_questions force row level security;
create policy team on try_questions to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);
-- The sweep looks across teams for questions that are too old, and sees no more of them than that.
create policy across on try_questions for select to hs_system using (true);

grant select, insert, update on models, model_versions, try_sessions to hs_app;
grant select, insert on model_changes to hs_app;
grant select, insert, update, delete on try_questions to hs_app;
grant select (team_id, id, created_at) on try_questions to hs_system;
grant select on models, model_versions, model_changes, try_sessions, try_questions to hs_backup;
