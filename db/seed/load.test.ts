import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '#server/platform/db.ts'
import { type Client, firmInput, testApp } from '#server/platform/test.ts'
import { provideColleagues } from './colleagues.ts'
import { makeFirm } from './generate.ts'
import { loadFirms } from './load.ts'

let kari: Client
let site: Awaited<ReturnType<typeof testApp>>
let who: { tenant_id: string; user_id: string }

beforeAll(async () => {
  site = await testApp()
  kari = site.client()
  await kari('POST', '/api/setup', firmInput)
  const { body } = await kari('GET', '/api/session')
  who = { tenant_id: body.firm.id, user_id: body.user.id }
  // A number in the middle of the series that the seeding will draw from.
  await kari('POST', '/api/companies', { name: 'Opptatt Nummer AS', customer_number: 10_100 })
  await provideColleagues(site.db, who)
  expect(await loadFirms(site.db, who, { seed: 1, companies: 700 })).toBe(700)
})
afterAll(() => site.stop())

async function countRows() {
  const { rows } = await inTransaction(site.db, { ...who, via: 'job' }, (tx) =>
    sql<Record<string, number>>`select
      (select count(*) from company) as companies,
      (select count(*) from person) as persons,
      (select count(*) from affiliation) as affiliations,
      (select count(distinct customer_number) from company) as customer_numbers,
      (select count(distinct owner_id) from company) as owners,
      (select count(*) from history where entity = 'company' and action = 'created') as company_entries,
      (select count(*) from history where entity = 'person' and action = 'created') as person_entries,
      (select next_number from number_series where kind = 'customer') as next_number`.execute(tx),
  )
  return rows[0]
}

test('all companies are there with their persons, numbers, owners and history', async () => {
  const firms = Array.from({ length: 700 }, (_, at) => makeFirm(1, at))
  const persons = firms.flatMap((firm) => firm.persons).length
  expect(await countRows()).toEqual({
    companies: 701,
    persons,
    affiliations: persons,
    customer_numbers: 701,
    owners: 9,
    company_entries: 701,
    person_entries: persons,
    next_number: 10_701,
  })
})

test('a seeded company shows on its card what was generated', async () => {
  const { company, persons, affiliations } = Array.from({ length: 50 }, (_, at) => makeFirm(1, at)).find(
    (firm) => firm.persons.length > 1 && firm.company.postal_address && firm.company.turnover_ore,
  )!
  const { status, body } = await kari('GET', `/api/companies/${company.id}`)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    name: company.name,
    org_number: company.org_number,
    postal_address: company.postal_address,
    turnover_ore: company.turnover_ore,
    founded_on: company.founded_on,
    invoice_emails: company.invoice_emails,
  })
  expect(body.contacts.map(({ person_id }: { person_id: string }) => person_id).sort()).toEqual(
    persons.map(({ id }) => id).sort(),
  )
  expect(body.contacts[0].is_primary).toBe(true)
  expect(affiliations.every(({ company_id }) => company_id === company.id)).toBe(true)
})

test('seeded companies and persons are found by search', async () => {
  const { company, persons } = makeFirm(1, 3)
  const find = async (q: string) =>
    (await kari('GET', `/api/search?inactive=with&q=${encodeURIComponent(q)}`)).body.items.map(
      ({ id }: { id: string }) => id,
    )
  expect(await find(company.org_number ?? '')).toEqual([company.id])
  expect(await find(company.name)).toContain(company.id)
  const [person] = persons
  expect(await find(`${person?.first_name} ${person?.last_name}`)).toContain(person?.id)
})

test('seeding again adds nothing, and a larger count only what is missing', async () => {
  const before = await countRows()
  expect(await loadFirms(site.db, who, { seed: 1, companies: 700 })).toBe(0)
  expect(await countRows()).toEqual(before)
  expect(await loadFirms(site.db, who, { seed: 1, companies: 720 })).toBe(20)
  expect(await loadFirms(site.db, who, { seed: 2, companies: 10 })).toBe(10)
})

test('after the seeding the program goes on with the next customer number', async () => {
  const { next_number } = (await countRows()) ?? {}
  const { status, body } = await kari('POST', '/api/companies', { name: 'Neste AS' })
  expect(status).toBe(201)
  expect(body.customer_number).toBe(next_number)
})
