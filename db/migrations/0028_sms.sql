-- Text messages: how the firm sends them, what it says often, each message with its life, and who wants no advertising.

create table sms_setting (
  tenant_id uuid primary key references firm,
  id uuid generated always as (tenant_id) stored,
  provider text not null check (provider in ('kannel', 'twilio', 'link', 'sveve', 'log')),
  address text,
  username text,
  provider_secret text,
  partner_id text,
  gate_id text,
  sender text,
  price_ore integer check (price_ore >= 0),
  opt_out_text text,
  callback_secret text not null,
  callback_hash bytea not null,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid,
  changed_at timestamptz not null default now(),
  changed_by uuid
);
comment on table sms_setting is 'How a firm sends text messages. provider_secret and callback_secret are encrypted (the key stands outside the database); callback_hash is the SHA-256 of the secret in the address at which the provider reports.';
call keep_to_tenant('sms_setting', 'select, insert, update');
call stamp_rows('sms_setting');

create table sms_template (
  tenant_id uuid not null references firm,
  id uuid not null default uuid_v7(),
  name text not null check (name <> ''),
  language text not null check (language in ('nb', 'en')),
  text text not null check (text <> ''),
  deleted_at timestamptz,
  deleted_by uuid,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid,
  changed_at timestamptz not null default now(),
  changed_by uuid,
  primary key (tenant_id, id)
);
create unique index sms_template_name on sms_template (tenant_id, language, lower(name)) where deleted_at is null;
call keep_to_tenant('sms_template', 'select, insert, update');
call stamp_rows('sms_template');

create table sms (
  tenant_id uuid not null references firm,
  id uuid not null default uuid_v7(),
  direction text not null check (direction in ('out', 'in')),
  kind text not null default 'information' check (kind in ('information', 'marketing')),
  state text not null check (state in ('queued', 'sent', 'delivered', 'failed', 'uncertain', 'cancelled', 'received')),
  number text not null,
  text text not null,
  parts integer not null,
  price_ore integer,
  sender text,
  company_id uuid,
  person_id uuid,
  batch_id uuid,
  send_at timestamptz not null default now(),
  due_at timestamptz not null default now(),
  claimed_at timestamptz,
  attempts integer not null default 0,
  sent_at timestamptz,
  delivered_at timestamptz,
  reason text,
  answer text,
  provider text,
  provider_id text,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid,
  changed_at timestamptz not null default now(),
  changed_by uuid,
  primary key (tenant_id, id),
  constraint sms_direction check ((direction = 'in') = (state = 'received')),
  foreign key (tenant_id, company_id) references company,
  foreign key (tenant_id, person_id) references person
);
comment on table sms is 'A text message. One that is queued and claimed is at the provider just now; uncertain: it may have been sent, and is not sent again unless somebody says so. due_at: not tried before; reason: our word for what went wrong, answer: the provider''s.';
create index sms_due on sms (tenant_id, due_at, id) where state = 'queued' and claimed_at is null;
create index sms_claimed on sms (tenant_id, claimed_at) where state = 'queued' and claimed_at is not null;
create index sms_list on sms (tenant_id, id desc);
create index sms_state on sms (tenant_id, state, id desc);
create index sms_company on sms (tenant_id, company_id, id desc) where company_id is not null;
create index sms_person on sms (tenant_id, person_id, id desc) where person_id is not null;
create index sms_number on sms (tenant_id, number, id desc);
create index sms_batch on sms (tenant_id, batch_id) where batch_id is not null;
create index sms_author on sms (tenant_id, created_by, id desc);
-- A provider that was not heard says it again.
create unique index sms_received on sms (tenant_id, provider, provider_id) where direction = 'in' and provider_id is not null;
call keep_to_tenant('sms', 'select, insert, update');
call stamp_rows('sms');

create table consent (
  tenant_id uuid not null references firm,
  id uuid not null default uuid_v7(),
  person_id uuid not null,
  purpose text not null check (purpose in ('sms_marketing')),
  source text not null check (source <> ''),
  given_on date not null,
  withdrawn_at timestamptz,
  withdrawn_source text,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid,
  changed_at timestamptz not null default now(),
  changed_by uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, person_id) references person
);
comment on table consent is 'What somebody has agreed to, how and when (markedsføringsloven § 15, GDPR art. 7); withdrawn ones stay.';
create unique index consent_once on consent (tenant_id, person_id, purpose) where withdrawn_at is null;
create index consent_person on consent (tenant_id, person_id, id desc);
call keep_to_tenant('consent', 'select, insert, update');
call stamp_rows('consent');

create table sms_opt_out (
  tenant_id uuid not null references firm,
  number text not null,
  at timestamptz not null default now(),
  primary key (tenant_id, number)
);
comment on table sms_opt_out is 'Numbers that have answered STOP: they get no advertising, whoever has them, unless consent is given later.';
call keep_to_tenant('sms_opt_out', 'select, insert, update');


-- Secrets and how the sending goes are no part of what was done.
do $$
begin
  execute replace(pg_get_functiondef('changed_fields(jsonb, jsonb)'::regprocedure), '{tenant_id,id,',
    '{tenant_id,id,provider_secret,callback_secret,callback_hash,due_at,claimed_at,attempts,provider_id,batch_id,');
end $$;
create trigger history after insert or update on sms_setting for each row execute function record_history('', '');
create trigger history after insert or update on sms_template for each row execute function record_history('', '');
create trigger history after insert or update of state, company_id, person_id on sms
  for each row execute function record_history('company_id', 'person_id');
create trigger history after insert or update on consent for each row execute function record_history('', 'person_id');

create trigger announce after insert or update of state, company_id, person_id on sms
  for each row execute function announce('company_id', 'person_id');
create trigger announce after insert or update on consent for each row execute function announce('', 'person_id');
create trigger announce after insert or update on sms_template for each row execute function announce('', '');
create trigger announce after insert or update on sms_setting for each row execute function announce('', '');

-- Who has sent a message is told of the answer.
alter table notification drop constraint notification_kind_check;
alter table notification add constraint notification_kind_check check (kind in
  ('mention', 'task_given', 'task_done', 'reminder', 'invitation', 'invitation_answered', 'register_name', 'register_address',
   'register_bankrupt', 'register_winding_up', 'register_deleted', 'register_director', 'sms_reply'));
alter table notification drop constraint notification_entity_check;
alter table notification add constraint notification_entity_check check (entity in ('note', 'task', 'appointment', 'company', 'sms'));
