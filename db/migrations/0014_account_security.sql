-- How surely somebody is who she says: a firm may ask for a second step, and some acts for the password once more.
alter table firm add column requires_two_factor boolean not null default false;

alter table auth.session
  add column confirmed_at timestamptz not null default now(),
  add column is_strong boolean not null default false;
comment on column auth.session.confirmed_at is 'When password, code or passkey was last given: dangerous acts want that lately.';
comment on column auth.session.is_strong is 'A code or a passkey was given in this session, and not the password alone.';
update auth.session s set is_strong = true, confirmed_at = s.created_at
  where exists (select from auth.totp t where t.account_id = s.account_id and t.confirmed_at is not null);
update auth.session set confirmed_at = created_at where not is_strong;

drop function auth.session_member(bytea);
-- Whose a session is, in one question: each request asks it. Runs with the program's own rights, below row-level security.
create function auth.session_member(hash bytea)
returns table (tenant_id uuid, user_id uuid, role text, rights jsonb, is_dated boolean, is_fresh boolean, lacks_two_factor boolean)
language plpgsql volatile as $$
declare
  open auth.session;
begin
  select * into open from auth.session s
    where s.token_hash = hash and s.expires_at > now() and s.seen_at > now() - interval '8 hours';
  if not found then return; end if;
  perform set_config('app.tenant_id', open.tenant_id::text, true), set_config('app.user_id', open.account_id::text, true);
  return query
    select m.tenant_id, m.user_id, m.role, m.rights, open.seen_at < now() - interval '1 minute',
      open.confirmed_at > now() - interval '15 minutes',
      not open.is_strong and (select f.requires_two_factor from firm f where f.tenant_id = open.tenant_id)
    from member m where m.tenant_id = open.tenant_id and m.user_id = open.account_id and m.deactivated_at is null;
end $$;
revoke all on function auth.session_member(bytea) from public;
grant execute on function auth.session_member(bytea) to kundebok_app;

-- A new address is in force when the link that was sent to it is opened.
alter table auth.link add column email text check (email = lower(email));
alter table auth.link drop constraint link_purpose_check, drop constraint link_check;
alter table auth.link
  add constraint link_purpose_check check (purpose in ('reset', 'invitation', 'email')),
  add constraint link_check check (case purpose
    when 'invitation' then tenant_id is not null and invitation_id is not null
    when 'email' then account_id is not null and email is not null
    else account_id is not null end);

-- A passkey may also confirm who sits at a screen that is open already.
alter table auth.challenge drop constraint challenge_purpose_check;
alter table auth.challenge add constraint challenge_purpose_check check (purpose in ('register', 'sign_in', 'confirm'));

-- What was done to colleagues, in its order of time.
create index history_members on history (tenant_id, id) where entity in ('member', 'invitation', 'api_key');
