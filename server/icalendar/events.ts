import { sql } from 'kysely'
import type { Read } from '#server/platform/db.ts'
import type { Attendee, CalendarEvent, Party } from './types.ts'

/** Whose calendar it is. */
export type Owner = { tenant_id: string; user_id: string }
export type StoredEvent = Omit<CalendarEvent, 'overrides'> & {
  id: string
  version: number
  organizer_id: string
  overrides: StoredEvent[]
}
type Row = StoredEvent & { series_id: string | null; takes_part: boolean }

/**
 * Appointments in the form of a calendar, those that were asked for and are there: a series with its changed instances, one
 * such instance alone for whoever takes part in that one only. Row-level security judges what the owner may see.
 */
export async function readEvents(
  db: Read,
  { tenant_id, user_id }: Owner,
  ids: string[],
  { is_deleted_too = false } = {},
): Promise<StoredEvent[]> {
  const { rows } = await sql<Row>`
    select a.id, a.version, a.organizer_id, coalesce(s.uid, a.uid) as uid, a.sequence, a.title, a.place, a.description, a.starts_at, a.ends_at,
      a.time_zone, a.is_all_day, a.is_busy, a.is_private, a.reminder_minutes, a.recurrence, a.recurs_until, a.skipped,
      a.series_id, a.original_starts_at, a.cancelled_at, a.created_at, a.changed_at, '[]'::json as overrides,
      ${organizerOf} as organizer, ${attendeesOf} as attendees,
      a.organizer_id = ${user_id} or exists (select from appointment_participant p where p.tenant_id = a.tenant_id
        and p.appointment_id = a.id and p.user_id = ${user_id}) as takes_part
    from appointment a
    left join appointment s on s.tenant_id = a.tenant_id and s.id = a.series_id
    where a.tenant_id = ${tenant_id} and (a.deleted_at is null or ${is_deleted_too}::boolean)
      and a.id in (
        select unnest(${ids}::uuid[])
        union all select i.id from appointment i where i.tenant_id = ${tenant_id} and i.series_id = any (${ids}::uuid[]))
    order by a.starts_at, a.id`.execute(db)
  const asked = new Set(ids)
  const instances = Map.groupBy(rows, ({ series_id }) => series_id)
  return rows
    .filter(({ id, series_id }) => asked.has(id) && !(series_id && asked.has(series_id)))
    .map((row) => withInstances(row, instances.get(row.id) ?? []))
}

/** An instance in which one does not take part falls out of one's own series. */
function withInstances(event: Row, instances: Row[]): StoredEvent {
  const left = instances.flatMap((one) => (one.takes_part ? [] : [one.original_starts_at ?? '']))
  return { ...event, skipped: [...event.skipped, ...left], overrides: instances.filter((one) => one.takes_part) }
}

const organizerOf = sql<Party | null>`(
  select json_build_object('name', m.name, 'email', m.email) from member m
  where m.tenant_id = a.tenant_id and m.user_id = a.organizer_id)`

/** Those who have an address: without one nobody can be named in a calendar. The organizer is named as such. */
const attendeesOf = sql<Attendee[]>`(
  select coalesce(json_agg(json_build_object('name', t.name, 'email', t.email, 'state', t.state, 'is_asked', true)
    order by t.name collate "nb-x-icu", t.email), '[]')
  from (
    select p.state, coalesce(m.name, concat_ws(' ', n.first_name, n.last_name, c.name)) as name,
      coalesce(m.email, n.email, c.email, (select f.email from affiliation f
        where f.tenant_id = p.tenant_id and f.person_id = p.person_id and f.email is not null and f.to_on is null
        order by f.is_primary desc, f.id limit 1)) as email
    from appointment_participant p
    left join member m on m.tenant_id = p.tenant_id and m.user_id = p.user_id
    left join person n on n.tenant_id = p.tenant_id and n.id = p.person_id
    left join company c on c.tenant_id = p.tenant_id and c.id = p.company_id
    where p.tenant_id = a.tenant_id and p.appointment_id = a.id and p.user_id is distinct from a.organizer_id) t
  where t.email is not null)`

/** Which appointments an owner has in a period: those that she organizes, and those that she takes part in and did not decline. */
export async function listEventIds(db: Read, { tenant_id, user_id }: Owner, from: string, to: string, limit: number) {
  const { rows } = await sql<{ id: string }>`
    select a.id from (
      select id from appointment where tenant_id = ${tenant_id} and organizer_id = ${user_id} and deleted_at is null
      union
      select appointment_id from own_participations() where state <> 'declined') mine
    join appointment a on a.tenant_id = ${tenant_id} and a.id = mine.id
    where a.deleted_at is null and a.starts_at < ${to}
      and case when a.recurrence is null then a.ends_at >= ${from} else coalesce(a.recurs_until >= ${from}, true) end
    order by a.starts_at desc, a.id limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}
