-- Slot-seconds by month (UTC), so that what a team has used needs no look at every reservation of
-- it: the sum over reservations that were released in the month and before slot_usage_until, each
-- from the month's beginning on at the earliest.
create table slot_usage (
  team_id uuid not null references teams (id),
  slot_class text not null references capacity_classes,
  month date not null,
  slot_seconds double precision not null check (slot_seconds >= 0),
  primary key (team_id, slot_class, month)
);
alter table slot_usage enable row level security;
alter table slot_usage force row level security;
create policy across on slot_usage to hs_system using (true) with check (true);
grant select, insert, update on slot_usage to hs_system;
grant select on slot_usage to hs_backup;

-- One row. What was released before this moment has been added up.
create table slot_usage_until (
  until timestamptz not null
);
create unique index slot_usage_until_is_one on slot_usage_until ((true));
insert into slot_usage_until values ('-infinity');
grant select, update on slot_usage_until to hs_system;
grant select on slot_usage_until to hs_backup;
