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

-- What the map of a search reads, and nothing else of a company: a row for each that is not deleted, kept by triggers. Reading a
-- hundred thousand companies with their addresses, and joining them with the places, took half a second.
create table company_point (
  tenant_id uuid not null,
  company_id uuid not null,
  name text not null,
  is_inactive boolean not null,
  is_customer boolean not null,
  is_supplier boolean not null,
  is_lead boolean not null,
  -- Of its place; 'none' where its address can not be looked up.
  state text not null check (state in ('known', 'waiting', 'unknown', 'failed', 'none')),
  lat integer,
  lon integer,
  primary key (tenant_id, company_id),
  foreign key (tenant_id, company_id) references company,
  constraint company_point_known check ((state = 'known') = (lat is not null and lon is not null))
);
comment on table company_point is 'Where each company is, in degrees times 100,000, and what is known of that. Written by triggers on company and place.';
create index company_point_unplaced on company_point (tenant_id, name collate "nb-x-icu", company_id) where state <> 'known';
create index company_point_waiting on company_point (tenant_id) where state in ('waiting', 'failed');

alter table company no force row level security;
alter table place no force row level security;
insert into company_point
  select c.tenant_id, c.id, c.name, c.inactive_at is not null, c.is_customer, c.is_supplier, c.is_lead,
    case when c.place_key is null then 'none' else coalesce(p.state, 'waiting') end,
    round(p.lat * 100000)::integer, round(p.lon * 100000)::integer
  from company c left join place p on p.tenant_id = c.tenant_id and p.address = c.place_key
  where c.deleted_at is null;
alter table company force row level security;
alter table place force row level security;
call keep_to_tenant('company_point', 'select, insert, update, delete');

create function keep_company_point() returns trigger language plpgsql as $$
declare
  at place;
begin
  if new.deleted_at is not null then
    delete from company_point where tenant_id = new.tenant_id and company_id = new.id;
    return null;
  end if;
  select * into at from place where tenant_id = new.tenant_id and address = new.place_key;
  insert into company_point values (new.tenant_id, new.id, new.name, new.inactive_at is not null,
    new.is_customer, new.is_supplier, new.is_lead,
    case when new.place_key is null then 'none' else coalesce(at.state, 'waiting') end,
    round(at.lat * 100000)::integer, round(at.lon * 100000)::integer)
  on conflict on constraint company_point_pkey do update set name = excluded.name, is_inactive = excluded.is_inactive,
    is_customer = excluded.is_customer, is_supplier = excluded.is_supplier, is_lead = excluded.is_lead,
    state = excluded.state, lat = excluded.lat, lon = excluded.lon;
  return null;
end $$;
create trigger company_point after insert on company for each row execute function keep_company_point();
create trigger company_point_changed after update on company for each row
  when ((new.name, new.is_customer, new.is_supplier, new.is_lead, new.inactive_at is null, new.deleted_at is null)
    <> (old.name, old.is_customer, old.is_supplier, old.is_lead, old.inactive_at is null, old.deleted_at is null)
    or new.place_key is distinct from old.place_key)
  execute function keep_company_point();

create function move_company_points() returns trigger language plpgsql as $$
begin
  update company_point x set state = coalesce(new.state, 'waiting'),
    lat = round(new.lat * 100000)::integer, lon = round(new.lon * 100000)::integer
  from company c
  where c.tenant_id = coalesce(new.tenant_id, old.tenant_id) and c.place_key = coalesce(new.address, old.address)
    and c.deleted_at is null and x.tenant_id = c.tenant_id and x.company_id = c.id;
  return null;
end $$;
create trigger company_points after insert or update or delete on place for each row execute function move_company_points();
