-- Companies, the persons around them, categories, custom fields, and what a member keeps at hand.
create table custom_field (
  tenant_id uuid not null references firm,
  id uuid not null default uuid_v7(),
  entity text not null default 'company' check (entity in ('company', 'person')),
  label text not null check (label <> ''),
  kind text not null check (kind in ('text', 'number', 'date', 'choice', 'yes_no')),
  choices text[] not null default '{}',
  position integer not null default 0,
  archived_at timestamptz,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid,
  changed_at timestamptz not null default now(),
  changed_by uuid,
  primary key (tenant_id, id)
);
create unique index custom_field_label on custom_field (tenant_id, entity, lower(label)) where archived_at is null;
call keep_to_tenant('custom_field', 'select, insert, update');
call stamp_rows('custom_field');
create trigger history after insert or update on custom_field for each row execute function record_history('', '');

create table company (
  tenant_id uuid not null references firm,
  id uuid not null default uuid_v7(),
  customer_number bigint not null check (customer_number > 0),
  name text not null check (name <> '' and char_length(name) <= 200),
  nickname text,
  org_number text,
  country text not null default 'NO',
  is_customer boolean not null default true,
  is_supplier boolean not null default false,
  is_lead boolean not null default false,
  phone text,
  mobile text,
  fax text,
  email text,
  invoice_emails text[] not null default '{}',
  website text,
  owner_id uuid,
  industry text,
  source text,
  employees integer,
  turnover_ore bigint,
  profit_ore bigint,
  share_capital_ore bigint,
  founded_on date,
  gln text,
  vat_number text,
  bank_account text,
  iban text,
  bic text,
  language text,
  note text,
  postal_address jsonb,
  visiting_address jsonb,
  delivery_address jsonb,
  invoice_address jsonb,
  custom jsonb not null default '{}',
  inactive_at timestamptz,
  deleted_at timestamptz,
  deleted_by uuid,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid,
  changed_at timestamptz not null default now(),
  changed_by uuid,
  primary key (tenant_id, id),
  constraint company_customer_number unique (tenant_id, customer_number),
  constraint company_owner foreign key (tenant_id, owner_id) references member (tenant_id, user_id)
);
comment on table company is 'A customer, supplier or lead. Addresses: null means "as the postal one". custom = {custom_field.id: value}.';
create index company_org_number on company (tenant_id, org_number) where org_number is not null;
create index company_owner_id on company (tenant_id, owner_id);
create index company_name on company (tenant_id, name collate "nb-x-icu", id) where deleted_at is null;
create index company_changed on company (tenant_id, changed_at desc, id);
call keep_to_tenant('company', 'select, insert, update');
call stamp_rows('company');
create trigger history after insert or update on company for each row execute function record_history('id', '');

create table person (
  tenant_id uuid not null references firm,
  id uuid not null default uuid_v7(),
  first_name text,
  last_name text,
  nickname text,
  private_address jsonb,
  phone text,
  mobile text,
  email text,
  alternative_email text,
  birth_on date,
  note text,
  inactive_at timestamptz,
  deleted_at timestamptz,
  deleted_by uuid,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid,
  changed_at timestamptz not null default now(),
  changed_by uuid,
  primary key (tenant_id, id),
  constraint person_name check (coalesce(first_name, last_name, '') <> '')
);
comment on table person is 'A human being, independent of any company; roles in companies are in affiliation.';
call keep_to_tenant('person', 'select, insert, update');
call stamp_rows('person');
create trigger history after insert or update on person for each row execute function record_history('', 'id');

create table affiliation (
  tenant_id uuid not null,
  id uuid not null default uuid_v7(),
  person_id uuid not null,
  company_id uuid not null,
  title text,
  department text,
  phone text,
  mobile text,
  fax text,
  email text,
  from_on date,
  to_on date,
  is_primary boolean not null default false,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid,
  changed_at timestamptz not null default now(),
  changed_by uuid,
  primary key (tenant_id, id),
  constraint affiliation_once unique (tenant_id, company_id, person_id),
  constraint affiliation_period check (from_on <= to_on),
  foreign key (tenant_id, person_id) references person,
  foreign key (tenant_id, company_id) references company
);
comment on table affiliation is 'A person''s role in a company, with what belongs to that role alone.';
create index affiliation_person on affiliation (tenant_id, person_id);
call keep_to_tenant('affiliation', 'select, insert, update, delete');
call stamp_rows('affiliation');
create trigger history after insert or update or delete on affiliation for each row execute function record_history('company_id', 'person_id');

create table category (
  tenant_id uuid not null references firm,
  id uuid not null default uuid_v7(),
  name text not null check (name <> ''),
  for_companies boolean not null default true,
  for_persons boolean not null default true,
  archived_at timestamptz,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid,
  changed_at timestamptz not null default now(),
  changed_by uuid,
  primary key (tenant_id, id)
);
create unique index category_name on category (tenant_id, lower(name));
call keep_to_tenant('category', 'select, insert, update');
call stamp_rows('category');
create trigger history after insert or update on category for each row execute function record_history('', '');

create table company_category (
  tenant_id uuid not null,
  company_id uuid not null,
  category_id uuid not null,
  id uuid generated always as (category_id) stored,
  primary key (tenant_id, company_id, category_id),
  foreign key (tenant_id, company_id) references company,
  foreign key (tenant_id, category_id) references category
);
create index company_category_category on company_category (tenant_id, category_id, company_id);
call keep_to_tenant('company_category', 'select, insert, delete');
create trigger history after insert or delete on company_category for each row execute function record_history('company_id', '');

create table saved_search (
  tenant_id uuid not null,
  id uuid not null default uuid_v7(),
  user_id uuid not null default acting_user(),
  name text not null check (name <> ''),
  criteria jsonb not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create unique index saved_search_name on saved_search (tenant_id, user_id, lower(name));
call keep_to_member('saved_search', 'select, insert, update, delete');

-- A favourite or recently opened record: kind tells which table record_id is of.
create table favourite (
  tenant_id uuid not null,
  user_id uuid not null default acting_user(),
  kind text not null check (kind in ('company', 'person')),
  record_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, user_id, kind, record_id)
);
call keep_to_member('favourite', 'select, insert, delete');

create table recent_record (
  tenant_id uuid not null,
  user_id uuid not null default acting_user(),
  kind text not null check (kind in ('company', 'person')),
  record_id uuid not null,
  opened_at timestamptz not null default now(),
  primary key (tenant_id, user_id, kind, record_id)
);
create index recent_record_opened on recent_record (tenant_id, user_id, opened_at desc);
call keep_to_member('recent_record', 'select, insert, update, delete');
