-- What the frozen part of a base model says of a data set's examples, written by a run: the next run
-- that freezes as much reads it instead of computing it again. Each row is one object of a run; it goes
-- with the run, with the data set, or when the team keeps too much, those first that nobody used.
create table kept_features (
  team_id    uuid        not null,
  run_id     uuid        not null,
  dataset_id uuid        not null,
  identity   text        not null check (identity ~ '^[0-9a-f]{64}$'),
  object_key text        not null,
  size       bigint      not null check (size > 0),
  sha256     text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
  used_at    timestamptz not null default clock_timestamp(),
  primary key (team_id, run_id),
  foreign key (team_id, run_id) references runs (team_id, id),
  foreign key (team_id, dataset_id) references datasets (team_id, id)
);
create index kept_features_by_identity on kept_features (team_id, identity);
create index kept_features_by_use on kept_features (team_id, used_at);

alter table kept_features enable row level security;
alter table kept_features force row level security;
create policy team on kept_features to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);
create policy across on kept_features for select to hs_system using (true);

grant select, insert, update, delete on kept_features to hs_app;
grant select on kept_features to hs_system, hs_backup;
