-- Base models of the installation: every team may read them, only Headstart itself writes them.
-- A row exists once both files are in the object store and their hashes were found right.
create table base_models (
  id               text        primary key,
  manifest         jsonb       not null,
  model_key        text        not null,
  model_size       bigint      not null check (model_size > 0),
  model_sha256     text        not null check (model_sha256 ~ '^[0-9a-f]{64}$'),
  tokenizer_key    text        not null,
  tokenizer_size   bigint      not null check (tokenizer_size > 0),
  tokenizer_sha256 text        not null check (tokenizer_sha256 ~ '^[0-9a-f]{64}$'),
  installed_at     timestamptz not null default clock_timestamp()
);
grant select on base_models to hs_app, hs_backup;
grant select, insert, update on base_models to hs_system;
