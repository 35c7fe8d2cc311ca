-- Capacity, quotas, the ledger of reservations; jobs, attempts and everything that workers report.
-- Runs as hs_owner. hs_app works under the policy "team"; hs_system sees and changes what admission
-- and sweeps need, but neither points nor log lines nor results.

-- ------------------------------------------------------------------ capacity: the installation's
create table capacity_classes (
  slot_class text primary key,
  slots int not null check (slots >= 0),
  changed_at timestamptz not null default clock_timestamp()
);
insert into capacity_classes (slot_class, slots) values ('training', 1), ('small', 1);
grant select on capacity_classes to hs_app, hs_backup;
grant select, insert, update on capacity_classes to hs_system;

create table capacity_changes (
  id bigint generated always as identity primary key,
  slot_class text not null references capacity_classes,
  slots_before int,
  slots_after int not null,
  changed_by uuid,
  changed_at timestamptz not null default clock_timestamp()
);
grant select, insert on capacity_changes to hs_system;
grant select on capacity_changes to hs_backup;

-- One row. A restored backup raises it, so that workers from before the restore are refused.
create table attempt_epochs (
  one boolean primary key default true check (one),
  epoch bigint not null check (epoch > 0)
);
insert into attempt_epochs (epoch) values (1);
grant select on attempt_epochs to hs_app, hs_backup;
grant select, update on attempt_epochs to hs_system;

-- ------------------------------------------------------------------ limits of a team
-- A team without a row has the defaults of the settings headstart.quota.*.
create table team_quotas (
  team_id uuid not null references teams (id),
  slot_class text not null references capacity_classes,
  slots int not null check (slots >= 0),
  guaranteed int not null check (guaranteed between 0 and slots),
  queued_jobs int not null check (queued_jobs >= 0),
  longest_seconds bigint not null check (longest_seconds > 0),
  changed_at timestamptz not null default clock_timestamp(),
  primary key (team_id, slot_class)
);
alter table team_quotas enable row level security;
alter table team_quotas force row level security;
create policy team on team_quotas to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);
create policy across on team_quotas to hs_system using (true) with check (true);
grant select on team_quotas to hs_app, hs_backup;
grant select, insert, update on team_quotas to hs_system;

create table team_quota_changes (
  team_id uuid not null references teams (id),
  id bigint generated always as identity,
  slot_class text not null references capacity_classes,
  before text,
  after text not null,
  changed_by uuid,
  changed_at timestamptz not null default clock_timestamp(),
  primary key (team_id, id)
);
alter table team_quota_changes enable row level security;
alter table team_quota_changes force row level security;
create policy team on team_quota_changes to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);
create policy across on team_quota_changes to hs_system using (true) with check (true);
grant select on team_quota_changes to hs_app, hs_backup;
grant select, insert on team_quota_changes to hs_system;

-- ------------------------------------------------------------------ jobs
create table jobs (
  team_id uuid not null references teams (id),
  id uuid not null,
  kind text not null,
  slot_class text not null,
  slots int not null check (slots > 0),
  priority int not null,
  created_by uuid,
  longest_seconds bigint not null check (longest_seconds > 0),
  state text not null,
  reason_code text not null,
  reason_detail text not null,
  -- The latest attempt's number, 0 before the first; "of" how many for the words on the page.
  attempt int not null default 0,
  max_attempts int not null,
  result_attempt int,
  not_before timestamptz,
  stop_requested_at timestamptz,
  cancel_requested_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  queued_at timestamptz not null default clock_timestamp(),
  started_at timestamptz,
  ended_at timestamptz,
  -- Written by admission while the job is QUEUED: what it waits for, in words, and its place.
  waiting_code text,
  waiting_detail text,
  queue_place int,
  -- The newest heartbeat's word, JSON of Heartbeat.Progress.
  progress text check (progress is json),
  last_beat_at timestamptz,
  -- Last number given in the job's feed (points, log lines, state changes): dense, from 1.
  feed_seq bigint not null default 0,
  primary key (team_id, id),
  check ((state = 'SUCCEEDED') = (result_attempt is not null)),
  check ((state in ('SUCCEEDED', 'FAILED', 'CANCELLED')) = (ended_at is not null))
);
create index jobs_waiting on jobs (slot_class, queued_at) where state = 'QUEUED';
create index jobs_queued_of_team on jobs (team_id) where state = 'QUEUED';
create index jobs_live on jobs (state) where state in ('STARTING', 'RUNNING', 'CANCELLING');
alter table jobs enable row level security;
alter table jobs force row level security;
create policy team on jobs to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);
create policy across on jobs to hs_system using (true) with check (true);
grant select, insert, update on jobs to hs_app;
grant select, update on jobs to hs_system;
grant select on jobs to hs_backup;

