-- A week of a large firm asks who takes part in a thousand appointments. Looked up one by one that took longer than all the
-- rest: each participant has the time as well, so that those of a week stand together in an index.
alter table appointment_participant add column starts_at timestamptz, add column runs_until timestamptz;
comment on column appointment_participant.starts_at is 'Of the appointment, kept by triggers.';
comment on column appointment_participant.runs_until is 'Of a series: its end, infinity when it has none; of a single appointment null. Kept by triggers.';

create function time_participant() returns trigger language plpgsql as $$
begin
  select a.starts_at, case when a.recurrence is not null then coalesce(a.recurs_until, 'infinity') end
    into new.starts_at, new.runs_until
    from appointment a where a.tenant_id = new.tenant_id and a.id = new.appointment_id;
  return new;
end $$;
create trigger timed before insert on appointment_participant for each row execute function time_participant();

create function time_participants() returns trigger language plpgsql as $$
begin
  update appointment_participant p
    set starts_at = new.starts_at, runs_until = case when new.recurrence is not null then coalesce(new.recurs_until, 'infinity') end
    where p.tenant_id = new.tenant_id and p.appointment_id = new.id;
  return null;
end $$;
create trigger timed after update on appointment for each row
  when ((old.starts_at, old.recurrence, old.recurs_until) is distinct from (new.starts_at, new.recurrence, new.recurs_until))
  execute function time_participants();

-- Nobody did that: nothing is told of it. The owner sees all firms' rows meanwhile.
alter table appointment no force row level security;
alter table appointment_participant no force row level security;
alter table appointment_participant disable trigger user;
update appointment_participant p
  set starts_at = a.starts_at, runs_until = case when a.recurrence is not null then coalesce(a.recurs_until, 'infinity') end
  from appointment a where a.tenant_id = p.tenant_id and a.id = p.appointment_id;
alter table appointment_participant enable trigger user;
alter table appointment_participant force row level security;
alter table appointment force row level security;
alter table appointment_participant add check (starts_at is not null);

create index appointment_participant_time on appointment_participant (tenant_id, starts_at) include (appointment_id, user_id, state)
  where user_id is not null and runs_until is null;
create index appointment_participant_series on appointment_participant (tenant_id, runs_until) include (appointment_id, user_id, state)
  where user_id is not null and runs_until is not null;

-- What colleagues have in a period, in one pass: what the caller sees, and of what she does not see the times alone, where
-- they keep someone busy.
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
  ), part as (
    select appointment_id, user_id, state from appointment_participant
    where tenant_id = acting_tenant() and user_id is not null and runs_until is null
      and starts_at < to_at and starts_at >= from_at - interval '2 days'
    union all
    select p.appointment_id, p.user_id, p.state from found f
      join appointment_participant p on p.tenant_id = f.tenant_id and p.appointment_id = f.id and p.user_id is not null
    where f.recurrence is null and f.starts_at < from_at - interval '2 days'
    union all
    select appointment_id, user_id, state from appointment_participant
    where tenant_id = acting_tenant() and user_id is not null and runs_until > from_at and runs_until is not null
  ), parts as (
    select appointment_id, string_agg(user_id || ' ' || state, ',') as everyone,
      string_agg(user_id || ' ' || state, ',') filter (where state <> 'declined') as taken
    from part where user_id = any (users) group by appointment_id
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
