-- The ground that every table stands on: ids, who is acting, row stamps, history, tenancy.
-- Roles kundebok_owner (runs this), kundebok_app (the program) and kundebok_backup exist already.
create extension if not exists pg_trgm;
create extension if not exists unaccent;

revoke all on schema public from public;
grant usage on schema public to kundebok_app, kundebok_backup;
alter default privileges in schema public grant select on tables to kundebok_backup;

-- UUID version 7 (RFC 9562): time-ordered, so new rows land at the end of an index. PostgreSQL 15 has none built in.
create function uuid_v7() returns uuid language sql volatile parallel safe as $$
  select encode(
    set_bit(set_bit(
      overlay(uuid_send(gen_random_uuid())
        placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
        from 1 for 6),
      52, 1), 53, 1), 'hex')::uuid
$$;

-- Who acts, set for one transaction by the program; unset is null, and null sees nothing.
create function acting_tenant() returns uuid language sql stable parallel safe as
  $$ select nullif(current_setting('app.tenant_id', true), '')::uuid $$;
create function acting_user() returns uuid language sql stable parallel safe as
  $$ select nullif(current_setting('app.user_id', true), '')::uuid $$;

-- Stamps each written row; version is the ETag.
create function stamp_row() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    new.version := 1;
    new.created_at := now();
    new.created_by := acting_user();
  else
    new.version := old.version + 1;
    new.created_at := old.created_at;
    new.created_by := old.created_by;
  end if;
  new.changed_at := now();
  new.changed_by := acting_user();
  return new;
end $$;

create table history (
  tenant_id uuid not null,
  id uuid not null default uuid_v7(),
  at timestamptz not null default clock_timestamp(),
  user_id uuid,
  via text not null default 'job' check (via in ('screen', 'api', 'import', 'job', 'setup')),
  action text not null check (action in
    ('created', 'changed', 'deleted', 'restored', 'linked', 'unlinked', 'imported', 'import_undone', 'exported', 'merged')),
  entity text not null,
  entity_id uuid not null,
  company_id uuid,
  person_id uuid,
  changes jsonb not null default '{}',
  primary key (tenant_id, id)
);
comment on table history is 'What was done, by whom: one row per written row, insert-only. changes = {field: [old, new]}.';
create index history_company on history (tenant_id, company_id, id) where company_id is not null;
create index history_person on history (tenant_id, person_id, id) where person_id is not null;
create index history_entity on history (tenant_id, entity, entity_id, at desc);

-- Fields that differ, as {field: [old, new]}; empty values on a new row are left out.
create function changed_fields(old_row jsonb, new_row jsonb) returns jsonb language sql immutable parallel safe as $$
  select coalesce(jsonb_object_agg(key, jsonb_build_array(old_value, new_value)), '{}')
  from (
    select coalesce(o.key, n.key) as key,
           coalesce(o.value, 'null') as old_value,
           coalesce(n.value, 'null') as new_value
    from jsonb_each(old_row) o full join jsonb_each(new_row) n using (key)
  ) fields
  where old_value is distinct from new_value
    and key <> all ('{tenant_id,id,version,created_at,created_by,changed_at,changed_by,deleted_by}'::text[])
    and not (old_row = '{}' and new_value in ('null', 'false', '{}', '[]', '""'))
$$;

-- record_history(company column, person column): writes the history row of any table it is put on.
create function record_history() returns trigger language plpgsql as $$
declare
  old_row jsonb := case when tg_op = 'INSERT' then '{}' else to_jsonb(old) end;
  new_row jsonb := case when tg_op = 'DELETE' then '{}' else to_jsonb(new) end;
  row_now jsonb := case when tg_op = 'DELETE' then old_row else new_row end;
  fields jsonb := changed_fields(old_row, new_row);
  done text := case tg_op when 'INSERT' then 'created' when 'DELETE' then 'deleted' else 'changed' end;
begin
  if tg_op = 'UPDATE' and fields = '{}' then return null; end if;
  if tg_op = 'UPDATE' and fields ? 'deleted_at' then
    done := case when new_row ->> 'deleted_at' is null then 'restored' else 'deleted' end;
    fields := fields - 'deleted_at';
  end if;
  insert into history (tenant_id, user_id, via, action, entity, entity_id, company_id, person_id, changes)
  values (
    (row_now ->> 'tenant_id')::uuid, acting_user(),
    coalesce(nullif(current_setting('app.via', true), ''), 'job'),
    done, tg_table_name, (row_now ->> 'id')::uuid,
    case when tg_argv[0] <> '' then (row_now ->> tg_argv[0])::uuid end,
    case when tg_argv[1] <> '' then (row_now ->> tg_argv[1])::uuid end,
    fields);
  return null;