-- Append-only: nobody has the right to change or delete a row.
create table job_events (
  team_id uuid not null,
  job_id uuid not null,
  seq bigint not null,
  at timestamptz not null default clock_timestamp(),
  from_state text,
  to_state text not null,
  reason_code text not null,
  reason_detail text not null,
  attempt int not null,
  primary key (team_id, job_id, seq),
  foreign key (team_id, job_id) references jobs (team_id, id)
);
alter table job_events enable row level security;
alter table job_events force row level security;
create policy team on job_events to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);
create policy across on job_events to hs_system using (true) with check (true);
grant select, insert on job_events to hs_app, hs_system;
grant select on job_events to hs_backup;

-- A job changes its state by legal pairs only (the same as in JobState), and each change takes the
-- next number of the feed. A request to stop is an event too; it leaves the state as it is.
create function jobs_step() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'QUEUED' then
      raise exception 'a new job is QUEUED, not %', new.state using errcode = 'check_violation';
    end if;
    new.feed_seq := 1;
    return new;
  end if;
  if new.state <> old.state then
    if not (old.state || '>' || new.state) = any (array[
        'QUEUED>STARTING', 'QUEUED>CANCELLED', 'QUEUED>FAILED',
        'STARTING>RUNNING', 'STARTING>FAILED', 'STARTING>CANCELLING', 'STARTING>QUEUED',
        'RUNNING>SUCCEEDED', 'RUNNING>FAILED', 'RUNNING>CANCELLING', 'RUNNING>QUEUED',
        'CANCELLING>CANCELLED']) then
      raise exception 'a job does not go from % to %', old.state, new.state
        using errcode = 'check_violation';
    end if;
    new.feed_seq := new.feed_seq + 1;
  elsif old.stop_requested_at is null and new.stop_requested_at is not null then
    new.feed_seq := new.feed_seq + 1;
  end if;
  if new.attempt < old.attempt or new.attempt > old.attempt + 1 then
    raise exception 'attempt % does not follow %', new.attempt, old.attempt
      using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger step before insert or update on jobs
  for each row execute function jobs_step();

create function jobs_event() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into job_events (team_id, job_id, seq, from_state, to_state, reason_code, reason_detail, attempt)
      values (new.team_id, new.id, new.feed_seq, null, new.state, new.reason_code, new.reason_detail, new.attempt);
  elsif new.state <> old.state then
    insert into job_events (team_id, job_id, seq, from_state, to_state, reason_code, reason_detail, attempt)
      values (new.team_id, new.id, new.feed_seq, old.state, new.state, new.reason_code, new.reason_detail, new.attempt);
  elsif old.stop_requested_at is null and new.stop_requested_at is not null then
    insert into job_events (team_id, job_id, seq, from_state, to_state, reason_code, reason_detail, attempt)
      values (new.team_id, new.id, new.feed_seq, old.state, new.state, 'STOP_REQUESTED', 'Asked to stop after this epoch', new.attempt);
  end if;
  return null;
end $$;
create trigger event after insert or update on jobs
  for each row execute function jobs_event();

-- ------------------------------------------------------------------ attempts
create table attempts (
  team_id uuid not null,
  job_id uuid not null,
  number int not null check (number > 0),
  state text not null,
  epoch bigint not null,
  created_at timestamptz not null default clock_timestamp(),
  started_at timestamptz,
  ended_at timestamptz,
  -- Until it has started: the start deadline. Afterwards renewed by each heartbeat.
  lease_until timestamptz not null,
  -- The server ends it then, however well it beats.
  longest_until timestamptz not null,
  -- Proof that its process is gone, or its own last word; the reservation is free from then on.
  gone_at timestamptz,
  -- Who launched it, and what: only that server on that host may probe the pid.
  launcher text,
  host text,
  home text,
  pid bigint,
  process_started_at timestamptz,
  -- What the process said of itself: the instance that claimed the attempt.
  instance text,
  worker_host text,
  device text,
  stop_sent_at timestamptz,
  exit_code int,
  -- Which limit of repetition it counts on (RetryClass); null while it lives.
  retry_class text,
  reason_code text,
  reason_detail text,
  manifest_sha256 text,
  manifest text check (manifest is json),
  manifest_verified_at timestamptz,
  primary key (team_id, job_id, number),
  foreign key (team_id, job_id) references jobs (team_id, id),
  check ((state in ('CREATED', 'RUNNING')) = (ended_at is null)),
  check (state <> 'SUCCEEDED' or (manifest_verified_at is not null and gone_at is not null)),
  check (gone_at is null or ended_at is not null)
);
create unique index attempts_one_live on attempts (team_id, job_id) where state in ('CREATED', 'RUNNING');
create index attempts_to_watch on attempts (lease_until) where gone_at is null;
alter table attempts enable row level security;
alter table attempts force row level security;
create policy team on attempts to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);
create policy across on attempts to hs_system using (true) with check (true);
grant select, update on attempts to hs_app;
grant select, insert on attempts to hs_system;
grant select on attempts to hs_backup;

