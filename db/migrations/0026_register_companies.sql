-- What the official register says of our companies, and where it has come to say something else than the card.
create table company_register (
  tenant_id uuid not null,
  company_id uuid not null,
  id uuid generated always as (company_id) stored,
  org_number text not null,
  legal_name text not null,
  form_code text,
  form_name text,
  nace text[] not null default '{}',
  is_vat_registered boolean not null default false,
  is_in_business_register boolean not null default false,
  registered_on date,
  founded_on date,
  employees integer,
  capital_ore bigint,
  capital_currency text,
  purpose text,
  activity text,
  postal_address jsonb,
  visiting_address jsonb,
  parent_org_number text,
  is_sub_unit boolean not null default false,
  is_in_group boolean not null default false,
  accounts_year integer,
  is_bankrupt boolean not null default false,
  bankrupt_on date,
  is_winding_up boolean not null default false,
  is_forced_winding_up boolean not null default false,
  winding_up_on date,
  deleted_on date,
  managing_director text,
  fetched_at timestamptz not null default now(),
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid,
  changed_at timestamptz not null default now(),
  changed_by uuid,
  primary key (tenant_id, company_id),
  foreign key (tenant_id, company_id) references company
);
comment on table company_register is 'The legal facts of a company as the register had them at fetched_at. nace: "62.010 Programmeringstjenester", the first one foremost.';
create index company_register_parent on company_register (tenant_id, parent_org_number) where parent_org_number is not null;
call keep_to_tenant('company_register', 'select, insert, update, delete');
call stamp_rows('company_register');
-- That it was asked again and said the same is no change.
do $$
begin
  execute replace(pg_get_functiondef('changed_fields(jsonb, jsonb)'::regprocedure), ',reminded_at,', ',reminded_at,fetched_at,');
end $$;
create trigger history after insert or update or delete on company_register for each row execute function record_history('company_id', '');
create trigger announce after insert or update or delete on company_register for each row execute function announce('company_id', '');

create table register_change (
  tenant_id uuid not null,
  id uuid not null default uuid_v7(),
  company_id uuid not null,
  field text not null,
  old_value jsonb not null default 'null',
  new_value jsonb not null default 'null',
  found_at timestamptz not null default now(),
  closed_at timestamptz,
  closed_by uuid,
  outcome text check (outcome in ('accepted', 'dismissed', 'agreed')),
  primary key (tenant_id, id),
  foreign key (tenant_id, company_id) references company,
  constraint register_change_closed check ((closed_at is null) = (outcome is null))
);
comment on table register_change is 'A field of which the register says something else than the card, or a fact that one should know. dismissed: not told of again as long as the register says the same. agreed: the card came to say the same.';
create unique index register_change_open on register_change (tenant_id, company_id, field) where closed_at is null;
create index register_change_company on register_change (tenant_id, company_id, field, id desc);
call keep_to_tenant('register_change', 'select, insert, update');
create trigger announce after insert or update on register_change for each row execute function announce('company_id', '');

-- What somebody wrote herself as the register has it needs no proposal any more.
create function settle_register_changes() returns trigger language plpgsql as $$
begin
  update register_change r set closed_at = now(), closed_by = acting_user(), outcome = 'agreed'
  where r.tenant_id = new.tenant_id and r.company_id = new.id and r.closed_at is null
    and lower(r.new_value::text) = lower((to_jsonb(new) -> r.field)::text);
  return null;
end $$;
create trigger settle_register_changes after update on company for each row
  when (new.org_number is not null) execute function settle_register_changes();

-- The owner of a company is told of what changed in the register.
alter table notification drop constraint notification_kind_check, drop constraint notification_entity_check;
alter table notification add constraint notification_kind_check check (kind in
  ('mention', 'task_given', 'task_done', 'reminder', 'invitation', 'invitation_answered', 'register_name', 'register_address',
   'register_bankrupt', 'register_winding_up', 'register_deleted', 'register_director'));
alter table notification add constraint notification_entity_check check (entity in ('note', 'task', 'appointment', 'company'));

-- How far each firm has heard of what changed in the register (register.change).
create table register_watch (
  tenant_id uuid primary key references firm,
  seen_change bigint not null
);
call keep_to_tenant('register_watch', 'select, insert, update');
