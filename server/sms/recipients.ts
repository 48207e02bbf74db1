// Whom a message would go to: with which number, and why some are left out.
import { type RawBuilder, sql } from 'kysely'
import type { Recipient, SmsKind, SmsTarget } from '#contract/sms.ts'
import { isTextable } from '#contract/sms-text.ts'
import { selectionConditions as companyConditions } from '#server/companies/list.ts'
import { selectionConditions as personConditions } from '#server/people/list.ts'
import type { Read } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { isCustomer, readConsents, readStops, whyNoAdvertising } from './consents.ts'

const MOST = 5_000

type Row = {
  kind: 'company' | 'person'
  id: string
  name: string
  first_name: string | null
  company_id: string | null
  company_name: string | null
  /** In the order in which they are tried. */
  numbers: string[]
  is_customer: boolean
}
export type Addressed = Omit<Row, 'numbers'> & Pick<Recipient, 'number' | 'reason'>

export async function findRecipients(
  db: Read,
  who: Who,
  { to, kind, except }: { to: SmsTarget; kind: SmsKind; except: string[] },
): Promise<Addressed[]> {
  const rows = await candidates(db, who, to)
  if (rows.length > MOST) throw new AppError('invalid', { field: 'to', message: 'selection_large' })
  const excluded = new Set(except)
  const given = 'number' in to ? (to.number ?? null) : null
  const chosen = rows.map(({ numbers, ...row }) => ({
    ...row,
    ...(excluded.has(row.id)
      ? { number: chooseNumber(numbers).number, reason: 'excluded' as const }
      : chooseNumber(given ? [given] : numbers)),
  }))
  return eachNumberOnce(kind === 'marketing' ? await withoutUnwilling(db, who, chosen) : chosen)
}

function chooseNumber(numbers: string[]): Pick<Recipient, 'number' | 'reason'> {
  const number = numbers.find(isTextable)
  if (number) return { number, reason: null }
  const [landline = null] = numbers
  return { number: landline, reason: landline ? 'landline' : 'no_number' }
}

async function withoutUnwilling(db: Read, who: Who, all: Addressed[]): Promise<Addressed[]> {
  const stops = await readStops(
    db,
    who,
    all.flatMap(({ number }) => number ?? []),
  )
  const said = await readConsents(
    db,
    who,
    all.flatMap(({ kind, id }) => (kind === 'person' ? [id] : [])),
  )
  return all.map((one) => {
    if (one.reason || !one.number) return one
    const { given_at = null, withdrawn_at = null } = said.get(one.id) ?? {}
    const stopped_at = stops.get(one.number) ?? null
    return { ...one, reason: whyNoAdvertising({ given_at, withdrawn_at, stopped_at, is_customer: one.is_customer }) }
  })
}

function eachNumberOnce(all: Addressed[]): Addressed[] {
  const taken = new Set<string>()
  return all.map((one) => {
    // Whoever takes one out means the number, not only the name.
    if (one.reason === 'excluded' && one.number) taken.add(one.number)
    if (one.reason || !one.number) return one
    if (taken.has(one.number)) return { ...one, reason: 'same_number' }
    taken.add(one.number)
    return one
  })
}

async function candidates(db: Read, who: Who, to: SmsTarget): Promise<Row[]> {
  if ('companies' in to) return selectedCompanies(db, who, companyConditions(who, to.companies))
  if ('persons' in to) return selectedPersons(db, who, personConditions(who, to.persons))
  const rows =
    'company_id' in to
      ? await companyWithContacts(db, who, to.company_id, to.number ?? null)
      : await selectedPersons(db, who, [sql`p.id = ${to.person_id}::uuid`], to.number ?? null)
  if (rows.length === 0) throw new AppError('not_found')
  return rows
}

const present = sql`(r.to_on is null or r.to_on > current_date)`

/** The role's own numbers before the person's, mobiles before the rest. */
const numbersOf = (role: RawBuilder<unknown>) =>
  sql`array_remove(array[${role}.mobile, p.mobile, ${role}.phone, p.phone], null)`

