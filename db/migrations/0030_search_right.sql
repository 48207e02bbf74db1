-- As before; when typing errors are put right, names that begin so come first, as they do for what was typed right. They are
-- many times cheaper to find than all that has the word somewhere.
create or replace function find_records(query text, only_kind text, with_inactive boolean, wanted integer)
returns table (kind text, id uuid, tier integer, folded_name text)
language plpgsql stable security definer set search_path = public, pg_temp
-- A plan for each query: only a pattern that the planner knows can walk the name index.
set plan_cache_mode = force_custom_plan as $$
declare
  tenant uuid := acting_tenant();
  -- A row of digits is searched without its spaces as well.
  plain text := case when query ~ '^[+0-9 ]{5,}$' then regexp_replace(query, '^\+|\s', '', 'g') else fold(trim(query)) end;
  words text[] := like_words(plain);
  prefix text := array_to_string(words, ' ') || '%';
  exact uuid[] := '{}';
  so_far integer := 0;
begin
  if plain = '' then return; end if;
  if plain ~ '^\d{1,15}$' and only_kind is distinct from 'person' then
    exact := array(select c.id from company c
      where c.tenant_id = tenant and c.deleted_at is null and (with_inactive or c.inactive_at is null)
        and (c.customer_number = plain::bigint or c.org_number = plain) limit wanted);
    return query select e.kind, e.id, 0, e.folded_name from search_entry e
      where e.tenant_id = tenant and e.kind = 'company' and e.id = any (exact);
  end if;
  return query
    select e.kind, e.id, 1, e.folded_name from search_entry e
    where e.tenant_id = tenant and e.folded_name like prefix and e.id <> all (exact)
      and (only_kind is null or e.kind = only_kind) and (with_inactive or not e.is_inactive)
    order by e.folded_name, e.kind, e.id limit wanted;
  get diagnostics so_far = row_count;
  -- One or two letters are in half of all names, and no trigram index has them: they are beginnings only.
  if so_far >= wanted or length(plain) < 3 then return; end if;
  return query select r.* from find_containing(words, prefix, only_kind, with_inactive, wanted - so_far) r where r.id <> all (exact);
  if so_far > 0 or found or exact <> '{}' then return; end if;
  words := like_words(put_right(plain));
  if words is null then return; end if;
  prefix := array_to_string(words, ' ') || '%';
  return query
    select e.kind, e.id, 4, e.folded_name from search_entry e
    where e.tenant_id = tenant and e.folded_name like prefix
      and (only_kind is null or e.kind = only_kind) and (with_inactive or not e.is_inactive)
    order by e.folded_name, e.kind, e.id limit wanted;
  get diagnostics so_far = row_count;
  if so_far >= wanted then return; end if;
  return query select r.kind, r.id, 5, r.folded_name
    from find_containing(words, prefix, only_kind, with_inactive, wanted - so_far) r;
end $$;

-- As before, with fewer put in order where what was typed is nearly nothing.
create or replace function find_containing(words text[], prefix text, only_kind text, with_inactive boolean, wanted integer)
returns table (kind text, id uuid, tier integer, folded_name text)
language plpgsql stable set enable_seqscan = off as $$
declare
  begins_word text[] := (select array_agg('% ' || word || '%') from unnest(words) word);
  -- As conditions of their own: `like all (array)` uses no index.
  conditions text := ' where ' || (select string_agg(format('folded like %L', '%' || word || '%'), ' and ') from unnest(words) word)
    || ' and folded_name not like $2 and ($3 is null or kind = $3) and ($4 or not is_inactive)';
  -- The more there are, the longer the trigram index takes for what is not rare.
  looked_at integer := (select least(3000, greatest(500, reltuples / 600)) from pg_class where oid = 'search_entry'::regclass);
  first_records text := '(select * from search_entry where tenant_id = $1' ||
    case when only_kind is null then '' else ' and kind = $3' end || ' order by kind, id limit ' || looked_at || ') e';
  met integer;
  -- The order of numbers tells little, and a few digits are in many; two letters beside a sign are in more than that.
  in_order integer := case when array_to_string(words, '') ~ '^([0-9]+|[^a-z0-9]*([a-z0-9][^a-z0-9]*){0,2})$' then 60 else 200 end;
begin
  execute 'select count(*) from (select from ' || first_records || conditions || ' limit $5) met' into met
    using acting_tenant(), prefix, only_kind, with_inactive, wanted;
  if met < wanted then perform set_config('enable_indexscan', 'off', true); end if;
  return query execute 'select kind, id, case when folded like all ($6) then 2 else 3 end as tier, folded_name from (select * from '
    || case when met < wanted then 'search_entry' || conditions || ' and tenant_id = $1 limit ' || in_order
       else first_records || conditions || ' limit 100' end
    || ') met order by tier, folded_name, kind, id limit $5'
    using acting_tenant(), prefix, only_kind, with_inactive, wanted, begins_word;
  perform set_config('enable_indexscan', 'on', true);
end $$;
