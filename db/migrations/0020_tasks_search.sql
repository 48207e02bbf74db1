-- Tasks are found by words of their title. As with companies (0004) no index serves LIKE below a policy: the program has no
-- right to this table and asks find_tasks, which names the tenant.
create table task_entry (
  tenant_id uuid not null,
  task_id uuid not null,
  folded text not null,
  primary key (tenant_id, task_id)
);
comment on table task_entry is 'What each task is found by. Written by a trigger, read by find_tasks alone.';
create index task_entry_trigram on task_entry using gin (folded gin_trgm_ops);
alter table task_entry enable row level security;
create policy tenant on task_entry using (tenant_id = acting_tenant()) with check (tenant_id = acting_tenant());

create function index_task() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.deleted_at is not null then
    delete from task_entry where tenant_id = new.tenant_id and task_id = new.id;
  else
    insert into task_entry values (new.tenant_id, new.id, fold(new.title))
      on conflict (tenant_id, task_id) do update set folded = excluded.folded;
  end if;
  return null;
end $$;
create trigger search after insert on task for each row execute function index_task();
create trigger search_again after update on task for each row
  when (old.title is distinct from new.title or old.deleted_at is distinct from new.deleted_at) execute function index_task();

alter table task no force row level security;
insert into task_entry select tenant_id, id, fold(title) from task where deleted_at is null;
alter table task force row level security;

-- Tasks with all of these words in the title, or of companies and persons that are found by them; no more than `wanted`.
-- Of words shorter than the index knows, and of those that are in more titles than are wanted, it finds null: there are so
-- many that one meets them on the way.
create function find_tasks(query text, wanted integer) returns uuid[]
language plpgsql stable security definer set search_path = public, pg_temp set enable_seqscan = off as $$
declare
  words text[] := (select array_agg(word) from unnest(like_words(fold(trim(query)))) word where word <> '');
  found uuid[];
begin
  if words is null or (select max(length(word)) from unnest(words) word) < 3 then return null; end if;
  execute 'select array(select task_id from task_entry where tenant_id = $1 and '
    || (select string_agg(format('folded like %L', '%' || word || '%'), ' and ') from unnest(words) word)
    || ' limit $2)' into found using acting_tenant(), wanted + 1;
  if cardinality(found) > wanted then return null; end if;
  return found
    || array(select t.id from task t where t.tenant_id = acting_tenant() and t.deleted_at is null and t.company_id is not null
        and t.company_id = any (array(select find_companies(query, '{}') limit 500)) limit wanted)
    || array(select t.id from task t where t.tenant_id = acting_tenant() and t.deleted_at is null and t.person_id is not null
        and t.person_id = any (array(select r.id from find_records(query, 'person', true, 500) r)) limit wanted);
end $$;
revoke all on function find_tasks(text, integer) from public;
grant execute on function find_tasks(text, integer) to kundebok_app;
