-- A week of a large firm asks who takes part in a thousand appointments: the answer stands in the index.
drop index appointment_participant_appointment;
create index appointment_participant_appointment on appointment_participant (tenant_id, appointment_id) include (user_id, state);

-- What colleagues have in a period, in one pass: what the caller sees, and of what she does not see the times alone, where
-- they keep someone busy. Asking the policy for each participant would be a look-up apiece, thousands for such a week.
drop function busy_times(uuid[], timestamptz, timestamptz);
drop function participants_of(uuid[], uuid[]);
create function calendar_between(users uuid[], from_at timestamptz, to_at timestamptz)
returns table (id uuid, version bigint, series_id uuid, original_starts_at timestamptz, title text, place text,
  starts_at timestamptz, ends_at timestamptz, time_zone text, is_all_day boolean, is_busy boolean, is_private boolean,
  reminder_minutes integer, organizer_id uuid, recurrence text, left_out timestamptz[], colleagues text)
language sql stable security definer set search_path = public, pg_temp rows 1000 as $$
  with found as materialized (
    -- Single ones that begin lately enough, those that last long, and series that have not ended: each by an index of its own.
    select * from appointment
    where tenant_id = acting_tenant() and deleted_at is null and cancelled_at is null and recurrence is null
      and starts_at < to_at and starts_at >= from_at - interval '2 days' and (ends_at > from_at or starts_at >= from_at)
    union all
    select * from appointment
    where tenant_id = acting_tenant() and deleted_at is null and cancelled_at is null and recurrence is null
      and ends_at - starts_at > interval '2 days' and ends_at > from_at and starts_at < from_at - interval '2 days'
    union all
    select * from appointment
    where tenant_id = acting_tenant() and deleted_at is null and cancelled_at is null and recurrence is not null
      and coalesce(recurs_until, 'infinity'::timestamptz) > from_at and starts_at < to_at
  ), parts as (
    -- All at once, by the index in its order.
    select appointment_id, string_agg(user_id || ' ' || state, ',') as everyone,
      string_agg(user_id || ' ' || state, ',') filter (where state <> 'declined') as taken
    from appointment_participant
    where tenant_id = acting_tenant() and appointment_id = any (array(select f.id from found f)) and user_id = any (users)
    group by appointment_id
  ), told as (
    select f.*, p.everyone, p.taken, f.visible_to is null or acting_user() = any (f.visible_to) as is_seen
    from found f join parts p on p.appointment_id = f.id
  )
  select
    case when is_seen then t.id end, case when is_seen then t.version end, case when is_seen then t.series_id end,
    case when is_seen then t.original_starts_at end, case when is_seen then t.title end, case when is_seen then t.place end,
    t.starts_at, t.ends_at, t.time_zone, t.is_all_day, t.is_busy, t.is_private,
    case when is_seen then t.reminder_minutes end, case when is_seen then t.organizer_id end, t.recurrence,
    case when t.recurrence is not null then t.skipped || array(
      select i.original_starts_at from appointment i
      where i.tenant_id = t.tenant_id and i.series_id = t.id and i.deleted_at is null) end,
    case when is_seen then t.everyone else t.taken end
  from told t
  where is_seen or (t.is_busy and t.taken is not null)
$$;
comment on function calendar_between is 'Appointments and series in a period that any of these colleagues takes part in; colleagues: those of them who do, as "user state" with commas between. Of private ones that the caller does not see there are the times alone, where they keep someone busy (id is null). left_out: the beginnings of a series that fell out or were changed by themselves.';
revoke execute on function calendar_between from public;
grant execute on function calendar_between to kundebok_app;
