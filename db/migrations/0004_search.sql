-- The search index: one row per company or person with all that it can be found by, folded.
-- LIKE and trigram operators are not leakproof, so no index serves them below a row-level policy. Therefore the
-- program has no right to this table at all and reaches it through find_records alone, which names the tenant itself.
create extension if not exists btree_gin;

-- Lower case, no accents, and one spelling for æ/ae, ø/oe/o, å/aa.
create function fold(value text) returns text language sql stable parallel safe as $$
  select replace(replace(replace(
    unaccent(translate(lower(coalesce(value, '')), 'øåö', 'oao')),
    'ae', 'a'), 'oe', 'o'), 'aa', 'a')
$$;

create table search_entry (
  tenant_id uuid not null,
  kind text not null check (kind in ('company', 'person')),
  id uuid not null,
  folded_name text not null,
  folded text not null,
  is_inactive boolean not null,
  primary key (tenant_id, kind, id)
);
comment on table search_entry is 'What each record is found by. Written by triggers, read by find_records alone.';
create index search_entry_name on search_entry (tenant_id, folded_name text_pattern_ops);
create index search_entry_trigram on search_entry using gin (tenant_id, folded gin_trgm_ops);
alter table search_entry enable row level security;
create policy tenant on search_entry using (tenant_id = acting_tenant()) with check (tenant_id = acting_tenant());

-- Text of a phone number as it is typed: with and without the country code.
create function phone_words(value text) returns text language sql immutable parallel safe as
  $$ select coalesce(substr(value, 2) || ' ' || replace(value, '+47', ''), '') $$;

-- All that a company is found by.
create function company_words(c company) returns text language sql stable parallel safe as $$
  select fold(concat_ws(' ', c.name, c.nickname, c.org_number, c.customer_number,
    phone_words(c.phone), phone_words(c.mobile), c.email,
    (select string_agg(value, ' ') from jsonb_each_text(c.custom))))
$$;

create function index_company() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.deleted_at is not null then
    delete from search_entry where tenant_id = new.tenant_id and kind = 'company' and id = new.id;
    return null;
  end if;
  insert into search_entry values (
    new.tenant_id, 'company', new.id, fold(new.name),
    company_words(new),
    new.inactive_at is not null)
  on conflict (tenant_id, kind, id) do update
    set folded_name = excluded.folded_name, folded = excluded.folded, is_inactive = excluded.is_inactive;
  return null;
end $$;
create trigger search after insert or update on company for each row execute function index_company();

create function index_person() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.deleted_at is not null then
    delete from search_entry where tenant_id = new.tenant_id and kind = 'person' and id = new.id;
    return null;
  end if;
  insert into search_entry values (
    new.tenant_id, 'person', new.id, fold(concat_ws(' ', new.first_name, new.last_name)),
    fold(concat_ws(' ', new.first_name, new.last_name, new.nickname,
      phone_words(new.phone), phone_words(new.mobile), new.email, new.alternative_email)),
    new.inactive_at is not null)
  on conflict (tenant_id, kind, id) do update
    set folded_name = excluded.folded_name, folded = excluded.folded, is_inactive = excluded.is_inactive;
  return null;
end $$;
create trigger search after insert or update on person for each row execute function index_person();

-- Hits in tiers, best first: name begins so; every word is somewhere; nearly so. A tier is tried only when
-- those before it left room. A row of digits is searched without its spaces as well.
create function find_records(query text, only_kind text, with_inactive boolean, wanted integer)
returns table (kind text, id uuid, tier integer, folded_name text)
language plpgsql stable security definer set search_path = public, pg_temp
-- A plan for each query: only a pattern that the planner knows can walk the name index.
set plan_cache_mode = force_custom_plan as $$
declare
  tenant uuid := acting_tenant();
  plain text := case when query ~ '^[+0-9 ]{5,}$' then regexp_replace(query, '^\+|\s', '', 'g') else fold(trim(query)) end;
  words text[] := regexp_split_to_array(replace(replace(replace(plain, '\', '\\'), '%', '\%'), '_', '\_'), '\s+');
  begins_so integer;
  prefix text := array_to_string(words, ' ') || '%';
  patterns text[] := (select array_agg('%' || word || '%') from unnest(words) word);
begin
  if plain = '' then return; end if;
  return query
    select e.kind, e.id, 1, e.folded_name from search_entry e
    where e.tenant_id = tenant and e.folded_name like prefix
      and (only_kind is null or e.kind = only_kind) and (with_inactive or not e.is_inactive)
    order by e.folded_name limit wanted;
  get diagnostics begins_so = row_count;
  -- One or two letters are in half of all names, and no trigram index has them: they are beginnings only.
  if begins_so >= wanted or length(plain) < 3 then return; end if;
  return query
    select e.kind, e.id, 2, e.folded_name from search_entry e
    where e.tenant_id = tenant and e.folded like all (patterns) and e.folded like patterns[1]
      and e.folded_name not like prefix
      and (only_kind is null or e.kind = only_kind) and (with_inactive or not e.is_inactive)
    limit wanted;
  if begins_so > 0 or found or length(plain) < 4 then return; end if;
  return query
    select e.kind, e.id, 3, e.folded_name from search_entry e
    where e.tenant_id = tenant and plain <% e.folded
      and (only_kind is null or e.kind = only_kind) and (with_inactive or not e.is_inactive)
    order by plain <<-> e.folded limit wanted;
end $$;
revoke all on function find_records(text, text, boolean, integer) from public;
grant execute on function find_records(text, text, boolean, integer) to kundebok_app;
