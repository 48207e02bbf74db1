// GET, PUT and DELETE of a record. A PUT goes through the functions of the screen: the same checks, history, notices.
import { homeZone } from '#contract/zones.ts'
import { readCalendar } from '#server/icalendar/read.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import { type Answer, type Asked, type Reading, refuse, type Writing } from './answer.ts'
import { type Entry, findEntry, writeEntries } from './collections.ts'
import { forgetExtra, keepExtra } from './extra.ts'
import { removeEvent, storeEvent } from './store-event.ts'
import { removeTask, storeTask } from './store-task.ts'

export const get: Reading = async (db, asked) => {
  const entry = await entryOf(db, asked)
  const { place, who, if_none_match } = asked
  if (!entry || place.is !== 'object') throw new AppError('not_found')
  const etag = `"${entry.etag}"`
  if (if_none_match === etag) return { status: 304, headers: { etag } }
  const body = (await writeEntries(db, who, place.kind, [entry.id])).get(entry.id)
  if (body === undefined) throw new AppError('not_found')
  return { status: 200, headers: { etag, 'content-type': 'text/calendar; charset=utf-8' }, body }
}

/** With an ETag where what is kept is octet for octet what came; else the program reads it anew (RFC 4791, 5.3.4). */
export const put: Writing = async (tx, asked) => {
  const { place, who, text } = asked
  if (place.is !== 'object') return { status: 405 }
  const entry = await entryOf(tx, asked)
  refuseUnmatched(asked, entry)
  const calendar = readCalendar(text, homeZone)
  const isEvent = place.kind === 'event'
  const [wanted, other] = isEvent ? [calendar.events, calendar.tasks] : [calendar.tasks, calendar.events]
  if (other.length > 0 && wanted.length === 0) return refuse(403, 'C:supported-calendar-component')
  const uids = new Set([...wanted, ...other].map(({ uid }) => uid))
  if (wanted.length === 0 || uids.size > 1) return refuse(403, 'C:valid-calendar-object-resource')
  const record_id = isEvent
    ? await storeEvent(tx, who, calendar.events, entry)
    : await storeTask(tx, who, calendar.tasks, entry)
  if (record_id === null) return refuse(403, 'C:no-uid-conflict')
  if (!entry) await nameRecord(tx, asked, record_id)
  await keepExtra(tx, who, place.kind, record_id, wanted)
  return { status: entry ? 204 : 201, headers: await tagOfSame(tx, asked) }
}

async function tagOfSame(tx: Write, asked: Asked): Promise<Record<string, string>> {
  const stored = await entryOf(tx, asked)
  if (!stored || asked.place.is !== 'object') return {}
  const written = (await writeEntries(tx, asked.who, asked.place.kind, [stored.id])).get(stored.id)
  return written === asked.text ? { etag: `"${stored.etag}"` } : {}
}

export const remove: Writing = async (tx, asked) => {
  const { place, who } = asked
  if (place.is !== 'object') return { status: 403 }
  const entry = await entryOf(tx, asked)
  if (!entry) throw new AppError('not_found')
  refuseUnmatched(asked, entry)
  await (place.kind === 'event' ? removeEvent : removeTask)(tx, who, entry)
  await forgetExtra(tx, who, entry.id)
  return { status: 204 } satisfies Answer
}

async function entryOf(db: Read, { place, who }: Asked) {
  return place.is === 'object' ? findEntry(db, who, place.kind, place.name) : undefined
}

/** If-Match and If-None-Match (RFC 9110, 13.1): nobody overwrites what she has not seen. */
function refuseUnmatched({ if_match, if_none_match }: Asked, entry: Entry | undefined) {
  const named = (header: string) => header.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  const isNamed = (header: string) =>
    entry !== undefined && (header.trim() === '*' || named(header).includes(`"${entry.etag}"`))
  if (if_match !== undefined && !isNamed(if_match)) throw new AppError('stale')
  if (if_none_match !== undefined && isNamed(if_none_match)) throw new AppError('stale')
}

async function nameRecord(tx: Write, { who, place }: Asked, record_id: string) {
  if (place.is !== 'object') return
  const { tenant_id, user_id } = who
  await tx
    .deleteFrom('dav_object')
    .where('tenant_id', '=', tenant_id)
    .where('user_id', '=', user_id)
    .where((eb) => eb.or([eb('record_id', '=', record_id), eb.and({ kind: place.kind, name: place.name })]))
    .execute()
  await tx
    .insertInto('dav_object')
    .values({ tenant_id, user_id, kind: place.kind, name: place.name, record_id })
    .execute()
}
