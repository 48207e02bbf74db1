-- Categories: a colour of the palette, one entry in the history for what one save ties and unties, and the end of one nobody uses.
alter table category add constraint category_colour check (colour in
  ('gray', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'violet', 'grape', 'pink'));
alter table category add constraint category_kind check (for_companies or for_persons);

-- One in use is held by what it is tied to: the foreign keys refuse.
grant delete on category to kundebok_app;
drop trigger history on category;
create trigger history after insert or update or delete on category for each row execute function record_history('', '');

-- A save ties some categories and unties others, in several statements. Each adds what it did to a list of the transaction …
create function gather_category_changes() returns trigger language plpgsql as $$
declare
  so_far jsonb := coalesce(nullif(current_setting('app.category_changes', true), ''), '[]');
  kind text := split_part(tg_table_name, '_', 1);
begin
  perform set_config('app.category_changes', (so_far || coalesce((
    select jsonb_agg(jsonb_build_object('tenant_id', c.tenant_id, 'kind', kind,
      'record_id', to_jsonb(c) -> (kind || '_id'), 'name', g.name, 'step', case tg_op when 'INSERT' then 1 else -1 end))
    from changed c join category g on g.tenant_id = c.tenant_id and g.id = c.category_id), '[]'))::text, true);
  return null;
end $$;

-- … and at its end the list becomes the history: one entry for each company or person, with the names as they were then.
create function tell_category_changes() returns trigger language plpgsql as $$
declare
  gathered jsonb := nullif(current_setting('app.category_changes', true), '');
begin
  if gathered is null then return null; end if;
  perform set_config('app.category_changes', '', true);
  insert into history (tenant_id, user_id, via, action, entity, entity_id, company_id, person_id, changes)
  select tenant_id, acting_user(), coalesce(nullif(current_setting('app.via', true), ''), 'job'), 'changed', kind, record_id,
    case kind when 'company' then record_id end, case kind when 'person' then record_id end,
    case when added is null then '{}' else jsonb_build_object('categories_added', jsonb_build_array(null, added)) end ||
    case when removed is null then '{}' else jsonb_build_object('categories_removed', jsonb_build_array(null, removed)) end
  from (
    select tenant_id, kind, record_id, jsonb_agg(name order by name) filter (where step > 0) as added,
      jsonb_agg(name order by name) filter (where step < 0) as removed
    from (
      select c.tenant_id, c.kind, c.record_id, c.name, sum(c.step) as step
      from jsonb_to_recordset(gathered) as c (tenant_id uuid, kind text, record_id uuid, name text, step integer)
      group by c.tenant_id, c.kind, c.record_id, c.name having sum(c.step) <> 0) net
    group by tenant_id, kind, record_id) told;
  return null;
end $$;

do $$
declare
  name text;
begin
  foreach name in array array['company_category', 'person_category'] loop
    execute format('drop trigger history on %s', name);
    execute format('create trigger gather_tied after insert on %s referencing new table as changed
      for each statement execute function gather_category_changes()', name);
    execute format('create trigger gather_untied after delete on %s referencing old table as changed
      for each statement execute function gather_category_changes()', name);
    execute format('create constraint trigger history after insert or delete on %s deferrable initially deferred
      for each row execute function tell_category_changes()', name);
  end loop;
end $$;
