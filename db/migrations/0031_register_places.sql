-- Facts of the register for companies that came by whatever way, and maps of a hundred thousand companies.

-- What the register is still to be asked. Written by the triggers below: a company may come by hand, by import, or be restored.
create table register_waiting (
  tenant_id uuid not null,
  company_id uuid not null,
  step text not null default 'many' check (step in ('many', 'alone', 'roles')),
  due_at timestamptz not null default now(),
  primary key (tenant_id, company_id),
  foreign key (tenant_id, company_id) references company
);
comment on table register_waiting is 'Companies of which the register is to be asked: many at once; alone, those that are not among its living units; roles, for who leads them.';
create index register_waiting_due on register_waiting (tenant_id, step, due_at);
alter table company no force row level security;
alter table company_register no force row level security;
insert into register_waiting (tenant_id, company_id)
  select c.tenant_id, c.id from company c
  where c.country = 'NO' and c.org_number is not null and c.deleted_at is null
    and not exists (select from company_register r where r.tenant_id = c.tenant_id and r.company_id = c.id and r.org_number = c.org_number);
alter table company force row level security;
alter table company_register force row level security;
call keep_to_tenant('register_waiting', 'select, insert, update, delete');

create function await_register() returns trigger language plpgsql as $$
begin
  if new.country = 'NO' and new.org_number is not null and new.deleted_at is null then
    insert into register_waiting (tenant_id, company_id) values (new.tenant_id, new.id)
      on conflict on constraint register_waiting_pkey do update set step = 'many', due_at = now();
  else
    delete from register_waiting where tenant_id = new.tenant_id and company_id = new.id;
  end if;
  return null;
end $$;
create trigger register_awaited after insert on company for each row
  when (new.country = 'NO' and new.org_number is not null) execute function await_register();
create trigger register_awaited_anew after update on company for each row
  when (new.org_number is distinct from old.org_number or new.country <> old.country
    or (new.deleted_at is null) <> (old.deleted_at is null)) execute function await_register();

-- Who leads a company stands beside it for as long as the register says so: a name that was removed there must not stay in a
-- history that nobody can change. Whom a firm makes a contact has a history of her own.
do $$
begin
  execute replace(pg_get_functiondef('changed_fields(jsonb, jsonb)'::regprocedure), ',fetched_at,', ',fetched_at,managing_director,');
end $$;
