-- What is written is announced to open screens (LISTEN kundebok_live): which record, by whom, for whom; never what it says.
-- Arguments: whose row it is of a company and of a person ('' for none). What is private is announced to those who see it.
create function announce() returns trigger language plpgsql as $$
declare
  before jsonb := case when tg_op = 'INSERT' then null else to_jsonb(old) end;
  after jsonb := case when tg_op = 'DELETE' then null else to_jsonb(new) end;
  row_now jsonb := coalesce(after, before);
  audience uuid[];
  message text;
begin
  -- An import writes thousands of rows: PostgreSQL sends equal messages of one transaction once.
  message := json_build_object('t', row_now ->> 'tenant_id', 'e', '*')::text;
  if current_setting('app.via', true) is distinct from 'import' then
    audience := case
      when before is null then announced_to(tg_table_name, after)
      when after is null then announced_to(tg_table_name, before)
      -- What was for all and is not any more must go from their screens.
      else announced_to(tg_table_name, before) || announced_to(tg_table_name, after)
    end;
    message := json_strip_nulls(json_build_object(
      't', row_now ->> 'tenant_id', 'e', tg_table_name, 'id', row_now ->> 'id', 'u', acting_user(), 'a', audience,
      'c', announced_ids(before, after, tg_argv[0]), 'p', announced_ids(before, after, tg_argv[1])))::text;
    -- More than one message holds (8,000 bytes): that something was written is all that is said.
    if octet_length(message) > 7900 then
      message := json_build_object('t', row_now ->> 'tenant_id', 'e', '*')::text;
    end if;
  end if;
  perform pg_notify('kundebok_live', message);
  return null;
end $$;

-- Who may hear of a row; null: all who may read. (Of two arrays, null || array is the array: hence the array of one null.)
create function announced_to(name text, of jsonb) returns uuid[] language sql stable as $$
  select case name
    when 'note' then case when (of ->> 'is_private')::boolean then array[(of ->> 'author_id')::uuid] else array[null::uuid] end
    when 'appointment' then coalesce(
      (select array_agg(id::uuid) from jsonb_array_elements_text(nullif(of -> 'visible_to', 'null')) id), array[null::uuid])
    when 'appointment_participant' then coalesce(
      -- Row-level security shows the writer what she may see; what she does not see, nobody hears of.
      (select coalesce(a.visible_to, array[null::uuid]) from appointment a
        where a.tenant_id = (of ->> 'tenant_id')::uuid and a.id = (of ->> 'appointment_id')::uuid), '{}')
    when 'notification' then array[(of ->> 'user_id')::uuid]
    else array[null::uuid]
  end
$$;

create function announced_ids(before jsonb, after jsonb, field text) returns text[] language sql immutable as $$
  select nullif(array_agg(distinct id), '{}')
  from (values (before ->> field), (after ->> field)) ids (id) where field <> '' and id is not null
$$;

do $$
declare
  tied record;
begin
  for tied in
    select * from (values
      ('company', 'id', ''), ('person', '', 'id'), ('affiliation', 'company_id', 'person_id'),
      ('category', '', ''), ('company_category', 'company_id', ''), ('person_category', '', 'person_id'),
      ('note', 'company_id', 'person_id'), ('task', 'company_id', 'person_id'), ('task_participant', '', ''),
      ('appointment', '', ''), ('appointment_participant', 'company_id', 'person_id'), ('notification', '', ''),
      ('custom_field', '', ''), ('firm', '', ''), ('member', '', '')) t (name, company, person)
  loop
    execute format('create trigger announce after insert or update or delete on %I for each row execute function announce(%L, %L)',
      tied.name, tied.company, tied.person);
  end loop;
end $$;
