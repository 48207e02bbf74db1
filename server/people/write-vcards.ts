import ICAL from 'ical.js'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { ListedPerson } from '#contract/person-list.ts'
import type { Role } from '#contract/people.ts'
import { mostCards, type vcards } from '#contract/vcards.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { fileOf, noteExported } from '#server/platform/spreadsheet.ts'
import { readPage, selectionConditions } from './list.ts'

type Version = '4.0' | '3.0'
type Selection = z.output<typeof vcards.many.body>['selection']
type WorkRole = Role & { person_id: string; company_name: string }

/** The selected persons as vCards; that they left the house is in the firm's history. */
export async function exportVcards(tx: Write, who: Who, selection: Selection, version: Version) {
  const bytes = await writeVcards(tx, who, selection, version)
  await noteExported(tx, who, 'person', bytes.count, `vCard ${version}`)
  return fileOf(Buffer.from(bytes.text), 'text/vcard; charset=utf-8', 'personer.vcf')
}

export async function sendVcard(db: Read, who: Who, id: string, version: Version) {
  const { text, count } = await writeVcards(db, who, { ids: [id] }, version)
  if (count === 0) throw new AppError('not_found')
  return fileOf(Buffer.from(text), 'text/vcard; charset=utf-8', 'person.vcf')
}

async function writeVcards(db: Read, who: Who, selection: Selection, version: Version) {
  const conditions = selectionConditions(who, selection)
  const persons = await readPage(db, who, conditions, { sort: 'name', order: 'asc' }, null, mostCards + 1)
  if (persons.length > mostCards) throw new AppError('invalid', { field: 'selection', message: 'selection_large' })
  const { rows: roles } = await sql<WorkRole>`
    select a.*, c.name as company_name from affiliation a
    join company c on c.tenant_id = a.tenant_id and c.id = a.company_id
    where a.tenant_id = ${who.tenant_id} and a.person_id = any (${persons.map(({ id }) => id)}::uuid[])
      and (a.to_on is null or a.to_on > current_date) order by a.id`.execute(db)
  const rolesOf = Map.groupBy(roles, ({ person_id }) => person_id)
  const text = persons.map((person) => vcardOf(person, rolesOf.get(person.id) ?? [], version)).join('')
  return { text, count: persons.length }
}

type Values = string | (string | null)[] | null
type Add = (name: string, value: Values, types?: string[], group?: string) => void

/** One card. Folding and escaping are the library's; what would break a line in another way is taken out before. */
function vcardOf(person: ListedPerson, roles: WorkRole[], version: Version): string {
  const card = new ICAL.Component(['vcard', [['version', {}, 'text', version]], []])
  const add: Add = (name, value, types = [], group) => {
    const isEmpty = Array.isArray(value) ? !value.some(Boolean) : !value
    if (isEmpty) return
    const property = new ICAL.Property(name, card)
    if (types.length > 0) property.setParameter('type', types.length === 1 ? (types[0] ?? '') : types)
    if (group) property.setParameter('group', group)
    property.setValue(Array.isArray(value) ? value.map((part) => oneLine(part ?? '')) : lines(value ?? ''))
    card.addProperty(property)
  }
  const { private_address: home } = person
  add('prodid', '-//Kundebok//NO')
  add('uid', `urn:uuid:${person.id}`)
  if (version === '4.0') add('kind', 'individual')
  add('fn', oneLine(person.name))
  add('n', [person.last_name, person.first_name, '', '', ''])
  add('nickname', person.nickname)
  add('tel', person.mobile, ['cell', 'home'])
  add('tel', person.phone, ['home', 'voice'])
  add('email', person.email, ['home'])
  add('email', person.alternative_email, ['home'])
  if (home) {
    const street = [home.name, home.street, home.street2].filter(Boolean).join(', ')
    add('adr', ['', '', street, home.city, home.state, home.postal_code, home.country], ['home'])
  }
  for (const [at, role] of roles.entries()) addRole(add, role, at === 0 ? undefined : `role${at + 1}`)
  add('bday', person.birth_on)
  add('categories', person.categories.map(({ name }) => name).join(' '))
  add('note', person.note)
  return `${card.toString()}\r\n`
}

/** The second role and those after it are groups of their own, so that no reader mixes them up. */
function addRole(add: Add, role: WorkRole, group: string | undefined) {
  add('org', role.department ? [role.company_name, role.department] : [role.company_name], [], group)
  add('title', role.title, [], group)
  add('tel', role.mobile, ['cell', 'work'], group)
  add('tel', role.phone, ['work', 'voice'], group)
  add('tel', role.fax, ['work', 'fax'], group)
  add('email', role.email, ['work'], group)
}

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const breaks = /\r\n?|[\u000b\u000c\u0085\u2028\u2029]/g
const lines = (text: string) => text.replace(breaks, '\n')
const oneLine = (text: string) => lines(text).replace(/\n+/g, ' ')
