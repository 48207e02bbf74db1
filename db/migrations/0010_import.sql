-- Imports of companies and persons: the file in pieces, its rows as they stand, and what became of each.
create table import (
  tenant_id uuid not null references firm,
  id uuid not null default uuid_v7(),
  file_name text not null check (file_name <> ''),
  size integer not null,
  state text not null default 'receiving'
    check (state in ('receiving', 'read', 'checking', 'checked', 'importing', 'imported', 'undoing', 'undone')),
  format jsonb,
  has_header boolean not null default false,
  header text[] not null default '{}',
  mapping jsonb not null default '[]',
  rule text not null default 'fill' check (rule in ('skip', 'fill', 'overwrite', 'new')),
  row_count integer not null default 0,
  done_rows integer not null default 0,
  counts jsonb not null default '{}',
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid,
  changed_at timestamptz not null default now(),
  changed_by uuid,
  primary key (tenant_id, id)
);
call keep_to_tenant('import', 'select, insert, update, delete');
call stamp_rows('import');

create table import_piece (
  tenant_id uuid not null,
  import_id uuid not null,
  number integer not null,
  bytes bytea not null check (length(bytes) <= 800000),
  primary key (tenant_id, import_id, number),
  foreign key (tenant_id, import_id) references import on delete cascade
);
call keep_to_tenant('import_piece', 'select, insert, update, delete');

create table import_row (
  tenant_id uuid not null,
  import_id uuid not null,
  number integer not null,
  cells text[] not null,
  state text not null default 'unchecked' check (state in ('header', 'unchecked', 'new', 'known', 'repeated', 'faulty')),
  decision text check (decision in ('skip', 'fill', 'overwrite', 'new')),
  errors jsonb not null default '[]',
  -- The strongest of what a company is known by: org:… number:… email:… name:…
  key text,
  customer_number bigint,
  match_id uuid,
  matched_by text,
  -- Done by the import: left out, or made into something of import_result.
  is_done boolean not null default false,
  primary key (tenant_id, import_id, number),
  foreign key (tenant_id, import_id) references import on delete cascade
);
create index import_row_key on import_row (tenant_id, import_id, key, number) where key is not null;
create index import_row_state on import_row (tenant_id, import_id, state, number);
create index import_row_customer_number on import_row (tenant_id, import_id, customer_number, number) where customer_number is not null;
-- Rows that bring a number of their own come first, so that none of theirs is drawn from the series before.
create index import_row_waiting on import_row (tenant_id, import_id, (customer_number is null), number) where not is_done;
call keep_to_tenant('import_row', 'select, insert, update, delete');

create table import_result (
  tenant_id uuid not null,
  import_id uuid not null,
  kind text not null check (kind in ('company', 'person', 'affiliation')),
  record_id uuid not null,
  action text not null check (action in ('made', 'changed')),
  key text,
  -- As it was before the import touched it; null for what the import made.
  before jsonb,
  record_version bigint not null,
  primary key (tenant_id, import_id, kind, record_id),
  foreign key (tenant_id, import_id) references import on delete cascade
);
comment on table import_result is 'What an import made and changed, and how it stood before: that is what undoing goes by.';
create index import_result_key on import_result (tenant_id, import_id, key) where key is not null;
call keep_to_tenant('import_result', 'select, insert, update, delete');

-- Contacts by e-mail: an import looks each one up.
create index affiliation_email on affiliation (tenant_id, email) where email is not null;
create index person_email on person (tenant_id, email) where email is not null;

-- What an import made and nobody has touched goes for good when the import is undone; nothing goes that was not deleted first.
grant delete on company, person to kundebok_app;
create policy only_what_is_deleted on company as restrictive for delete using (deleted_at is not null);
create policy only_what_is_deleted on person as restrictive for delete using (deleted_at is not null);
