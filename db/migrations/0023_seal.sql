-- The history is sealed in batches: each seal is a hash over the one before it and the rows of its batch, so that whoever
-- changes, adds or takes away a row of the past breaks the chain. See docs/decisions/0023-sealed-history.md.
create table history_seal (
  tenant_id uuid not null references firm,
  number integer not null check (number > 0),
  sealed_at timestamptz not null default now(),
  up_to uuid not null,
  row_count integer not null check (row_count > 0),
  hash bytea not null check (length(hash) = 32),
  primary key (tenant_id, number)
);
comment on table history_seal is 'A batch of the history that can not be changed unseen: the rows above the last seal''s up_to, to its own.';
call keep_to_tenant('history_seal', 'select, insert');

-- Every row has a salt, also those that were written before it had a default.
alter table history alter column salt type uuid using coalesce(salt, gen_random_uuid());

-- What was tied and untied in one save is of the kind categories, whatever it was tied to.
do $$
begin
  execute replace(pg_get_functiondef('tell_category_changes()'::regprocedure),
    '''changed'', kind, record_id', '''changed'', kind || ''_category'', record_id');
end $$;
