-- The schema jobs itself is pg-boss', made by server/platform/jobs.ts; here is what our jobs work on.

-- The firms, for jobs of the installation, which then go through them one by one, each as itself: row-level security
-- shows no firm to whom acts for none.
create table auth.tenant (
  tenant_id uuid primary key
);
grant select, insert on auth.tenant to kundebok_app;
create function list_tenant() returns trigger language plpgsql as $$
begin
  insert into auth.tenant values (new.tenant_id);
  return null;
end $$;
create trigger list_tenant after insert on firm for each row execute function list_tenant();
alter table firm no force row level security;
insert into auth.tenant select tenant_id from firm;
alter table firm force row level security;

create table mail (
  tenant_id uuid not null references firm,
  id uuid not null default uuid_v7(),
  recipient text not null,
  subject text not null,
  body text,
  language text not null check (language in ('nb', 'en')),
  message_id text,
  state text not null default 'queued' check (state in ('queued', 'sent', 'failed')),
  attempts integer not null default 0,
  error text,
  sent_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  check (state <> 'sent' or (sent_at is not null and body is null)),
  check (state <> 'queued' or body is not null)
);
comment on table mail is 'E-mail on its way out. The body may hold a link that opens an account: it is gone once the mail is sent, and after a week in any case.';
comment on column mail.message_id is 'Fixed before the first try: a mail that went out twice after a crash is one mail to who receives it.';
create index mail_state on mail (tenant_id, state, id desc);
call keep_to_tenant('mail', 'select, insert, update');

create table api_key (
  tenant_id uuid not null,
  id uuid not null default uuid_v7(),
  user_id uuid not null,
  name text not null check (name <> ''),
  prefix text not null,
  key_hash bytea not null,
  scopes text[] not null check (scopes <@ '{crm:read,crm:change}' and cardinality(scopes) > 0),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  last_used_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references member
);
comment on table api_key is 'A program that acts as its owner, within the scopes. Of the key itself only the SHA-256 is kept.';
comment on column api_key.prefix is 'The first characters, by which the owner knows the key again.';
create index api_key_owner on api_key (tenant_id, user_id);
create unique index api_key_hash on api_key (tenant_id, key_hash);
call keep_to_tenant('api_key', 'select, insert, update');
create trigger history after insert on api_key for each row execute function record_history('', '');
create trigger history_of_change after update of name, scopes, expires_at, revoked_at on api_key
  for each row execute function record_history('', '');
