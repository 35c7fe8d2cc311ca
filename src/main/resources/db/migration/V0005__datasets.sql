-- What a team has uploaded. A row UPLOADING has been declared; UPLOADED means that its object is in
-- the store with the declared size. Numbers are what people see: dense within the team.
create table datasets (
  team_id         uuid        not null references teams (id),
  id              uuid        not null,
  number          bigint      not null,
  name            text        not null,
  file_name       text        not null,
  size            bigint      not null check (size > 0),
  declared_sha256 text        check (declared_sha256 ~ '^[0-9a-f]{64}$'),
  object_key      text        not null,
  state           text        not null check (state in ('UPLOADING', 'UPLOADED')),
  created_by      uuid,
  created_at      timestamptz not null default clock_timestamp(),
  uploaded_at     timestamptz,
  last_check      bigint      not null default 0,
  last_version    bigint      not null default 0,
  primary key (team_id, id),
  unique (team_id, number)
);
create index datasets_waiting on datasets (created_at) where state = 'UPLOADING';

-- Counters of a team: never counted for a page. Bytes are those of uploads and of their kept rows.
create table dataset_totals (
  team_id      uuid   primary key references teams (id),
  last_number  bigint not null default 0,
  stored_bytes bigint not null default 0 check (stored_bytes >= 0)
);

-- One look of a worker at an upload, with the columns and the seed that were asked for.
create table dataset_checks (
  team_id      uuid        not null,
  id           uuid        not null,
  dataset_id   uuid        not null,
  number       bigint      not null,
  job_id       uuid        not null,
  base_model   text        not null references base_models (id),
  text_column  text,
  label_column text,
  seed         bigint      not null,
  created_by   uuid,
  created_at   timestamptz not null default clock_timestamp(),
  usable       boolean,
  report       jsonb,
  rows_key     text,
  rows_size    bigint,
  rows_sha256  text,
  ended_at     timestamptz,
  primary key (team_id, id),
  unique (team_id, dataset_id, number),
  unique (team_id, job_id),
  foreign key (team_id, dataset_id) references datasets (team_id, id) on delete cascade,
  foreign key (team_id, job_id) references jobs (team_id, id),
  check (usable is null or (report is not null and ended_at is not null)),
  check (usable is not true or (rows_key is not null and rows_size is not null and rows_sha256 is not null))
);

-- An accepted check. Written once and never changed: nobody holds the right to update it.
create table dataset_versions (
  team_id     uuid        not null,
  id          uuid        not null,
  dataset_id  uuid        not null,
  number      bigint      not null,
  check_id    uuid        not null,
  rows_key    text        not null,
  rows_size   bigint      not null,
  rows_sha256 text        not null,
  created_by  uuid,
  created_at  timestamptz not null default clock_timestamp(),
  primary key (team_id, id),
  unique (team_id, dataset_id, number),
  unique (team_id, check_id),
  foreign key (team_id, dataset_id) references datasets (team_id, id),
  foreign key (team_id, check_id) references dataset_checks (team_id, id)
);

alter table datasets enable row level security;
alter table datasets force row level security;
create policy team on datasets to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);
-- The sweep of uploads that never completed looks across teams, and only looks.
create policy across on datasets for select to hs_system using (true);

alter table dataset_totals enable row level security;
alter table dataset_totals force row level security;
create policy team on dataset_totals to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);

alter table dataset_checks enable row level security;
alter table dataset_checks force row level security;
create policy team on dataset_checks to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);

alter table dataset_versions enable row level security;
alter table dataset_versions force row level security;
create policy team on dataset_versions to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);

grant select, insert, update, delete on datasets, dataset_totals, dataset_checks to hs_app;
grant select, insert on dataset_versions to hs_app;
grant select on datasets to hs_system;
grant select on datasets, dataset_totals, dataset_checks, dataset_versions to hs_backup;
