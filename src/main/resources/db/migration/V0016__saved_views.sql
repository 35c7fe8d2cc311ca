-- Views of the history that somebody keeps: filters, order and columns, as they stand in the address.
create table run_views (
  team_id    uuid        not null references teams (id),
  id         uuid        not null,
  owner      uuid        not null,
  name       text        not null check (length(name) between 1 and 60),
  query      text        not null check (length(query) <= 2000),
  created_at timestamptz not null default clock_timestamp(),
  primary key (team_id, id),
  unique (team_id, owner, name)
);

alter table run_views enable row level security;
alter table run_views force row level security;
create policy team on run_views to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);
grant select, insert, update, delete on run_views to hs_app;
grant select on run_views to hs_backup;
