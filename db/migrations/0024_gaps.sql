-- What was missing around cards and calendars.

-- How a series was before it was cut ("this and the following" deleted, or changed to a series of their own), so that it can
-- be taken back. It is no field of the appointment in the history.
alter table appointment add column before_cut jsonb;
comment on column appointment.before_cut is 'How the series was before it was cut last: its rule, what fell out, what was given up, what became of the rest.';
do $$
begin
  execute replace(pg_get_functiondef('changed_fields(jsonb, jsonb)'::regprocedure),
    '{tenant_id,id,', '{tenant_id,id,before_cut,');
end $$;

-- Whoever calls or writes to somebody by her card leaves that in the history.
alter table history drop constraint history_action_check;
alter table history add constraint history_action_check check (action in
  ('created', 'changed', 'deleted', 'restored', 'linked', 'unlinked', 'imported', 'import_undone', 'exported', 'merged', 'sent',
    'answered', 'contacted'));

-- The notes of a card are searched in their text as it is folded, which takes a hundred times as long as looking into it.
-- It stands in the note itself: whoever may not see the note does not find it.
alter table note add column folded text not null default '';
comment on column note.folded is 'Subject and text as they are searched. Written by a trigger.';
create function fold_note() returns trigger language plpgsql as $$
begin
  new.folded := fold(new.subject || ' ' || new.body_text);
  return new;
end $$;
create trigger folded before insert or update of subject, body_text on note for each row execute function fold_note();
do $$
begin
  execute replace(pg_get_functiondef('changed_fields(jsonb, jsonb)'::regprocedure),
    '{tenant_id,id,before_cut,', '{tenant_id,id,before_cut,folded,');
end $$;
-- Nothing is changed of the notes that are there: no history, no new version.
alter table note disable trigger user;
alter table note no force row level security;
update note set folded = fold(subject || ' ' || body_text);
alter table note force row level security;
alter table note enable trigger user;

-- How many have each category is counted as they are tied: to count a hundred thousand takes too long for a page. Each
-- statement adds a row of its own, so that nobody who ties waits for another; the hourly sweep makes one of many.
create table category_use (
  tenant_id uuid not null references firm,
  id uuid not null default uuid_v7(),
  category_id uuid not null,
  kind text not null check (kind in ('company', 'person')),
  step bigint not null,
  primary key (tenant_id, id)
);
comment on table category_use is 'Steps of the count of companies and persons that have a category; deleted ones are among them. Written by triggers.';
call keep_to_tenant('category_use', 'select, insert, delete');

create function count_category_use() returns trigger language plpgsql as $$
begin
  insert into category_use (tenant_id, category_id, kind, step)
  select tenant_id, category_id, split_part(tg_table_name, '_', 1), case tg_op when 'INSERT' then 1 else -1 end * count(*)
  from changed group by tenant_id, category_id;
  return null;
end $$;
do $$
declare
  kind text;
begin
  foreach kind in array array['company', 'person'] loop
    execute format('create trigger count_tied after insert on %I referencing new table as changed
      for each statement execute function count_category_use()', kind || '_category');
    execute format('create trigger count_untied after delete on %I referencing old table as changed
      for each statement execute function count_category_use()', kind || '_category');
    -- Those that were deleted are few: they are taken off when the count is read.
    execute format('create index %I on %I (tenant_id, id) where deleted_at is not null', kind || '_deleted', kind);
    execute format('alter table %I no force row level security', kind || '_category');
    execute 'alter table category_use no force row level security';
    execute format('insert into category_use (tenant_id, category_id, kind, step)
      select tenant_id, category_id, %L, count(*) from %I group by tenant_id, category_id', kind, kind || '_category');
    execute 'alter table category_use force row level security';
    execute format('alter table %I force row level security', kind || '_category');
  end loop;
end $$;
