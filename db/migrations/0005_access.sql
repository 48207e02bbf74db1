-- Colleagues and how they come in: invitations, links, second step, passkeys. What belongs to a person rather than to
-- a firm stands in the schema auth; of every token only the SHA-256 is kept.
alter table auth.session
  add column id uuid not null default uuid_v7() constraint session_id unique,
  add column user_agent text;
create index session_place on auth.session (account_id, tenant_id);

-- Counts failures by what was tried, whether or not there is such an account: an answer tells nothing about that.
create table auth.brake (
  key bytea primary key,
  failures integer not null,
  failed_at timestamptz not null default now(),
  locked_until timestamptz
);
create index brake_age on auth.brake (failed_at);
alter table auth.account drop column failed_attempts, drop column locked_until, add column last_tenant_id uuid;
comment on column auth.account.last_tenant_id is 'The firm that the person was in last: where signing in leads to.';

create table auth.link (
  token_hash bytea primary key,
  purpose text not null check (purpose in ('reset', 'invitation')),
  account_id uuid references auth.account on delete cascade,
  tenant_id uuid,
  invitation_id uuid,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  check (case purpose when 'reset' then account_id is not null else tenant_id is not null and invitation_id is not null end)
);
comment on table auth.link is 'Links that work once: a row is deleted by whoever uses it.';
create index link_account on auth.link (account_id);
create index link_invitation on auth.link (invitation_id);

create table auth.pending_sign_in (
  token_hash bytea primary key,
  account_id uuid not null references auth.account on delete cascade,
  invitation_hash bytea,
  expires_at timestamptz not null
);
comment on table auth.pending_sign_in is 'The password was right, the code is still to come. Gives no access to anything.';
create index pending_sign_in_account on auth.pending_sign_in (account_id);

create table auth.totp (
  account_id uuid primary key references auth.account on delete cascade,
  secret text not null,
  last_step bigint not null default 0,
  created_at timestamptz not null default now(),
  confirmed_at timestamptz
);
comment on column auth.totp.secret is 'Encrypted with the key of the installation, which is not in the database.';
comment on column auth.totp.last_step is 'RFC 6238 time step of the last code that was taken: none works twice.';

create table auth.recovery_code (
  account_id uuid not null references auth.account on delete cascade,
  code_hash bytea not null,
  primary key (account_id, code_hash)
);
comment on table auth.recovery_code is 'Those that are left: a row is deleted by whoever uses it.';

create table auth.passkey (
  id uuid primary key default uuid_v7(),
  account_id uuid not null references auth.account on delete cascade,
  name text not null check (name <> ''),
  credential_id text not null constraint passkey_credential unique,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  is_synced boolean not null,
  created_at timestamptz not null default now(),
  used_at timestamptz
);
create index passkey_account on auth.passkey (account_id);

create table auth.challenge (
  challenge text primary key,
  purpose text not null check (purpose in ('register', 'sign_in')),
  account_id uuid references auth.account on delete cascade,
  expires_at timestamptz not null
);
comment on table auth.challenge is 'What a passkey was asked to sign; deleted by the answer, right or wrong.';
create index challenge_age on auth.challenge (expires_at);

grant select, insert, update, delete on auth.brake, auth.link, auth.pending_sign_in, auth.totp, auth.recovery_code,
  auth.passkey, auth.challenge to kundebok_app;

create table invitation (
  tenant_id uuid not null references firm,
  id uuid not null default uuid_v7(),
  email text not null check (email = lower(email)),
  name text not null check (name <> ''),
  role text not null default 'user' check (role in ('user', 'administrator')),
  rights jsonb not null default '{}',
  expires_at timestamptz not null,
  accepted_at timestamptz,
  withdrawn_at timestamptz,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid,
  changed_at timestamptz not null default now(),
  changed_by uuid,
  primary key (tenant_id, id)
);
create unique index invitation_open on invitation (tenant_id, email) where accepted_at is null and withdrawn_at is null;
call keep_to_tenant('invitation', 'select, insert, update');
call stamp_rows('invitation');
create trigger history after insert or update on invitation for each row execute function record_history('', '');

create table member_presence (
  tenant_id uuid not null,
  user_id uuid not null,
  seen_at timestamptz not null,
  primary key (tenant_id, user_id),
  foreign key (tenant_id, user_id) references member
);
comment on table member_presence is 'When a colleague last used the program, to the minute. Apart from member: it is no change of the person''s place.';
call keep_to_tenant('member_presence', 'select, insert, update');

-- A firm always has someone who can let others in. The row of the firm is the lock: of two who step down at once, the
-- second waits and then sees the first one gone.
create function keep_an_administrator() returns trigger language plpgsql as $$
begin
  perform from firm where tenant_id = new.tenant_id for update;
  if not exists (select from member where tenant_id = new.tenant_id and user_id <> new.user_id
      and role = 'administrator' and deactivated_at is null) then
    raise exception 'the last administrator' using errcode = '23514', constraint = 'member_last_administrator';
  end if;
  return new;
end $$;
create trigger keep_an_administrator before update on member for each row
  when (old.role = 'administrator' and old.deactivated_at is null
    and (new.role <> 'administrator' or new.deactivated_at is not null))
  execute function keep_an_administrator();
