-- Quartz adds these rows when it first wants them; of two servers that start at once on a fresh
-- schema, the slower one would end with "duplicate key".
insert into quartz.qrtz_locks (sched_name, lock_name) values
  ('QuarkusQuartzScheduler', 'TRIGGER_ACCESS'),
  ('QuarkusQuartzScheduler', 'STATE_ACCESS')
on conflict do nothing;
