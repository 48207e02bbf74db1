-- The history of whatever hangs on a company or a person is read from its card, and is prepared for being sealed.

-- What one row tells of several cards (an appointment with three companies) is copied for each: copy_of is the row that it
-- tells the same as. The salt hides what the seal commits to; see docs/decisions/0023-sealed-history.md.
alter table history add column copy_of uuid;
alter table history add column salt uuid;
alter table history alter column salt set default gen_random_uuid();
alter table history add column detail_hash bytea;
comment on column history.copy_of is 'The row that this one tells of again, for the card of another company or person.';
comment on column history.salt is 'Makes guessing what the seal was made of hopeless, once it and the values are erased.';
comment on column history.detail_hash is 'SHA-256 of the salt and the values in history_detail; null without any.';
-- The firm's history by kind and by who; each page from its newest.
create index history_kind on history (tenant_id, entity, id) where copy_of is null;
create index history_user on history (tenant_id, user_id, id) where copy_of is null;

do $$
begin
  execute replace(pg_get_functiondef('changed_fields(jsonb, jsonb)'::regprocedure),
    '{tenant_id,id,', '{tenant_id,id,answer_token_hash,');
end $$;

-- record_history(company column, person column, 'apart'): with the third, the values go to history_detail.
create or replace function record_history() returns trigger language plpgsql as $$
declare
  old_row jsonb := case when tg_op = 'INSERT' then '{}' else to_jsonb(old) end;
  new_row jsonb := case when tg_op = 'DELETE' then '{}' else to_jsonb(new) end;
  row_now jsonb := case when tg_op = 'DELETE' then old_row else new_row end;
  fields jsonb := changed_fields(old_row, new_row);
  tenant uuid := (row_now ->> 'tenant_id')::uuid;
  is_apart boolean := coalesce(tg_argv[2], '') = 'apart';
  company uuid := case when tg_argv[0] <> '' then (row_now ->> tg_argv[0])::uuid end;
  person uuid := case when tg_argv[1] <> '' then (row_now ->> tg_argv[1])::uuid end;
  entry uuid := uuid_v7();
  entry_salt uuid := gen_random_uuid();
begin
  if tg_op = 'UPDATE' and fields = '{}' then return null; end if;
  -- What a task's participant does is done with the task.
  if tg_table_name = 'task_participant' then
    select t.company_id, t.person_id into company, person from task t
      where t.tenant_id = tenant and t.id = (row_now ->> 'task_id')::uuid;
  end if;
  insert into history (tenant_id, id, user_id, via, action, entity, entity_id, company_id, person_id, changes, salt, detail_hash)
  values (
    tenant, entry, acting_user(), coalesce(nullif(current_setting('app.via', true), ''), 'job'),
    done_by(tg_op, tg_table_name, fields), tg_table_name, (row_now ->> 'id')::uuid, company, person,
    case when is_apart then '{}' else fields - 'deleted_at' end, entry_salt,
    case when is_apart and fields - 'deleted_at' <> '{}' then hash_values(entry_salt, fields - 'deleted_at') end);
  if is_apart and fields - 'deleted_at' <> '{}' then
    insert into history_detail (tenant_id, history_id, entity, entity_id, changes)
    values (tenant, entry,
      case tg_table_name when 'appointment_participant' then 'appointment' else tg_table_name end,
      (row_now ->> case tg_table_name when 'appointment_participant' then 'appointment_id' else 'id' end)::uuid,
      fields - 'deleted_at');
  end if;
  if tg_table_name = 'appointment' then
    perform copy_history(tenant, entry, company_id, person_id) from appointment_participant
      where tenant_id = tenant and appointment_id = (row_now ->> 'id')::uuid and user_id is null;
  elsif tg_op = 'UPDATE' and tg_table_name in ('note', 'task') then
    -- It was moved: that is told where it came from as well.
    perform copy_history(tenant, entry,
      nullif((old_row ->> 'company_id')::uuid, company), nullif((old_row ->> 'person_id')::uuid, person))
    where (old_row ->> 'company_id')::uuid <> coalesce(company, entry) or (old_row ->> 'person_id')::uuid <> coalesce(person, entry);
  end if;
  return null;
end $$;

create function done_by(operation text, name text, fields jsonb) returns text language sql immutable as $$
  select case
    when operation = 'INSERT' then 'created'
    when operation = 'DELETE' then 'deleted'
    when fields ? 'deleted_at' then case when fields -> 'deleted_at' ->> 1 is null then 'restored' else 'deleted' end
    else 'changed'
  end
$$;

-- SHA-256 of a salt's sixteen bytes and the values as PostgreSQL writes jsonb.
create function hash_values(salt uuid, changes jsonb) returns bytea language sql immutable as
  $$ select sha256(uuid_send(salt) || convert_to(changes::text, 'UTF8')) $$;

create function copy_history(tenant uuid, entry uuid, company uuid, person uuid) returns void language sql as $$
  insert into history (tenant_id, user_id, via, action, entity, entity_id, company_id, person_id, changes, copy_of)
  select tenant_id, user_id, via, action, entity, entity_id, company, person, '{}', id
  from history where tenant_id = tenant and id = entry
$$;

-- Who takes part in a private appointment is as private as the rest of it.
drop trigger history on appointment_participant;
create trigger history after insert or delete on appointment_participant
  for each row execute function record_history('company_id', 'person_id', 'apart');

-- Values that were set apart before they had a salt.
alter table history no force row level security;
alter table history_detail no force row level security;
update history h set salt = gen_random_uuid() where salt is null and exists
  (select from history_detail d where d.tenant_id = h.tenant_id and d.history_id = h.id);
update history h set detail_hash = hash_values(h.salt, d.changes) from history_detail d
  where d.tenant_id = h.tenant_id and d.history_id = h.id;
alter table history force row level security;
alter table history_detail force row level security;
