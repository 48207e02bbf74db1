// REPORT: calendar-query and calendar-multiget (RFC 4791, 7.8 and 7.9), sync-collection (RFC 6578).
import type { Read } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import { type Answer, type Asked, goneAt, multistatus, type Reading, refuse } from './answer.ts'
import { changesSince, type Entry, findEntries, listEntries, syncToken, writeEntries } from './collections.ts'
import { isMeant } from './filter.ts'
import { addresses, type Kind, placeAt } from './places.ts'
import { describe, wantedProperties } from './properties.ts'
import { childOf, element, escape, type Node } from './xml.ts'

const MOST_NAMED = 1_000

export const report: Reading = async (db, asked) => {
  const { xml, place } = asked
  if (place.is !== 'collection' && place.is !== 'object') return refuse(403, 'D:supported-report')
  const reports = { 'C:calendar-query': query, 'C:calendar-multiget': multiget, 'D:sync-collection': sync }
  if (!xml) throw new AppError('malformed')
  const make = Object.hasOwn(reports, xml.name) ? reports[xml.name as keyof typeof reports] : null
  return make ? make(db, asked, xml, place.kind) : refuse(403, 'D:supported-report')
}

type Making = (db: Read, asked: Asked, xml: Node, kind: Kind) => Promise<Answer>

const query: Making = async (db, asked, xml, kind) => {
  const outer = childOf(childOf(xml, 'C:filter'), 'C:comp-filter')
  const filter = childOf(outer, 'C:comp-filter')
  const name = { event: 'VEVENT', task: 'VTODO' }[kind]
  // What asks for the other kind finds nothing here.
  if (filter && filter.attributes.name !== name && !childOf(filter, 'C:is-not-defined')) return multistatus()
  const all = await listEntries(db, asked.who, kind)
  const ids = all.map(({ id }) => id)
  const calendars = filter || wantsData(xml) ? await writeEntries(db, asked.who, kind, ids) : new Map<string, string>()
  const meant = all.filter(({ id }) => !filter || isMeant(calendars.get(id) ?? '', filter))
  return multistatus(...(await tell(db, asked, xml, kind, meant, calendars)))
}

const multiget: Making = async (db, asked, xml, kind) => {
  const named = xml.children.filter((child) => child.name === 'D:href').map(({ text }) => text)
  if (named.length > MOST_NAMED) return refuse(403, 'D:number-of-matches-within-limits')
  const nameOf = (href: string) => {
    const place = placeAt(href)
    return place?.is === 'object' && place.kind === kind && place.user_id === asked.who.user_id ? place.name : null
  }
  const found = await findEntries(
    ...([db, asked.who, kind] as const),
    named.flatMap((href) => nameOf(href) ?? []),
  )
  const there = new Set(found.map(({ name }) => name))
  const gone = named.filter((href) => !there.has(nameOf(href) ?? ''))
  return multistatus(...(await tell(db, asked, xml, kind, found)), ...gone.map(goneAt))
}

const sync: Making = async (db, asked, xml, kind) => {
  const { who } = asked
  const token = childOf(xml, 'D:sync-token')?.text ?? ''
  // Taken before anything is read: what is written meanwhile is told twice rather than never.
  const next = element('D:sync-token', escape(await syncToken(db)))
  if (token === '') return multistatus(...(await tell(db, asked, xml, kind, await listEntries(db, who, kind))), next)
  const since = await changesSince(db, who, kind, token)
  if (!since) return refuse(403, 'D:valid-sync-token')
  const gone = since.gone.map((name) => goneAt(addresses.object(who.user_id, kind, name)))
  return multistatus(...(await tell(db, asked, xml, kind, since.changed)), ...gone, next)
}

const wantsData = (xml: Node) => childOf(childOf(xml, 'D:prop'), 'C:calendar-data') !== undefined

async function tell(db: Read, { who }: Asked, xml: Node, kind: Kind, entries: Entry[], written?: Map<string, string>) {
  const wanted = wantedProperties(childOf(xml, 'D:prop'))
  const ids = entries.map(({ id }) => id)
  const calendars = wantsData(xml) ? (written ?? (await writeEntries(db, who, kind, ids))) : null
  const told: string[] = []
  for (const entry of entries) {
    const subject = { is: 'object', kind, entry, calendar: calendars?.get(entry.id) } as const
    told.push(await describe({ db, who, subject }, addresses.object(who.user_id, kind, entry.name), wanted))
  }
  return told
}
