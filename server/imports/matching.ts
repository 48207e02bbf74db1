import { sql } from 'kysely'
import { fieldMessage } from '#contract/messages.ts'
import { foldName } from '#contract/rules.ts'
import type { Read } from '#server/platform/db.ts'
import type { Who } from '#server/companies/insert-many.ts'
import type { CompanyValues, ReadRow, Reading } from './values.ts'

export type Known = { id: string; by: 'org_number' | 'customer_number' | 'email' | 'name' }
type Candidate = {
  id: string
  customer_number: number
  org_number: string | null
  email: string | null
  folded_name: string
  postal_code: string | null
}

const postalCodeOf = (company: CompanyValues) => company.postal_address?.postal_code ?? null

/** The strongest of what a company is known by, for finding the same one in two rows. */
export function keyOf(company: CompanyValues): string | null {
  if (company.org_number) return `org:${company.country}:${company.org_number}`
  if (!company.name) return company.customer_number ? `number:${company.customer_number}` : null
  if (company.email) return `email:${company.email}:${foldName(company.name)}`
  return `name:${foldName(company.name)}:${postalCodeOf(company) ?? ''}`
}

/** The registered companies that the rows speak of; one for each row at most. */
export async function findKnown(db: Read, who: Who, rows: ReadRow[]): Promise<(Known | null)[]> {
  const companies = rows.map(({ company }) => company)
  const all = <T>(pick: (company: CompanyValues) => T | null | undefined) => [
    ...new Set(companies.flatMap((company) => (company && pick(company)) ?? [])),
  ]
  const { rows: found } = await sql<Candidate>`
    select c.id, c.customer_number, c.org_number, c.email, c.name as folded_name, c.postal_address ->> 'postal_code' as postal_code
    from company c
    where c.tenant_id = ${who.tenant_id} and c.deleted_at is null and c.id = any (array(
      select id from company where tenant_id = ${who.tenant_id} and org_number = any (${all(({ org_number }) => org_number)})
      union select id from company where tenant_id = ${who.tenant_id} and customer_number = any (${all(({ customer_number }) => customer_number)})
      union select id from company where tenant_id = ${who.tenant_id} and email = any (${all(({ email }) => email)})
      union select find_same(${all(({ name }) => name || null)}::text[], null)))
    order by c.customer_number`.execute(db)
  const candidates = found.map((candidate) => ({ ...candidate, folded_name: foldName(candidate.folded_name) }))
  return companies.map((company) => company && pickKnown(company, candidates))
}

/** Another organisation number is another company, whatever else agrees. */
function pickKnown(company: CompanyValues, candidates: Candidate[]): Known | null {
  const name = foldName(company.name)
  const may = candidates.filter(
    ({ org_number }) => !org_number || !company.org_number || org_number === company.org_number,
  )
  const pick = (by: Known['by'], agrees: (candidate: Candidate) => boolean) => {
    const found = may.find(agrees)
    return found ? { id: found.id, by } : null
  }
  const isNamed = (candidate: Candidate) => candidate.folded_name === name
  return (
    (company.org_number ? pick('org_number', ({ org_number }) => org_number === company.org_number) : null) ??
    (company.customer_number
      ? pick(
          'customer_number',
          (candidate) => candidate.customer_number === company.customer_number && (!name || isNamed(candidate)),
        )
      : null) ??
    (company.email ? pick('email', (candidate) => candidate.email === company.email && isNamed(candidate)) : null) ??
    (name ? pick('name', (candidate) => isNamed(candidate) && candidate.postal_code === postalCodeOf(company)) : null)
  )
}

/** Numbers that other companies than the row's have, deleted ones too: they can not be given again. */
export async function refuseTakenNumbers(
  db: Read,
  who: Who,
  rows: ReadRow[],
  known: (Known | null)[],
  reading: Reading,
) {
  const numbers = rows.flatMap(({ company }) => company?.customer_number ?? [])
  if (numbers.length === 0) return
  const taken = await db
    .selectFrom('company')
    .select(['id', 'customer_number'])
    .where('tenant_id', '=', who.tenant_id)
    .where('customer_number', 'in', numbers)
    .execute()
  const holders = new Map(taken.map(({ id, customer_number }) => [customer_number, id]))
  for (const [at, { company, errors }] of rows.entries()) {
    const holder = company?.customer_number && holders.get(company.customer_number)
    if (holder && holder !== known[at]?.id) errors.push(numberTaken(company, reading))
  }
}

export const numberTaken = (company: CompanyValues, { language }: Reading) => ({
  field: 'customer_number',
  value: String(company.customer_number ?? ''),
  message: fieldMessage('customer_number_taken', language),
})
