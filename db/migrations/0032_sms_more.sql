-- The secret addresses that a provider calls can be made anew; those before go on for a while, or end at once.

alter table sms_setting
  add renewed_at timestamptz,
  add former_hash bytea,
  add former_ends_at timestamptz;
comment on column sms_setting.former_hash is 'Of the secret before, which is let in until former_ends_at.';

do $$
begin
  execute replace(pg_get_functiondef('changed_fields(jsonb, jsonb)'::regprocedure), 'callback_hash,', 'callback_hash,former_hash,');
end $$;
