import type { Write } from '#server/platform/db.ts'
import { fillDemoDays } from './demo-activity.ts'
import { demoCompanies, demoCompaniesAbroad } from './demo-companies.ts'
import { drawNumbers, insertRows, provideCategories } from '#server/companies/insert-many.ts'
import { insertMadeUp } from './made-up.ts'
import { makeDomain, makeMailbox } from './web-names.ts'

type DemoPerson = { name: string; title: string; mobile: string | null }
type DemoAddress = { street: string; postal_code: string; city: string; country: string }

/** A company of the demo firm; money in whole øre, telephones as E.164. */
export type DemoCompany = {
  name: string
  nickname: string | null
  kind: string
  org_number: string
  country: string
  language: string | null
  industry: string
  address: DemoAddress
  phone: string
  employees: number | null
  turnover_ore: number | null
  categories: string[]
  note: string | null
  people: readonly DemoPerson[]
}

/**
 * Fills a new firm with some forty believable companies and their people, all owned by `userId`, with two colleagues and what
 * goes on around the day on which it is made. Returns the count of companies.
 */
export async function fillDemoFirm(tx: Write, tenant_id: string, userId: string): Promise<number> {
  const who = { tenant_id, user_id: userId }
  const companies = readDemoCompanies()
  const numbers = await drawNumbers(tx, who, companies.length)
  const categoryIds = await provideCategories(tx, who, new Set(companies.flatMap(({ categories }) => categories)))
  const made = companies.map((company, at) => ({ id: crypto.randomUUID(), at, ...company }))
  await insertMadeUp(
    tx,
    tenant_id,
    made.map((company) => ({
      tenant_id,
      customer_number: numbers[company.at],
      owner_id: userId,
      ...companyRow(company),
    })),
  )
  const people = made.flatMap((company) =>
    company.people.map((person, rank) => peopleRows(person, { company, isPrimary: rank === 0 })),
  )
  await insertRows(
    tx,
    'person',
    people.map(({ person }) => ({ tenant_id, ...person })),
  )
  await insertRows(
    tx,
    'affiliation',
    people.map(({ affiliation }) => ({ tenant_id, ...affiliation })),
  )
  await insertRows(
    tx,
    'company_category',
    made.flatMap(({ id: company_id, categories }) =>
      categories.map((name) => ({ tenant_id, company_id, category_id: categoryIds.get(name.toLowerCase()) })),
    ),
  )
  await fillDemoDays(tx, tenant_id, userId, {
    companies: new Map(made.map(({ name, id }) => [name, id])),
    persons: new Map(people.map(({ person }) => [`${person.first_name} ${person.last_name}`, person.id])),
  })
  return made.length
}

type MadeCompany = DemoCompany & { id: string; at: number }

function companyRow({ id, at, kind, people: _people, categories: _categories, address, ...fields }: MadeCompany) {
  const domain = makeDomain(fields.name, at)
  return {
    id,
    ...fields,
    is_customer: kind.includes('K'),
    is_supplier: kind.includes('L'),
    is_lead: kind.includes('E'),
    inactive_at: kind.includes('x') ? new Date().toISOString() : null,
    postal_address: address,
    email: `post@${domain}`,
    website: `https://www.${domain}`,
    invoice_emails: [],
    custom: {},
  }
}

function peopleRows(
  { name, title, mobile }: DemoPerson,
  { company, isPrimary }: { company: MadeCompany; isPrimary: boolean },
) {
  const at = name.lastIndexOf(' ')
  const [first_name, last_name] = [name.slice(0, at), name.slice(at + 1)]
  const person = { id: crypto.randomUUID(), first_name, last_name }
  const email = `${makeMailbox(first_name, last_name, 0)}@${makeDomain(company.name, company.at)}`
  const role = { person_id: person.id, company_id: company.id, title, mobile, email, is_primary: isPrimary }
  return { person, affiliation: { id: crypto.randomUUID(), ...role } }
}

/** The companies of demo-companies.ts as fields. Throws when a line there has another form. */
export function readDemoCompanies(): DemoCompany[] {
  const blocks = demoCompanies.trim().split(/\n(?![-!])/)
  const abroad = demoCompaniesAbroad.map((company) => ({
    ...company,
    nickname: null,
    employees: null,
    turnover_ore: null,
    categories: ['Grossist'],
    note: null,
  }))
  return [...blocks.map(readBlock), ...abroad]
}

const firstLine =
  /^(?<name>[^(|]+?)(?: \((?<nickname>[^)]+)\))? \| (?<kind>[KLEx]+) \| (?<org_number>\d{9}) \| (?<industry>[^|]+) \| (?<street>[^|]+), (?<postal_code>\d{4}) (?<city>[^|]+) \| (?<phone>\d{8}) \| (?<employees>\d+) \| (?<turnover>\d+) \|(?<categories>[^|]*)$/

function readBlock(block: string): DemoCompany {
  const [first = '', ...rest] = block.split('\n')
  const found = firstLine.exec(first)?.groups
  if (!found) throw new Error(`This line of the demo companies can not be read: ${first}`)
  const field = (key: string) => found[key] ?? ''
  return {
    name: field('name'),
    nickname: found.nickname ?? null,
    kind: field('kind'),
    org_number: field('org_number'),
    country: 'NO',
    language: /nynorsk/.test(block) ? 'nn' : 'nb',
    industry: field('industry'),
    address: { street: field('street'), postal_code: field('postal_code'), city: field('city'), country: 'NO' },
    phone: `+47${field('phone')}`,
    employees: Number(field('employees')),
    turnover_ore: Number(field('turnover')) * 100_000,
    categories: field('categories')
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean),
    note: rest.find((line) => line.startsWith('! '))?.slice(2) ?? null,
    people: rest.filter((line) => line.startsWith('- ')).map(readPerson),
  }
}

function readPerson(line: string): DemoPerson {
  const found = /^- ([^,]+), ([^,]+), (\d{8})$/.exec(line)
  if (!found) throw new Error(`This person of the demo companies can not be read: ${line}`)
  return { name: found[1] ?? '', title: found[2] ?? '', mobile: `+47${found[3]}` }
}
