-- Persons with cards of their own: one customer number for companies and persons together, one primary contact for a
-- company, roles that are found by search, and what becomes of a role whose company or person is deleted.

-- Every customer number, of whichever of the two; filled by the triggers below, which is what makes it given once.
create table customer_number (
  tenant_id uuid not null,
  number bigint not null,
  record_id uuid not null,
  constraint customer_number_once primary key (tenant_id, number)
);
comment on table customer_number is 'The customer numbers that are given, to companies and persons. Written by triggers.';
create index customer_number_record on customer_number (tenant_id, record_id);
alter table company no force row level security;
insert into customer_number select tenant_id, customer_number, id from company;
alter table company force row level security;
call keep_to_tenant('customer_number', 'select, insert, delete');

create function keep_customer_number() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    delete from customer_number where tenant_id = old.tenant_id and record_id = old.id;
  end if;
  if tg_op <> 'DELETE' and new.customer_number is not null then
    insert into customer_number values (new.tenant_id, new.customer_number, new.id);
  end if;
  return null;
end $$;
create trigger customer_number_given after insert on company for each row execute function keep_customer_number();
create trigger customer_number_changed after update of customer_number on company for each row
  when (old.customer_number is distinct from new.customer_number) execute function keep_customer_number();
create trigger customer_number_given after insert on person for each row
  when (new.customer_number is not null) execute function keep_customer_number();
create trigger customer_number_changed after update of customer_number on person for each row
  when (old.customer_number is distinct from new.customer_number) execute function keep_customer_number();
-- An import that is undone takes its records away for good.
create trigger customer_number_gone after delete on company for each row execute function keep_customer_number();
create trigger customer_number_gone after delete on person for each row execute function keep_customer_number();

-- One primary contact for each company: the first that was made keeps the mark. That is no change that anybody made.
alter table affiliation no force row level security;
alter table affiliation disable trigger user;
update affiliation a set is_primary = false where is_primary and exists (select from affiliation b
  where b.tenant_id = a.tenant_id and b.company_id = a.company_id and b.is_primary and b.id < a.id);
alter table affiliation enable trigger user;
alter table affiliation force row level security;
create unique index affiliation_primary on affiliation (tenant_id, company_id) where is_primary;

create index affiliation_mobile on affiliation (tenant_id, mobile) where mobile is not null;
create index affiliation_phone on affiliation (tenant_id, phone) where phone is not null;
create index person_phone on person (tenant_id, phone) where phone is not null;
create index person_alternative_email on person (tenant_id, alternative_email) where alternative_email is not null;
create index person_created on person (tenant_id, id) where deleted_at is null;
create index person_private_customer on person (tenant_id, sort_name collate "nb-x-icu", id)
  where customer_number is not null and deleted_at is null;

-- A deleted company has no roles, nor has a deleted person: they leave `affiliation`, so that no query can meet them, and
-- lie here for as long as the deletion can be taken back.
create table removed_affiliation (
  tenant_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  company_id uuid not null,
  role jsonb not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, person_id) references person on delete cascade,
  foreign key (tenant_id, company_id) references company on delete cascade
);
comment on table removed_affiliation is 'Roles that went with a deleted company or person; restoring it brings them back. role = the row of affiliation.';
create index removed_affiliation_company on removed_affiliation (tenant_id, company_id);
create index removed_affiliation_person on removed_affiliation (tenant_id, person_id);
call keep_to_tenant('removed_affiliation', 'select, insert, delete');

create function remove_roles() returns trigger language plpgsql as $$
begin
  -- Each by its own index.
  if tg_table_name = 'company' then
    with removed as (delete from affiliation where tenant_id = new.tenant_id and company_id = new.id returning *)
    insert into removed_affiliation select tenant_id, id, person_id, company_id, to_jsonb(removed) from removed;
  else
    with removed as (delete from affiliation where tenant_id = new.tenant_id and person_id = new.id returning *)
    insert into removed_affiliation select tenant_id, id, person_id, company_id, to_jsonb(removed) from removed;
  end if;
  return null;
end $$;

-- Those whose other side is deleted too wait for that one. The primary contact has that mark again if nobody else has.
create function return_roles() returns trigger language plpgsql as $$
declare
  waiting uuid[];
