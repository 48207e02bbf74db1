-- What was written last waits in a list that each search reads as well; with the default of 4 MB that took most of its time.
alter index search_entry_trigram set (gin_pending_list_limit = 128);
alter index search_entry_fields set (gin_pending_list_limit = 128);
alter index search_word_trigram set (gin_pending_list_limit = 128);
alter index task_entry_trigram set (gin_pending_list_limit = 128);

-- As before, with fewer rows looked at: five hundred of the first records (of millions more) tell whether a fragment is common, and of what
-- the trigram index finds the first two hundred are put in order, of numbers sixty.
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
  -- The order of numbers tells little, and a few digits are in many.
  in_order integer := case when array_to_string(words, '') ~ '^[0-9]+$' then 60 else 200 end;
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
