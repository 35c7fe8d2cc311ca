-- How a run ends and what it is trained for: epochs without progress that it waits, how far its targets
-- are smoothed, whether rare classes weigh more.
alter table runs
  add column patience        bigint           not null default 0 check (patience between 0 and 100),
  add column label_smoothing double precision not null default 0 check (label_smoothing between 0 and 0.5),
  add column balanced        boolean          not null default false;

-- A run may begin with the weights of a finished one, with or without its head; never with fresh ones too.
alter table runs
  add column source_run uuid,
  add column keeps_head boolean,
  add foreign key (team_id, source_run) references runs (team_id, id),
  add check ((source_run is null) = (keeps_head is null)),
  add check (source_run is null or (not from_scratch and source_run <> id));
create index runs_by_source on runs (team_id, source_run) where source_run is not null;

-- The same settings with several seeds: each of these runs names the first.
alter table runs
  add column experiment uuid,
  add foreign key (team_id, experiment) references runs (team_id, id);
create index runs_by_experiment on runs (team_id, experiment, number) where experiment is not null;

-- What is measured of runs before is asked for by base model.
create index runs_by_base on runs (team_id, base_model, number desc) where ended_state = 'SUCCEEDED';
