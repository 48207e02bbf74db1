-- Users and sessions stand outside the firms: one person may belong to several.
create schema auth;
grant usage on schema auth to kundebok_app;

create table auth.account (
  id uuid primary key default uuid_v7(),
  email text not null constraint account_email unique check (email = lower(email)),
  password_hash text not null,
  failed_attempts integer not null default 0,
  locked_until timestamptz,
  created_at timestamptz not null default now()
);
comment on column auth.account.password_hash is 'Argon2id in PHC string format.';

create table auth.session (
  token_hash bytea primary key,
  account_id uuid not null references auth.account on delete cascade,
  tenant_id uuid not null,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  expires_at timestamptz not null
);
comment on table auth.session is 'The cookie holds 256 random bits; only their SHA-256 is kept. Ends after 8 idle hours or 7 days.';
create index session_account on auth.session (account_id);
grant select, insert, update on auth.account to kundebok_app;
grant select, insert, update, delete on auth.session to kundebok_app;