end $$;

-- Every tenant table gets the same: row-level security, one policy, the program's grants, stamps.
create procedure keep_to_tenant(name regclass, grants text) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', name);
  execute format('alter table %s force row level security', name);
  execute format('create policy tenant on %s using (tenant_id = acting_tenant()) with check (tenant_id = acting_tenant())', name);
  execute format('grant %s on %s to kundebok_app', grants, name);
end $$;

-- As keep_to_tenant, for what one member keeps to herself.
create procedure keep_to_member(name regclass, grants text) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', name);
  execute format('alter table %s force row level security', name);
  execute format('create policy tenant on %s using (tenant_id = acting_tenant() and user_id = acting_user()) with check (tenant_id = acting_tenant() and user_id = acting_user())', name);
  execute format('grant %s on %s to kundebok_app', grants, name);
end $$;

create procedure stamp_rows(name regclass) language plpgsql as $$
begin
  execute format('create trigger stamp before insert or update on %s for each row execute function stamp_row()', name);
end $$;

call keep_to_tenant('history', 'select, insert');

create table firm (
  tenant_id uuid primary key,
  name text not null check (name <> ''),
  org_number text,
  postal_address jsonb,
  visiting_address jsonb,
  phone text,
  email text,
  website text,
  bank_account text,
  language text not null default 'nb',
  is_demo boolean not null default false,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid,
  changed_at timestamptz not null default now(),
  changed_by uuid
);
comment on table firm is 'Our own firm: one row is one tenant.';
alter table firm add column id uuid generated always as (tenant_id) stored;
call keep_to_tenant('firm', 'select, insert, update');
call stamp_rows('firm');
create trigger history after insert or update on firm for each row execute function record_history('', '');

create table firm_logo (
  tenant_id uuid primary key references firm,
  media_type text not null check (media_type in ('image/png', 'image/jpeg')),
  bytes bytea not null check (length(bytes) <= 512000)
);
call keep_to_tenant('firm_logo', 'select, insert, update, delete');

create table member (
  tenant_id uuid not null references firm,
  user_id uuid not null,
  id uuid generated always as (user_id) stored,
  name text not null check (name <> ''),
  email text not null,
  role text not null default 'user' check (role in ('user', 'administrator')),
  rights jsonb not null default '{}',
  deactivated_at timestamptz,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid,
  changed_at timestamptz not null default now(),
  changed_by uuid,
  primary key (tenant_id, user_id)
);
comment on table member is 'A person''s place in a firm. rights = {module: none | read | change}; an administrator has all.';
create index member_user on member (user_id);
alter table member enable row level security;
alter table member force row level security;
-- Reading also one's own places in other firms: that is how the list of firms to switch between is made.
create policy tenant on member using (tenant_id = acting_tenant()) with check (tenant_id = acting_tenant());
create policy own_places on member for select using (user_id = acting_user());
create policy own_firms on firm for select using
  (exists (select from member m where m.tenant_id = firm.tenant_id and m.user_id = acting_user() and m.deactivated_at is null));
grant select, insert, update on member to kundebok_app;
call stamp_rows('member');
create trigger history after insert or update on member for each row execute function record_history('', '');

create table idempotency_key (
  tenant_id uuid not null,
  user_id uuid not null,
  route text not null,
  key text not null,
  request_hash text not null,
  status smallint,
  reply jsonb,
  created_at timestamptz not null default now(),
  primary key (tenant_id, user_id, route, key)
);
comment on table idempotency_key is 'Replies to writes that a client may repeat; swept after 24 hours.';
create index idempotency_key_age on idempotency_key (tenant_id, created_at);
call keep_to_member('idempotency_key', 'select, insert, update, delete');

create table number_series (
  tenant_id uuid not null references firm,
  kind text not null check (kind in ('customer')),
  next_number bigint not null check (next_number > 0),
  primary key (tenant_id, kind)
);
comment on table number_series is 'The next number to give; the row is locked by the transaction that draws one.';
call keep_to_tenant('number_series', 'select, insert, update');

create table member_preference (
  tenant_id uuid not null,
  user_id uuid not null,
  key text not null,
  value jsonb not null,
  primary key (tenant_id, user_id, key)
);
comment on table member_preference is 'What a member chose for her own screen: columns, tabs, start page, remembered import mapping.';
call keep_to_member('member_preference', 'select, insert, update, delete');
