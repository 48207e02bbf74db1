import { sql } from 'kysely'
import type { z } from 'zod'
import { foldLetters } from '#contract/rules.ts'
import type { ReadCard, vcards } from '#contract/vcards.ts'
import { drawCustomerNumber } from '#server/firm/number-series.ts'
import { actAs, type Read, type Write } from '#server/platform/db.ts'
import type { Who } from '#server/platform/http.ts'
import { createPerson } from './persons.ts'
import type { FoundCard } from './read-vcards.ts'
import { link } from './roles.ts'

type Known = {
  id: string
  name: string
  folded: string
  company_name: string | null
  emails: string[]
  numbers: string[]
}
type Keys = { name: string; emails: string[]; numbers: string[] }

/** Each card with the company that it names, and those who are likely the same person: here, or earlier in the file. */
export async function matchCards(db: Write, who: Who, found: FoundCard[]): Promise<ReadCard[]> {
  const keys = found.map(keysOf)
  const known = await readKnown(db, who, keys)
  const companies = await readCompanies(db, who, found)
  const earlier = new Map<string, number>()
  return found.map((card, at) => {
    const mine = keys[at] ?? { name: '', emails: [], numbers: [] }
    const words = wordsOf(mine)
    const same_card = words.map((word) => earlier.get(word)).find((place) => place !== undefined) ?? null
    if (card.person) for (const word of words) if (!earlier.has(word)) earlier.set(word, card.at)
    const same = [...new Set(words.flatMap((word) => known.get(word) ?? []))].slice(0, 5)
    const folded = card.company_name && foldLetters(card.company_name.trim())
    const company_id = (folded && companies.get(folded)) || null
    const { person, role } = card
    const isNew = folded !== null && folded !== '' && !companies.has(folded)
    return {
      ...(company_id ? card : withoutCompany(card)),
      company_id,
      with_company: isNew && person && role ? { person, role } : null,
      same: same.map((person) => ({ ...person, because: becauseOf(mine, person) })),
      same_card,
    }
  })
}

/** Where no company of ours is named, what would have been her role is hers, or stands in the note: nothing is lost. */
function withoutCompany(card: FoundCard): FoundCard {
  const { person, role, company_name } = card
  if (!person || !role) return card
  const { phone, mobile, email, fax, title, department } = role
  const own = { phone: person.phone ?? phone, mobile: person.mobile ?? mobile, email: person.email ?? email }
  const left = [
    [company_name, department, title].filter(Boolean).join(', '),
    ...[phone, mobile, email, fax].filter((value) => value && !Object.values(own).includes(value)),
  ]
  return { ...card, role: null, person: { ...person, ...own, note: [person.note, ...left].filter(Boolean).join('\n') } }
}

function keysOf({ person, role }: FoundCard): Keys {
  const all = [person, role]
  const given = (fields: (string | null | undefined)[]) => fields.filter((value): value is string => Boolean(value))
  return {
    // One name alone is many people's.
    name: person?.first_name && person.last_name ? foldLetters(`${person.first_name} ${person.last_name}`) : '',
    emails: given([...all.map((one) => one?.email), person?.alternative_email]),
    numbers: given(all.flatMap((one) => [one?.phone, one?.mobile])),
  }
}

const wordsOf = ({ name, emails, numbers }: Keys) => [...(name ? [name] : []), ...emails, ...numbers]

const becauseOf = (mine: Keys, { folded, emails, numbers }: Known) => [
  ...(mine.name !== '' && mine.name === folded ? ['name'] : []),
  ...(mine.numbers.some((number) => numbers.includes(number)) ? ['phone'] : []),
  ...(mine.emails.some((address) => emails.includes(address)) ? ['email'] : []),
]