/** Of a company without a mobile of its own its first contact gets the message. */
async function selectedCompanies(db: Read, who: Who, conditions: RawBuilder<unknown>[]): Promise<Row[]> {
  const all = [sql`c.tenant_id = ${who.tenant_id}`, sql`c.deleted_at is null`, ...conditions]
  const { rows } = await sql<Row & { contact: Row | null }>`
    select 'company' as kind, c.id, c.name, null as first_name, c.id as company_id, c.name as company_name,
      array_remove(array[c.mobile, c.phone], null) as numbers, c.is_customer,
      case when k.id is not null then json_build_object('kind', 'person', 'id', k.id, 'name', k.name, 'first_name', k.first_name,
        'company_id', c.id, 'company_name', c.name, 'numbers', k.numbers, 'is_customer', c.is_customer) end as contact
    from (select c.* from company c where ${sql.join(all, sql` and `)} order by c.name collate "nb-x-icu", c.id limit ${MOST + 1}) c
    left join lateral (select p.id, concat_ws(' ', p.first_name, p.last_name) as name, p.first_name, ${numbersOf(sql`r`)} as numbers
      from affiliation r join person p on p.tenant_id = r.tenant_id and p.id = r.person_id
      where r.tenant_id = c.tenant_id and r.company_id = c.id and r.is_primary and ${present} and p.deleted_at is null limit 1) k on true
    order by c.name collate "nb-x-icu", c.id`.execute(db)
  return rows.map(({ contact, ...company }) =>
    !company.numbers.some(isTextable) && contact?.numbers.some(isTextable) ? contact : company,
  )
}

async function companyWithContacts(db: Read, who: Who, id: string, number: string | null): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select 'company' as kind, c.id, c.name, null as first_name, c.id as company_id, c.name as company_name,
      array_remove(array[c.mobile, c.phone], null) as numbers, c.is_customer, 0 as place, '' as sort_name
    from company c where c.tenant_id = ${who.tenant_id} and c.id = ${id}::uuid and c.deleted_at is null
    union all
    select 'person', p.id, concat_ws(' ', p.first_name, p.last_name), p.first_name, c.id, c.name, ${numbersOf(sql`r`)}, c.is_customer or ${isCustomer(sql`p`)},
      case when r.is_primary then 1 else 2 end, p.sort_name
    from company c
    join affiliation r on r.tenant_id = c.tenant_id and r.company_id = c.id and ${present}
    join person p on p.tenant_id = r.tenant_id and p.id = r.person_id and p.deleted_at is null
    where c.tenant_id = ${who.tenant_id} and c.id = ${id}::uuid and c.deleted_at is null and ${number}::text is null
    order by place, sort_name, id limit ${MOST + 1}`.execute(db)
  return rows
}

/** A message to a person is the company's too where she has her number, else where she is now. */
async function selectedPersons(
  db: Read,
  who: Who,
  conditions: RawBuilder<unknown>[],
  number: string | null = null,
): Promise<Row[]> {
  const all = [sql`p.tenant_id = ${who.tenant_id}`, sql`p.deleted_at is null`, ...conditions]
  const { rows } = await sql<Row>`
    select 'person' as kind, p.id, concat_ws(' ', p.first_name, p.last_name) as name, p.first_name, k.id as company_id,
      k.name as company_name, ${numbersOf(sql`a`)} as numbers, ${isCustomer(sql`p`)} as is_customer
    from (select p.* from person p where ${sql.join(all, sql` and `)} order by p.sort_name collate "nb-x-icu", p.id limit ${MOST + 1}) p
    left join lateral (select r.company_id, r.mobile, r.phone from affiliation r
      where r.tenant_id = p.tenant_id and r.person_id = p.id and ${present}
      order by coalesce(${number}::text in (r.mobile, r.phone), false) desc, r.id limit 1) a on true
    left join company k on k.tenant_id = p.tenant_id and k.id = a.company_id
    order by p.sort_name collate "nb-x-icu", p.id`.execute(db)
  return rows
}
