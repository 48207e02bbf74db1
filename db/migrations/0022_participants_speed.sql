-- Those who take part in one appointment, of whatever kind.
create index appointment_participant_appointment on appointment_participant (tenant_id, appointment_id);

-- In what the one who acts takes part: the ids alone, in one look at an index. The policy of the table would judge each
-- row's appointment; whoever asks here looks each appointment up afterwards, where its own policy judges it.
create function own_participations() returns table (appointment_id uuid, state text)
language sql stable security definer set search_path = public, pg_temp as $$
  select p.appointment_id, p.state from appointment_participant p
  where p.tenant_id = acting_tenant() and p.user_id = acting_user()
$$;
revoke all on function own_participations() from public;
grant execute on function own_participations() to kundebok_app;
