-- Whose a session is, in one question: each request asks it. Runs with the program's own rights, below row-level security.
create function auth.session_member(hash bytea)
returns table (tenant_id uuid, user_id uuid, role text, rights jsonb, is_dated boolean)
language plpgsql volatile as $$
declare
  open auth.session;
begin
  select * into open from auth.session s
    where s.token_hash = hash and s.expires_at > now() and s.seen_at > now() - interval '8 hours';
  if not found then return; end if;
  perform set_config('app.tenant_id', open.tenant_id::text, true), set_config('app.user_id', open.account_id::text, true);
  return query
    select m.tenant_id, m.user_id, m.role, m.rights, open.seen_at < now() - interval '1 minute'
    from member m where m.tenant_id = open.tenant_id and m.user_id = open.account_id and m.deactivated_at is null;
end $$;
revoke all on function auth.session_member(bytea) from public;
grant execute on function auth.session_member(bytea) to kundebok_app;