/** Those who are here by any name, address or number of the file: all cards are asked for at once. */
async function readKnown(db: Write, who: Who, keys: Keys[]): Promise<Map<string, Known[]>> {
  const { tenant_id } = who
  const [names, emails, numbers] = [
    keys.map(({ name }) => name).filter(Boolean),
    keys.flatMap((one) => one.emails),
    keys.flatMap((one) => one.numbers),
  ]
  const by = (table: 'person' | 'affiliation', column: string, values: string[]) => sql`
    (select ${sql.ref(table === 'person' ? 'id' : 'person_id')} from ${sql.table(table)}
      where tenant_id = ${tenant_id} and ${sql.ref(column)} = any (${values}::text[]) limit 10000)`
  const { rows } = await sql<Known>`
    select p.id, concat_ws(' ', p.first_name, p.last_name) as name, fold(concat_ws(' ', p.first_name, p.last_name)) as folded,
      (select c.name from affiliation a join company c on c.tenant_id = a.tenant_id and c.id = a.company_id
        where a.tenant_id = p.tenant_id and a.person_id = p.id order by a.to_on nulls first limit 1) as company_name,
      array_remove(array[p.email, p.alternative_email] || array(select a.email from affiliation a
        where a.tenant_id = p.tenant_id and a.person_id = p.id), null) as emails,
      array_remove(array[p.phone, p.mobile] || array(select unnest(array[a.phone, a.mobile]) from affiliation a
        where a.tenant_id = p.tenant_id and a.person_id = p.id), null) as numbers
    from person p where p.tenant_id = ${tenant_id} and p.deleted_at is null and p.id = any (array(
      ${by('person', 'email', emails)} union ${by('person', 'alternative_email', emails)}
      union ${by('person', 'phone', numbers)} union ${by('person', 'mobile', numbers)}
      union ${by('affiliation', 'email', emails)} union ${by('affiliation', 'phone', numbers)}
      union ${by('affiliation', 'mobile', numbers)}
      union (select find_namesakes(${names}::text[]) limit 10000)))`.execute(db)
  const known = new Map<string, Known[]>()
  for (const person of rows)
    for (const word of wordsOf({ ...person, name: person.folded }))
      known.set(word, [...(known.get(word) ?? []), person])
  return known
}

/** Companies by their folded names; of two with one name none is meant. */
type Names = { company_name: string | null }[]
async function readCompanies(db: Read, who: Who, found: Names): Promise<Map<string, string | null>> {
  const names = [...new Set(found.flatMap(({ company_name }) => company_name ?? []))]
  const { rows } = await sql<{ id: string; folded: string }>`
    select c.id, fold(c.name) as folded from company c where c.tenant_id = ${who.tenant_id} and c.deleted_at is null
      and c.id = any (array(select find_same(${names}::text[], '')))`.execute(db)
  const companies = new Map<string, string | null>()
  for (const { id, folded } of rows) companies.set(folded, companies.has(folded) ? null : id)
  return companies
}

type Card = z.output<typeof vcards.make.body>['cards'][number]

/** All of these or none; history says that they were imported. */
export async function importCards(tx: Write, who: Who, cards: Card[]): Promise<string[]> {
  await actAs(tx, { tenant_id: who.tenant_id, user_id: who.user_id, via: 'import' })
  const companies = await readCompanies(tx, who, cards)
  const ids: string[] = []
  for (const { person, role, company_name, ...card } of cards) {
    const { id: person_id } = await createPerson(tx, who, person)
    const company_id = card.company_id ?? (company_name && (await provideCompany(tx, who, companies, company_name)))
    if (company_id && role) await link(tx, who, { person_id, company_id, role })
    ids.push(person_id)
  }
  return ids
}

/** One with that very name, or a new one. */
async function provideCompany(tx: Write, who: Who, companies: Map<string, string | null>, name: string) {
  const folded = foldLetters(name)
  const known = companies.get(folded)
  if (known) return known
  const { tenant_id, user_id: owner_id } = who
  const customer_number = await drawCustomerNumber(tx, tenant_id)
  const { id } = await tx
    .insertInto('company')
    .values({ tenant_id, name, customer_number, owner_id })
    .returning('id')
    .executeTakeFirstOrThrow()
  companies.set(folded, id)
  return id
}
