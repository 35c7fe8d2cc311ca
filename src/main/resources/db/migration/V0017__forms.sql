-- Forms of a run's model beside its archive, made by a worker when somebody asks. A row begins with
-- its job; the object is there once that has succeeded. After a failure the row takes another job.
create table model_forms (
  team_id    uuid        not null,
  run_id     uuid        not null,
  form       text        not null check (form in ('SAFETENSORS', 'HUGGINGFACE')),
  job_id     uuid        not null,
  object_key text,
  size       bigint,
  sha256     text,
  created_by uuid,
  created_at timestamptz not null default clock_timestamp(),
  primary key (team_id, run_id, form),
  foreign key (team_id, run_id) references runs (team_id, id),
  foreign key (team_id, job_id) references jobs (team_id, id),
  check (num_nulls(object_key, size, sha256) in (0, 3))
);
create unique index model_forms_by_job on model_forms (team_id, job_id);

alter table model_forms enable row level security;
alter table model_forms force row level security;
create policy team on model_forms to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);

grant select, insert, update on model_forms to hs_app;
grant select on model_forms to hs_backup;
