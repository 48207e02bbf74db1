-- What was missing around cards and calendars.

-- How a series was before it was cut ("this and the following" deleted, or changed to a series of their own), so that it can
-- be taken back. It is no field of the appointment in the history.
alter table appointment add column before_cut jsonb;
comment on column appointment.before_cut is 'How the series was before it was cut last: its rule, what fell out, what was given up, what became of the rest.';
do $$
begin
  execute replace(pg_get_functiondef('changed_fields(jsonb, jsonb)'::regprocedure),
    '{tenant_id,id,', '{tenant_id,id,before_cut,');
end $$;

-- Whoever calls or writes to somebody by her card leaves that in the history.
alter table history drop constraint history_action_check;
alter table history add constraint history_action_check check (action in
  ('created', 'changed', 'deleted', 'restored', 'linked', 'unlinked', 'imported', 'import_undone', 'exported', 'merged', 'sent',
    'answered', 'contacted'));
