-- Base models of pictures have no tokenizer.
alter table base_models
  alter column tokenizer_key drop not null,
  alter column tokenizer_size drop not null,
  alter column tokenizer_sha256 drop not null,
  add check (num_nulls(tokenizer_key, tokenizer_size, tokenizer_sha256) in (0, 3));

-- A run reads texts up to a number of tokens, or pictures at a side in pixels, varied while training.
alter table runs
  alter column max_tokens drop not null,
  add column side          bigint           check (side between 32 and 1024),
  add column smallest_crop double precision check (smallest_crop between 0.05 and 1),
  add column flip          boolean,
  add column colour        double precision check (colour between 0 and 0.5),
  add column cached_views  bigint           check (cached_views between 1 and 20),
  add check (num_nulls(max_tokens, side) = 1),
  add check (num_nulls(side, smallest_crop, flip, colour, cached_views) in (0, 5));
