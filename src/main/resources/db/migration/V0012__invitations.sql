-- A link by which whoever has it joins a team, once. Only its hash is here. Found by its hash before
-- any team is known, so hs_system reads it and uses it up.
create table invitations (
  team_id uuid not null references teams (id),
  id uuid not null,
  hash bytea not null unique check (length(hash) = 32),
  role text not null check (role in ('VIEWER', 'MEMBER', 'OWNER')),
  created_by uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  used_at timestamptz,
  used_by uuid,
  revoked_at timestamptz,
  primary key (team_id, id),
  check ((used_at is null) = (used_by is null))
);
alter table invitations enable row level security;
alter table invitations force row level security;
create policy team on invitations to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);
create policy across on invitations to hs_system using (true) with check (true);
grant select, insert, update on invitations to hs_app;
grant select, update on invitations to hs_system;
grant select on invitations to hs_backup;

-- The audit pages page by key and filter by person and kind.
create index audit_events_by_actor on audit_events (team_id, actor_id, id);
