-- What an admin does to the queue: hold a job, move it to the front, cancel it with a reason, drain
-- a class. The reasons are sentences that the job's owner reads.
alter table jobs
  add column held_for text check (length(held_for) between 1 and 200),
  add column moved_at timestamptz,
  add column cancelled_for text check (length(cancelled_for) between 1 and 200),
  -- Written by admission beside waiting_detail: when it will begin, by measured durations, and how
  -- many jobs of other teams hold slots of its class. Null where nothing was measured.
  add column starts_from timestamptz,
  add column starts_to timestamptz,
  add column others_hold int,
  add check ((starts_from is null) = (starts_to is null));

-- Nothing new starts in a drained class; what runs goes on.
alter table capacity_classes
  add column drained_for text check (length(drained_for) between 1 and 200);
