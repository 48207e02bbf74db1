// What lies in a member's two collections: her appointments, and the tasks that she is responsible for.
import { type RawBuilder, sql } from 'kysely'
import { readEvents, type StoredEvent } from '#server/icalendar/events.ts'
import { readTasks } from '#server/icalendar/tasks.ts'
import { writeCalendar } from '#server/icalendar/write.ts'
import type { Read } from '#server/platform/db.ts'
import type { Who } from '#server/platform/http.ts'
import { readExtra } from './extra.ts'
import type { Kind } from './places.ts'

/** `etag` changes with anything that the record tells in a calendar. */
export type Entry = { id: string; name: string; etag: string; version: number }

/** More than that no program wants at once; the newest are taken. */
const MOST = 5_000

/** What is older lies in no collection, and is still found by its name. */
const inWindow = {
  event: sql`case when r.recurrence is null then r.ends_at >= now() - interval '1 year'
    else coalesce(r.recurs_until >= now() - interval '1 year', true) end`,
  task: sql`(r.closed_at is null or r.closed_at >= now() - interval '90 days')`,
}

/** A changed instance lies there by itself for whoever takes part in that one alone. */
const mine = {
  event: ({ user_id }: Who) => {
    const takesPart = (id: RawBuilder<unknown>) => sql`exists (select from appointment_participant p
      where p.tenant_id = r.tenant_id and p.appointment_id = ${id} and p.user_id = ${user_id} and p.state <> 'declined')`
    const hasSeries = sql`exists (select from appointment s where s.tenant_id = r.tenant_id and s.id = r.series_id
      and (s.organizer_id = ${user_id} or ${takesPart(sql`s.id`)}))`
    return sql`case when r.series_id is null then r.organizer_id = ${user_id} or ${takesPart(sql`r.id`)}
      else ${takesPart(sql`r.id`)} and not ${hasSeries} end`
  },
  task: ({ user_id }: Who) => sql`r.responsible_id = ${user_id}`,
}

/** What may be among them, in one look at the indexes: each is judged by the rule above. */
const candidates = {
  event: ({ tenant_id, user_id }: Who) => sql`r.id in (
    select id from appointment where tenant_id = ${tenant_id} and organizer_id = ${user_id} and deleted_at is null
      and (recurrence is not null or starts_at >= now() - interval '2 years')
    union select appointment_id from own_participations() where state <> 'declined')`,
  task: () => sql`true`,
}

const tables = { event: sql.table('appointment'), task: sql.table('task') }

async function entries(db: Read, who: Who, kind: Kind, condition: RawBuilder<unknown>): Promise<Entry[]> {
  const { rows } = await sql<Entry>`
    select r.id, coalesce(o.name, r.id || '.ics') as name, r.version,
      r.version || '-' || coalesce(c.changed_in::text, '0') as etag
    from ${tables[kind]} r
    left join dav_object o on o.tenant_id = r.tenant_id and o.user_id = ${who.user_id} and o.record_id = r.id
    left join dav_change c on c.tenant_id = r.tenant_id and c.user_id = ${who.user_id} and c.record_id = r.id
    where r.tenant_id = ${who.tenant_id} and r.deleted_at is null and ${mine[kind](who)} and ${condition}
    order by r.created_at desc, r.id limit ${MOST}`.execute(db)
  return rows
}

export const listEntries = (db: Read, who: Who, kind: Kind) =>
  entries(db, who, kind, sql`${inWindow[kind]} and ${candidates[kind](who)}`)

/** Also what is older than the collection. */
export async function findEntry(db: Read, who: Who, kind: Kind, name: string): Promise<Entry | undefined> {
  const [found] = await findEntries(db, who, kind, [name])
  return found
}

export async function findEntries(db: Read, who: Who, kind: Kind, names: string[]): Promise<Entry[]> {
  const ids = names.flatMap((name) => /^([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\.ics$/.exec(name)?.[1] ?? [])
  const found = await entries(
    ...([db, who, kind] as const),
    sql`r.id in (select unnest(${ids}::uuid[]) union all select record_id from dav_object
      where tenant_id = ${who.tenant_id} and user_id = ${who.user_id} and kind = ${kind} and name = any (${names}))`,
  )
  // Who gave a record a name does not find it by another.
  return found.filter(({ name }) => names.includes(name))
}

/** The records in writing, by their ids. */
export async function writeEntries(db: Read, who: Who, kind: Kind, ids: string[]): Promise<Map<string, string>> {
  if (kind === 'task') {
    const tasks = await readTasks(db, who, ids)
    const extraOf = await readExtra(db, who, ids)
    return new Map(tasks.map((task) => [task.id, writeCalendar({ tasks: [{ ...task, extra: extraOf(task.id) }] })]))
  }
  const events = await readEvents(db, who, ids)
  const extraOf = await readExtra(db, who, ids)
  const whole = ({ overrides, ...event }: StoredEvent) => ({
    ...event,
    extra: extraOf(event.id, event.original_starts_at),
    overrides: overrides.map((one) => ({ ...one, extra: extraOf(event.id, one.original_starts_at) })),
  })
  return new Map(events.map((event) => [event.id, writeCalendar({ events: [whole(event)] })]))
}

/** Changes with each change of what is there; two that are written at once both count. */
export async function collectionTag(db: Read, who: Who, kind: Kind): Promise<string> {
  const { rows } = await sql<{ tag: string }>`
    select count(*) || '-' || coalesce(sum(changed_in::text::numeric), 0) as tag from dav_change
    where tenant_id = ${who.tenant_id} and user_id = ${who.user_id} and kind = ${kind}`.execute(db)
  return rows[0]?.tag ?? '0'
}

/**
 * Up to which transaction all is seen: what a later one writes is reported by the next sync. Bound to this very database
 * cluster, for in one that was restored elsewhere the numbers begin anew.
 */
export async function syncToken(db: Read): Promise<string> {
  const { rows } = await sql<{ token: string }>`
    select (select system_identifier from pg_control_system()) || '-' || pg_snapshot_xmin(pg_current_snapshot()) as token`.execute(
    db,
  )
  return `urn:kundebok:sync:${rows[0]?.token ?? ''}`
}

/** What changed since then, and what is there no more; null when the token is none of ours. */
export async function changesSince(db: Read, who: Who, kind: Kind, token: string) {
  const now = await syncToken(db)
  const [cluster, last] = now.split('-')
  const [its, since] = token.split('-')
  if (its !== cluster || !/^\d{1,19}$/.test(since ?? '') || BigInt(since ?? 0) > BigInt(last ?? 0)) return null
  const { rows } = await sql<{ record_id: string; name: string }>`
    select c.record_id, coalesce(o.name, c.record_id || '.ics') as name
    from dav_change c
    left join dav_object o on o.tenant_id = c.tenant_id and o.user_id = c.user_id and o.record_id = c.record_id
    where c.tenant_id = ${who.tenant_id} and c.user_id = ${who.user_id} and c.kind = ${kind}
      and c.changed_in >= ${since}::xid8 limit 20000`.execute(db)
  const ids = rows.map(({ record_id }) => record_id)
  const there = await entries(db, who, kind, sql`r.id = any (${ids}::uuid[]) and ${inWindow[kind]}`)
  const left = new Set(there.map(({ id }) => id))
  return { changed: there, gone: rows.filter(({ record_id }) => !left.has(record_id)).map(({ name }) => name) }
}
