-- Appointments: who sees a private one follows from who takes part; when colleagues are busy is told without the rest.

-- What lasts longer than two days is looked for by its end; all else begins at most two days before the period.
create index appointment_long on appointment (tenant_id, ends_at)
  where deleted_at is null and recurrence is null and ends_at - starts_at > interval '2 days';
create index appointment_running on appointment (tenant_id, (coalesce(recurs_until, 'infinity'::timestamptz)))
  where deleted_at is null and recurrence is not null;

-- Private ones are few, and are asked for by themselves.
create index appointment_private on appointment (tenant_id, starts_at)
  where is_private and deleted_at is null and recurrence is null;
create index appointment_private_running on appointment (tenant_id, (coalesce(recurs_until, 'infinity'::timestamptz)))
  where is_private and deleted_at is null and recurrence is not null;

-- A changed occurrence that was given up stands in nobody's way.
drop index appointment_instance;
create unique index appointment_instance on appointment (tenant_id, series_id, original_starts_at)
  where series_id is not null and deleted_at is null;
create index appointment_of_series on appointment (tenant_id, series_id) where series_id is not null;

-- visible_to is the organizer and the colleagues who take part, whatever a statement says.
create function keep_visible_to() returns trigger language plpgsql as $$
begin
  new.visible_to := case when new.is_private then array(
    select distinct u from (
      select new.organizer_id as u
      union all
      select p.user_id from appointment_participant p
      where p.tenant_id = new.tenant_id and p.appointment_id = new.id and p.user_id is not null) seen
    order by u) end;
  return new;
end $$;
create trigger visible before insert or update on appointment for each row execute function keep_visible_to();

-- A colleague was added or removed: a private appointment is touched, and the trigger above does the rest.
create function touch_private() returns trigger language plpgsql as $$
declare
  part appointment_participant := case when tg_op = 'DELETE' then old else new end;
begin
  if part.user_id is not null then
    update appointment a set visible_to = a.visible_to
    where a.tenant_id = part.tenant_id and a.id = part.appointment_id and a.is_private;
  end if;
  return null;
end $$;
create trigger visible after insert or delete on appointment_participant for each row execute function touch_private();

-- Who sees a private one is no field of its own in the history, nor is the number that invitations count by.
do $$
begin
  execute replace(pg_get_functiondef('changed_fields(jsonb, jsonb)'::regprocedure),
    '{tenant_id,id,', '{tenant_id,id,visible_to,sequence,');
end $$;

-- When colleagues are busy with private appointments that the one who asks does not see: nothing of what, where, with whom.
-- The owner, whose function this is, may read all of the tenant's; the program's role may not.
create policy busy_times on appointment for select to current_user using (tenant_id = acting_tenant());
create policy busy_times on appointment_participant for select to current_user using (tenant_id = acting_tenant());
create function busy_times(users uuid[], from_at timestamptz, to_at timestamptz)
returns table (user_id uuid, starts_at timestamptz, ends_at timestamptz, is_all_day boolean,
  time_zone text, recurrence text, skipped timestamptz[])
language sql stable security definer set search_path = public, pg_temp as $$
  with hidden as (
    select a.* from appointment a
    where a.tenant_id = acting_tenant() and a.deleted_at is null and a.recurrence is null
      and a.starts_at < to_at and a.starts_at >= from_at - interval '2 days'
      and (a.ends_at > from_at or a.starts_at >= from_at)
      and a.is_private and a.is_busy and a.cancelled_at is null and acting_user() <> all (a.visible_to)
    union all
    select a.* from appointment a
    where a.tenant_id = acting_tenant() and a.deleted_at is null and a.recurrence is null
      and a.ends_at - a.starts_at > interval '2 days' and a.ends_at > from_at and a.starts_at < from_at - interval '2 days'
      and a.is_private and a.is_busy and a.cancelled_at is null and acting_user() <> all (a.visible_to)
    union all
    select a.* from appointment a
    where a.tenant_id = acting_tenant() and a.deleted_at is null and a.recurrence is not null
      and coalesce(a.recurs_until, 'infinity'::timestamptz) > from_at and a.starts_at < to_at
      and a.is_private and a.is_busy and a.cancelled_at is null and acting_user() <> all (a.visible_to)
  )
  select p.user_id, h.starts_at, h.ends_at, h.is_all_day, h.time_zone, h.recurrence,
    case when h.recurrence is not null then h.skipped || array(
      select i.original_starts_at from appointment i
      where i.tenant_id = h.tenant_id and i.series_id = h.id and i.deleted_at is null) end
  from hidden h
  join appointment_participant p on p.tenant_id = h.tenant_id and p.appointment_id = h.id
  where p.user_id = any (users) and p.state <> 'declined'
$$;
-- Which of these colleagues take part in appointments that the caller has been shown: asking the policy for each participant
-- would be a look-up apiece, thousands for a week of a large firm.
create function participants_of(appointments uuid[], users uuid[])
returns table (appointment_id uuid, user_id uuid, state text)
language sql stable security definer set search_path = public, pg_temp rows 1000 as $$
  select p.appointment_id, p.user_id, p.state from appointment_participant p
  where p.tenant_id = acting_tenant() and p.appointment_id = any (appointments) and p.user_id = any (users)
$$;
revoke execute on function participants_of from public;
grant execute on function participants_of to kundebok_app;
revoke execute on function busy_times from public;
grant execute on function busy_times to kundebok_app;
