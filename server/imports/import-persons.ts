import { sql } from 'kysely'
import { foldName } from '#contract/rules.ts'
import { insertRows, type Who } from '#server/companies/insert-many.ts'
import type { Write } from '#server/platform/db.ts'
import type { Result } from './results.ts'
import type { PersonValues, Row, Tally } from './values.ts'

type Contact = {
  affiliation_id: string | null
  company_id: string | null
  person_id: string
  name: string
  email: string | null
} & Record<(typeof roleFields)[number], string | null>

const roleFields = ['title', 'department', 'phone', 'mobile', 'email'] as const

/**
 * The contacts of the rows. One who is in the company already, by name or e-mail, gets what her role lacks; one who is known
 * elsewhere by name and e-mail gets a role here; another is made.
 */
export async function importPersons(tx: Write, who: Who, all: Row[], tally: Tally): Promise<Result[]> {
  const rows = all.filter(({ person, is_skipped }) => person && !is_skipped)
  if (rows.length === 0) return []
  const contacts = await readContacts(tx, who, rows)
  const results: Result[] = []
  const persons: Record<string, unknown>[] = []
  const roles: Record<string, unknown>[] = []
  const { rows: ids } = await sql<{
    id: string
  }>`select uuid_v7() as id from generate_series(1, ${2 * rows.length})`.execute(tx)
  const nextId = () => ids.pop()?.id ?? ''
  const { tenant_id } = who
  for (const { person, company_id } of rows as (Row & { person: PersonValues })[]) {
    const same = contacts.filter((contact) => isSame(contact, person))
    const here = same.find((contact) => contact.company_id === company_id && company_id !== null)
    if (here) {
      const result = await fillRole(tx, who, here, person)
      if (result) results.push(result)
      continue
    }
    const elsewhere = same.find(({ email }) => person.email !== null && email === person.email)
    if (elsewhere && company_id === null) continue
    const { first_name, last_name, birth_on, title, department, phone, mobile, email } = person
    const person_id = elsewhere?.person_id ?? nextId()
    if (!elsewhere) {
      const own = company_id === null ? { phone, mobile, email } : { phone: null, mobile: null, email: null }
      persons.push({ tenant_id, id: person_id, first_name, last_name, birth_on, ...own })
      results.push(made('person', person_id))
      tally.persons += 1
    }
    if (company_id === null) continue
    const id = nextId()
    roles.push({ tenant_id, id, person_id, company_id, title, department, phone, mobile, email })
    results.push(made('affiliation', id))
  }
  await insertRows(tx, 'person', persons)
  await insertRows(tx, 'affiliation', roles)
  return results
}

const made = (kind: Result['kind'], record_id: string): Result => ({
  kind,
  record_id,
  action: 'made',
  key: null,
  before: null,
  record_version: 1,
})

const isSame = (contact: Contact, person: PersonValues) =>
  foldName(contact.name) === foldName(`${person.first_name ?? ''} ${person.last_name ?? ''}`)

/** Who is in the rows' companies, and who has one of their e-mail addresses anywhere. */
async function readContacts(tx: Write, who: Who, rows: Row[]): Promise<Contact[]> {
  const companies = rows.flatMap(({ company_id }) => company_id ?? [])
  const emails = rows.flatMap(({ person }) => person?.email ?? [])
  const { rows: contacts } = await sql<Contact>`
    select a.id as affiliation_id, a.company_id, p.id as person_id, concat_ws(' ', p.first_name, p.last_name) as name,
      a.title, a.department, a.phone, a.mobile, coalesce(a.email, p.email) as email
    from person p left join affiliation a on a.tenant_id = p.tenant_id and a.person_id = p.id
    where p.tenant_id = ${who.tenant_id} and p.deleted_at is null and p.id = any (array(
      select person_id from affiliation where tenant_id = ${who.tenant_id} and company_id = any (${companies}::uuid[])
      union select person_id from affiliation where tenant_id = ${who.tenant_id} and email = any (${emails}::text[])
      union select id from person where tenant_id = ${who.tenant_id} and email = any (${emails}::text[])))`.execute(tx)
  return contacts
}

async function fillRole(tx: Write, who: Who, contact: Contact, person: PersonValues): Promise<Result | null> {
  const lacking = roleFields.filter((field) => person[field] && !contact[field])
  if (lacking.length === 0 || !contact.affiliation_id) return null
  const changed = await tx
    .updateTable('affiliation')
    .set(Object.fromEntries(lacking.map((field) => [field, person[field]])))
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', contact.affiliation_id)
    .returning('version')
    .executeTakeFirstOrThrow()
  const before = Object.fromEntries(lacking.map((field) => [field, null]))
  return {
    kind: 'affiliation',
    record_id: contact.affiliation_id,
    action: 'changed',
    key: null,
    before,
    record_version: changed.version,
  }
}
