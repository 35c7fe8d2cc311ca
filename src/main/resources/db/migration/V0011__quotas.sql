-- Hours per month and stored bytes beside slots; defaults that an admin sets for teams that have no
-- limits of their own. Where there is no row, the settings headstart.quota.* hold.
alter table team_quotas
  add column hours_per_month int check (hours_per_month >= 0);

create table quota_defaults (
  slot_class text primary key references capacity_classes,
  slots int not null check (slots >= 0),
  guaranteed int not null check (guaranteed between 0 and slots),
  queued_jobs int not null check (queued_jobs >= 0),
  longest_seconds bigint not null check (longest_seconds > 0),
  hours_per_month int check (hours_per_month >= 0),
  changed_at timestamptz not null default clock_timestamp()
);
grant select on quota_defaults to hs_app, hs_backup;
grant select, insert, update on quota_defaults to hs_system;

create table storage_limits (
  team_id uuid primary key references teams (id),
  bytes bigint not null check (bytes >= 0),
  changed_at timestamptz not null default clock_timestamp()
);
alter table storage_limits enable row level security;
alter table storage_limits force row level security;
create policy team on storage_limits to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);
create policy across on storage_limits to hs_system using (true) with check (true);
grant select on storage_limits to hs_app, hs_backup;
grant select, insert, update on storage_limits to hs_system;

create table storage_default (
  one boolean primary key default true check (one),
  bytes bigint not null check (bytes >= 0),
  changed_at timestamptz not null default clock_timestamp()
);
grant select on storage_default to hs_app, hs_backup;
grant select, insert, update on storage_default to hs_system;

-- Storage is no class of capacity; and the defaults' changes belong to no team.
alter table team_quota_changes alter column slot_class drop not null;
create table quota_default_changes (
  id bigint generated always as identity primary key,
  slot_class text references capacity_classes,
  before text not null,
  after text not null,
  changed_by uuid,
  changed_at timestamptz not null default clock_timestamp()
);
grant select, insert on quota_default_changes to hs_system;
grant select on quota_default_changes to hs_backup;
-- The admin's page says how much each team stores.
create policy across on dataset_totals for select to hs_system using (true);
grant select on dataset_totals to hs_system;
