-- Own fields: choices may be archived; history and search read their values one by one.
alter table custom_field add column archived_choices text[] not null default '{}';
alter table custom_field add constraint custom_field_archived_choices check (archived_choices <@ choices);

-- As before, and each own field of a company by itself: {custom.<field>: [old, new]}. A line that an address has got since
-- it was written is no change of it.
create function apart_by_field(record jsonb) returns jsonb language sql immutable parallel safe as $$
  select case when record -> 'custom' is null then record else
    record - 'custom' || (select coalesce(jsonb_object_agg('custom.' || key, value), '{}') from jsonb_each(record -> 'custom'))
  end
$$;

create or replace function changed_fields(old_row jsonb, new_row jsonb) returns jsonb language sql immutable parallel safe as $$
  select coalesce(jsonb_object_agg(key, jsonb_build_array(old_value, new_value)), '{}')
  from (
    select coalesce(o.key, n.key) as key,
           coalesce(o.value, 'null') as old_value,
           coalesce(n.value, 'null') as new_value
    from jsonb_each(apart_by_field(old_row)) o full join jsonb_each(apart_by_field(new_row)) n using (key)
  ) fields
  where jsonb_strip_nulls(old_value) is distinct from jsonb_strip_nulls(new_value)
    and key <> all ('{tenant_id,id,version,created_at,created_by,changed_at,changed_by,deleted_by}'::text[])
    and not (old_row = '{}' and new_value in ('null', 'false', '{}', '[]', '""') and key not like 'custom.%')
$$;

-- What the values of own fields are found by: text and choices as they are, days and numbers also as they are written
-- in Norwegian, yes and no by nothing.
create function custom_words(custom jsonb) returns text language sql immutable parallel safe as $$
  select string_agg(case
      when jsonb_typeof(value) = 'number' then (value #>> '{}') || ' ' || replace(value #>> '{}', '.', ',')
      when value #>> '{}' ~ '^\d{4}-\d\d-\d\d$' then (value #>> '{}') || ' ' ||
        regexp_replace(value #>> '{}', '^(\d{4})-(\d\d)-(\d\d)$', '\3.\2.\1')
      else value #>> '{}'
    end, ' ')
  from jsonb_each(custom) where jsonb_typeof(value) in ('string', 'number')
$$;

do $$
begin
  execute replace(pg_get_functiondef('company_words(company)'::regprocedure),
    $old$(select string_agg(value, ' ') from jsonb_each_text(c.custom))$old$, 'custom_words(c.custom)');
end $$;
