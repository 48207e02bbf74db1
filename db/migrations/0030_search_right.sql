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