begin
  if tg_table_name = 'company' then
    waiting := array(select r.id from removed_affiliation r where r.tenant_id = new.tenant_id and r.company_id = new.id
      and (select p.deleted_at from person p where p.tenant_id = new.tenant_id and p.id = r.person_id) is null);
  else
    waiting := array(select r.id from removed_affiliation r where r.tenant_id = new.tenant_id and r.person_id = new.id
      and (select c.deleted_at from company c where c.tenant_id = new.tenant_id and c.id = r.company_id) is null);
  end if;
  perform set_config('app.returns', 'yes', true);
  with returned as (delete from removed_affiliation r where r.tenant_id = new.tenant_id and r.id = any (waiting) returning r.*)
  insert into affiliation select role.* from returned r, jsonb_populate_record(null::affiliation, r.role
      || jsonb_build_object('version', (r.role ->> 'version')::bigint + 1, 'changed_at', now(), 'changed_by', acting_user(),
        'is_primary', (r.role ->> 'is_primary')::boolean and not exists (select from affiliation a
          where a.tenant_id = r.tenant_id and a.company_id = r.company_id and a.is_primary))) role
  on conflict on constraint affiliation_once do nothing;
  perform set_config('app.returns', '', true);
  return null;
end $$;
create trigger remove_roles after update on company for each row
  when (old.deleted_at is null and new.deleted_at is not null) execute function remove_roles();
create trigger return_roles after update on company for each row
  when (old.deleted_at is not null and new.deleted_at is null) execute function return_roles();
create trigger remove_roles after update on person for each row
  when (old.deleted_at is null and new.deleted_at is not null) execute function remove_roles();
create trigger return_roles after update on person for each row
  when (old.deleted_at is not null and new.deleted_at is null) execute function return_roles();

-- A role that returns is the one that it was: it keeps its stamps.
drop trigger stamp on affiliation;
create trigger stamp before insert or update on affiliation for each row
  when (current_setting('app.returns', true) is distinct from 'yes') execute function stamp_row();

-- What is deleted already is put away as if it had been now. Nobody did that: no history of it.
alter table affiliation no force row level security;
alter table removed_affiliation no force row level security;
alter table company no force row level security;
alter table person no force row level security;
alter table affiliation disable trigger user;
with removed as (delete from affiliation a using company c, person p
  where c.tenant_id = a.tenant_id and c.id = a.company_id and p.tenant_id = a.tenant_id and p.id = a.person_id
    and (c.deleted_at is not null or p.deleted_at is not null) returning a.*)
insert into removed_affiliation select tenant_id, id, person_id, company_id, to_jsonb(removed) from removed;
alter table affiliation enable trigger user;
alter table affiliation force row level security;
alter table removed_affiliation force row level security;
alter table company force row level security;

-- A person is found by her own words, by her customer number, and by the title, numbers and addresses of her roles.
create function role_words(tenant uuid, person uuid) returns text language sql stable parallel safe as $$
  select string_agg(concat_ws(' ', a.title, phone_words(a.phone), phone_words(a.mobile), a.email), ' ')
  from affiliation a where a.tenant_id = tenant and a.person_id = person
$$;

create function person_words(p person, roles text) returns text language sql stable parallel safe as $$
  select ' ' || fold(concat_ws(' ', p.first_name, p.last_name, p.nickname, p.customer_number,
    phone_words(p.phone), phone_words(p.mobile), p.email, p.alternative_email, roles))
$$;

create or replace function index_person() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.deleted_at is not null then
    delete from search_entry where tenant_id = new.tenant_id and kind = 'person' and id = new.id;
    return null;
  end if;
  insert into search_entry (tenant_id, kind, id, folded_name, folded, is_inactive) values (
    new.tenant_id, 'person', new.id, fold(concat_ws(' ', new.first_name, new.last_name)),
    -- A new person has no role yet.
    person_words(new, case when tg_op = 'UPDATE' then role_words(new.tenant_id, new.id) end), new.inactive_at is not null)
  on conflict (tenant_id, kind, id) do update
    set folded_name = excluded.folded_name, folded = excluded.folded, is_inactive = excluded.is_inactive;
  if tg_op = 'INSERT' or (old.first_name, old.last_name, old.nickname) is distinct from (new.first_name, new.last_name, new.nickname) then
    perform learn_words(new.tenant_id, fold(concat_ws(' ', new.first_name, new.last_name, new.nickname)));
  end if;
  return null;