create function attempts_step() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'CREATED' then
      raise exception 'a new attempt is CREATED, not %', new.state using errcode = 'check_violation';
    end if;
  elsif new.state <> old.state and not (old.state || '>' || new.state) = any (array[
      'CREATED>RUNNING', 'CREATED>FAILED', 'CREATED>CANCELLED', 'CREATED>LOST',
      'RUNNING>SUCCEEDED', 'RUNNING>FAILED', 'RUNNING>CANCELLED', 'RUNNING>LOST']) then
    raise exception 'an attempt does not go from % to %', old.state, new.state
      using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger step before insert or update on attempts
  for each row execute function attempts_step();

-- Slots held, one row per attempt; free capacity is what the open rows leave, never a counter.
create table reservations (
  team_id uuid not null,
  job_id uuid not null,
  attempt int not null,
  slot_class text not null references capacity_classes,
  slots int not null check (slots > 0),
  quota_at_admission int not null,
  capacity_at_admission int not null,
  created_at timestamptz not null default clock_timestamp(),
  -- Latest end: the longest run that the server enforces.
  until timestamptz not null,
  released_at timestamptz,
  primary key (team_id, job_id, attempt),
  foreign key (team_id, job_id, attempt) references attempts (team_id, job_id, number)
);
create index reservations_open on reservations (slot_class, team_id) where released_at is null;
create index reservations_recent on reservations (released_at);
alter table reservations enable row level security;
alter table reservations force row level security;
create policy team on reservations to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);
create policy across on reservations to hs_system using (true) with check (true);
grant select, update on reservations to hs_app;
grant select, insert on reservations to hs_system;
grant select on reservations to hs_backup;

-- ------------------------------------------------------------------ what workers write
-- Each key that an attempt was given a signed PUT for, with the size and checksum that it declared;
-- the signature covers the checksum, so what lies under the key has it.
create table attempt_objects (
  team_id uuid not null,
  job_id uuid not null,
  attempt int not null,
  name text not null,
  size bigint not null check (size >= 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  signed_at timestamptz not null default clock_timestamp(),
  verified_at timestamptz,
  primary key (team_id, job_id, attempt, name),
  foreign key (team_id, job_id, attempt) references attempts (team_id, job_id, number)
);
alter table attempt_objects enable row level security;
alter table attempt_objects force row level security;
create policy team on attempt_objects to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);
grant select, insert, update, delete on attempt_objects to hs_app;
grant select on attempt_objects to hs_backup;

create table checkpoints (
  team_id uuid not null,
  job_id uuid not null,
  attempt int not null,
  epoch int not null check (epoch > 0),
  -- JSON: list of ManifestEntry.
  files text not null check (files is json),
  verified_at timestamptz not null default clock_timestamp(),
  primary key (team_id, job_id, attempt, epoch),
  foreign key (team_id, job_id, attempt) references attempts (team_id, job_id, number)
);
alter table checkpoints enable row level security;
alter table checkpoints force row level security;
create policy team on checkpoints to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);
grant select, insert, update, delete on checkpoints to hs_app;
grant select on checkpoints to hs_backup;

-- A step stands once in a series: a later attempt's value replaces an earlier one's.
create table job_points (
  team_id uuid not null,
  job_id uuid not null,
  series text not null,
  step bigint not null,
  epoch int not null,
  value float8 not null,
  attempt int not null,
  seq bigint not null,
  primary key (team_id, job_id, series, step),
  foreign key (team_id, job_id) references jobs (team_id, id)
);
create unique index job_points_feed on job_points (team_id, job_id, seq);
alter table job_points enable row level security;
alter table job_points force row level security;
create policy team on job_points to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);
grant select, insert, update, delete on job_points to hs_app;
grant select on job_points to hs_backup;

create table job_log (
  team_id uuid not null,
  job_id uuid not null,
  attempt int not null,
  number bigint not null,
  at_millis bigint not null,
  text text not null,
  seq bigint not null,
  primary key (team_id, job_id, attempt, number),
  foreign key (team_id, job_id) references jobs (team_id, id)
);
create unique index job_log_feed on job_log (team_id, job_id, seq);
alter table job_log enable row level security;
alter table job_log force row level security;
create policy team on job_log to hs_app
  using (team_id = nullif(current_setting('hs.team', true), '')::uuid)
  with check (team_id = nullif(current_setting('hs.team', true), '')::uuid);
grant select, insert, update, delete on job_log to hs_app;
grant select on job_log to hs_backup;
