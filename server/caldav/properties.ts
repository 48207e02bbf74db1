// The properties of each place (RFC 4918, 4791, 6578, 5397), as far as programs ask for them.
import type { Read } from '#server/platform/db.ts'
import type { Who } from '#server/platform/http.ts'
import { collectionTag, type Entry, syncToken } from './collections.ts'
import { addresses, type Kind } from './places.ts'
import { propertiesAt } from './answer.ts'
import { element, escape, type Node } from './xml.ts'

export type Subject =
  | { is: 'root' | 'principal' | 'home' }
  | { is: 'collection'; kind: Kind }
  | { is: 'object'; kind: Kind; entry: Entry; calendar?: string | undefined }

type Context = { db: Read; who: Who; subject: Subject }
type Property = (context: Context) => Promise<string | null> | string | null

const href = (address: string) => element('D:href', escape(address))
const component = { event: 'VEVENT', task: 'VTODO' } as const
const names = { event: 'Kundebok', task: 'Kundebok – oppgaver' } as const
const isCollection = ({ subject }: Context) => subject.is === 'collection'
const kindOf = ({ subject }: Context) => ('kind' in subject ? subject.kind : null)

const properties: Record<string, Property> = {
  'D:resourcetype': ({ subject }) => {
    if (subject.is === 'object') return ''
    const kinds = { root: '', home: '', principal: element('D:principal'), collection: element('C:calendar') }
    return element('D:collection') + kinds[subject.is]
  },
  'D:displayname': async ({ db, who, subject }) => {
    if (subject.is === 'object') return null
    return escape(subject.is === 'collection' ? names[subject.kind] : await nameOf(db, who))
  },
  'D:current-user-principal': ({ who }) => href(addresses.principal(who.user_id)),
  'D:principal-URL': ({ who, subject }) => (subject.is === 'principal' ? href(addresses.principal(who.user_id)) : null),
  'D:principal-collection-set': () => href(addresses.root),
  'D:owner': ({ who, subject }) => (subject.is === 'root' ? null : href(addresses.principal(who.user_id))),
  'C:calendar-home-set': ({ who, subject }) =>
    subject.is === 'principal' || subject.is === 'root' ? href(addresses.home(who.user_id)) : null,
  'C:calendar-user-address-set': async ({ db, who, subject }) =>
    subject.is === 'principal' ? href(`mailto:${await emailOf(db, who)}`) : null,
  'D:current-user-privilege-set': ({ who }) => {
    const granted =
      who.rights.crm === 'change' ? ['D:read', 'D:write', 'D:write-content', 'D:bind', 'D:unbind'] : ['D:read']
    return granted.map((one) => element('D:privilege', element(one))).join('')
  },
  'D:supported-report-set': (context) => {
    if (!isCollection(context)) return null
    const reports = ['C:calendar-query', 'C:calendar-multiget', 'D:sync-collection']
    return reports.map((one) => element('D:supported-report', element('D:report', element(one)))).join('')
  },
  'C:supported-calendar-component-set': (context) => {
    const kind = isCollection(context) ? kindOf(context) : null
    return kind && `<C:comp name="${component[kind]}"/>`
  },
  'C:supported-calendar-data': (context) =>
    isCollection(context) ? '<C:calendar-data content-type="text/calendar" version="2.0"/>' : null,
  'C:max-resource-size': (context) => (isCollection(context) ? '1000000' : null),
  'CS:getctag': async (context) => {
    const kind = isCollection(context) ? kindOf(context) : null
    return kind && collectionTag(context.db, context.who, kind)
  },
  'D:sync-token': async (context) => (isCollection(context) ? syncToken(context.db) : null),
  'D:getetag': ({ subject }) => (subject.is === 'object' ? escape(`"${subject.entry.etag}"`) : null),
  'D:getcontenttype': ({ subject }) =>
    subject.is === 'object' ? `text/calendar; charset=utf-8; component=${component[subject.kind]}` : null,
  'C:calendar-data': ({ subject }) =>
    subject.is === 'object' && subject.calendar !== undefined ? escape(subject.calendar) : null,
}

/** What is told when nothing is named. */
const usual = ['D:resourcetype', 'D:displayname', 'D:getetag', 'D:getcontenttype', 'D:current-user-principal']

/** The names in D:prop of a request; all usual ones for D:allprop and for an empty body. */
export function wantedProperties(prop: Node | undefined): string[] {
  return prop ? [...new Set(prop.children.map(({ name }) => name))].slice(0, 100) : usual
}

export async function describe(context: Context, at: string, wanted: string[]): Promise<string> {
  const found: string[] = []
  const missing: string[] = []
  for (const name of wanted) {
    const value = Object.hasOwn(properties, name) ? await properties[name]?.(context) : null
    if (typeof value === 'string') found.push(value === '' ? element(name) : element(name, value))
    else missing.push(name)
  }
  return propertiesAt(at, found, missing)
}

async function memberOf(db: Read, { tenant_id, user_id }: Who) {
  return db
    .selectFrom('member')
    .select(['name', 'email'])
    .where('tenant_id', '=', tenant_id)
    .where('user_id', '=', user_id)
    .executeTakeFirstOrThrow()
}
const nameOf = async (db: Read, who: Who) => (await memberOf(db, who)).name
const emailOf = async (db: Read, who: Who) => (await memberOf(db, who)).email