end $$;

-- Person by person, each by its key: of many at once the planner knows nothing in a table that has just been filled.
create function index_roles() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  tenant uuid := acting_tenant();
  persons uuid[];
  person_id uuid;
begin
  if tg_op = 'UPDATE' then
    -- Only who is found by other words than before.
    persons := array(select distinct n.person_id from changed n join before o on o.id = n.id
      where (o.title, o.phone, o.mobile, o.email) is distinct from (n.title, n.phone, n.mobile, n.email));
  else
    persons := array(select distinct c.person_id from changed c where num_nonnulls(c.title, c.phone, c.mobile, c.email) > 0);
  end if;
  foreach person_id in array persons loop
    update search_entry e set folded =
      (select person_words(p, role_words(p.tenant_id, p.id)) from person p where p.tenant_id = tenant and p.id = person_id)
    where e.tenant_id = tenant and e.kind = 'person' and e.id = person_id;
  end loop;
  return null;
end $$;
create trigger search_made after insert on affiliation referencing new table as changed
  for each statement execute function index_roles();
create trigger search_changed after update on affiliation referencing old table as before new table as changed
  for each statement execute function index_roles();
create trigger search_removed after delete on affiliation referencing old table as changed
  for each statement execute function index_roles();

alter table affiliation no force row level security;
update search_entry e set folded = person_words(p, role_words(p.tenant_id, p.id)) from person p
  where e.kind = 'person' and p.tenant_id = e.tenant_id and p.id = e.id
    and exists (select from affiliation a where a.tenant_id = p.tenant_id and a.person_id = p.id);
alter table affiliation force row level security;
alter table person force row level security;

-- The exact number is a person's as well as a company's.
do $$
begin
  execute replace(replace(replace(pg_get_functiondef('find_records(text, text, boolean, integer)'::regprocedure),
    'if plain ~ ''^\d{1,15}$'' and only_kind is distinct from ''person'' then', 'if plain ~ ''^\d{1,15}$'' then'),
    'and (c.customer_number = plain::bigint or c.org_number = plain) limit wanted);',
    'and (c.customer_number = plain::bigint or c.org_number = plain) and only_kind is distinct from ''person''
      union all select p.id from person p where p.tenant_id = tenant and p.deleted_at is null
        and (with_inactive or p.inactive_at is null) and p.customer_number = plain::bigint and only_kind is distinct from ''company''
      limit wanted);'),
    'where e.tenant_id = tenant and e.kind = ''company'' and e.id = any (exact);',
    'where e.tenant_id = tenant and e.kind = any (''{company,person}'') and e.id = any (exact);');
end $$;

-- Persons that have all words somewhere; ten thousand at most.
create function find_persons(words text) returns setof uuid
language plpgsql stable security definer set search_path = public, pg_temp set enable_seqscan = off as $$
declare
  plain text := case when words ~ '^[+0-9 ]{5,}$' then regexp_replace(words, '^\+|\s', '', 'g') else fold(trim(words)) end;
begin
  return query execute 'select id from search_entry where tenant_id = $1 and kind = ''person'''
    || coalesce((select string_agg(format(' and folded like %L', '%' || word || '%'), '') from unnest(like_words(plain)) word where word <> ''), '')
    || ' limit 10000' using acting_tenant();
end $$;
revoke all on function find_persons(text) from public;
grant execute on function find_persons(text) to kundebok_app;

-- Persons of one of these very names.
create function find_namesakes(names text[]) returns setof uuid
language sql stable security definer set search_path = public, pg_temp set enable_seqscan = off as $$
  select e.id from search_entry e
  where e.tenant_id = acting_tenant() and e.kind = 'person'
    and e.folded_name = any (array(select fold(trim(name)) from unnest(names) name where length(trim(name)) >= 3))
$$;
revoke all on function find_namesakes(text[]) from public;
grant execute on function find_namesakes(text[]) to kundebok_app;
