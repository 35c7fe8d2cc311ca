-- Who may do what: teams, users, memberships, sessions, API tokens, set-up links, audit.
-- What must be read before the team of a request is known has a policy for hs_system only;
-- hs_app sees of it what belongs to the team that the transaction has named.

create table teams (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
  name text not null check (length(name) between 1 and 80),
  created_at timestamptz not null default now()
);
alter table teams enable row level security;
alter table teams force row level security;
create policy team on teams to hs_app
  using (id = nullif(current_setting('hs.team', true), '')::uuid);
create policy across on teams to hs_system using (true) with check (true);
grant select on teams to hs_app, hs_backup;
grant select, insert, update on teams to hs_system;

create table users (
  id uuid primary key,
  email text not null unique check (email = lower(email)),
  name text not null check (length(name) between 1 and 80),
  -- Argon2id with its parameters; null until the user has opened a link and set one.
  password_hash text,
  platform_admin boolean not null default false,
  disabled_at timestamptz,
  created_at timestamptz not null default now()
);

create table memberships (
  team_id uuid not null references teams (id),
  user_id uuid not null references users (id) on delete cascade,
  role text not null check (role in ('VIEWER', 'MEMBER', 'OWNER')),
  created_at timestamptz not null default now(),
  primary key (team_id, user_id)
);
create index memberships_by_user on memberships (user_id, team_id);
alter table memberships enable row level security;
alter table memberships force row level security;
create policy team on memberships to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);
create policy across on memberships to hs_system using (true) with check (true);
grant select, insert, update, delete on memberships to hs_app, hs_system;
grant select on memberships to hs_backup;

-- Team work sees the names of its own members; passwords never.
alter table users enable row level security;
alter table users force row level security;
create policy team on users for select to hs_app
  using (exists (select 1 from memberships m where m.user_id = users.id));
create policy across on users to hs_system using (true) with check (true);
grant select (id, email, name) on users to hs_app;
grant select, insert, update on users to hs_system;
grant select on users to hs_backup;

-- An opaque cookie holds 256 random bits; only their SHA-256 is here.
create table sessions (
  hash bytea primary key check (length(hash) = 32),
  user_id uuid not null references users (id) on delete cascade,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  -- Moves with use, never beyond ends_at.
  expires_at timestamptz not null,
  ends_at timestamptz not null
);
create index sessions_by_user on sessions (user_id);
create index sessions_by_end on sessions (expires_at);
alter table sessions enable row level security;
alter table sessions force row level security;
create policy across on sessions to hs_system using (true) with check (true);
grant select, insert, update, delete on sessions to hs_system;
grant select on sessions to hs_backup;

-- A token acts as its user in this team, and dies with the membership.
create table api_tokens (
  team_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  name text not null check (length(name) between 1 and 80),
  prefix text not null,
  hash bytea not null unique check (length(hash) = 32),
  scope text not null check (scope in ('READ', 'WRITE')),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (team_id, id),
  foreign key (team_id, user_id) references memberships (team_id, user_id) on delete cascade
);
create index api_tokens_by_user on api_tokens (team_id, user_id);
alter table api_tokens enable row level security;
alter table api_tokens force row level security;
create policy team on api_tokens to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);
create policy across on api_tokens to hs_system using (true) with check (true);
grant select, insert, update, delete on api_tokens to hs_app;
grant select, update on api_tokens to hs_system;
grant select on api_tokens to hs_backup;

-- Links that set a password once. Without a user: the link of the first admin.
create table setup_links (
  hash bytea primary key check (length(hash) = 32),
  user_id uuid references users (id) on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
-- A new link kills the old one.
create unique index setup_links_one_each on setup_links (user_id) nulls not distinct;
alter table setup_links enable row level security;
alter table setup_links force row level security;
create policy across on setup_links to hs_system using (true) with check (true);
grant select, insert, delete on setup_links to hs_system;
grant select on setup_links to hs_backup;

-- Failed tries, per account and address, hashed; rows die once they are old.
create table sign_in_tries (
  bucket bytea primary key check (length(bucket) = 32),
  failures integer not null,
  last_at timestamptz not null,
  blocked_until timestamptz
);
alter table sign_in_tries enable row level security;
alter table sign_in_tries force row level security;
create policy across on sign_in_tries to hs_system using (true) with check (true);
grant select, insert, update, delete on sign_in_tries to hs_system;
grant select on sign_in_tries to hs_backup;

-- What was done to accounts, members, tokens and limits. Append only. team_id is null for what
-- concerns the installation; team work never sees that.
create table audit_events (
  id bigint generated always as identity primary key,
  team_id uuid references teams (id),
  at timestamptz not null default clock_timestamp(),
  actor_id uuid,
  action text not null,
  subject text not null,
  detail jsonb
);
create index audit_events_by_team on audit_events (team_id, id);
alter table audit_events enable row level security;
alter table audit_events force row level security;
create policy team on audit_events to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);
create policy across on audit_events to hs_system using (true) with check (true);
grant select, insert on audit_events to hs_app, hs_system;
grant select on audit_events to hs_backup;
