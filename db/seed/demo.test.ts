import { afterAll, beforeAll, expect, test } from 'vitest'
import { isOrgNumber, normalisePhone } from '#contract/rules.ts'
import { inTransaction } from '#server/platform/db.ts'
import { type Client, firmInput, testApp } from '#server/platform/test.ts'
import { fillDemoFirm, readDemoCompanies } from './demo.ts'
import { lookupPostalPlace } from '#db/postal-codes.ts'

let kari: Client
let site: Awaited<ReturnType<typeof testApp>>

beforeAll(async () => {
  site = await testApp()
  kari = site.client()
  await kari('POST', '/api/setup', firmInput)
})
afterAll(() => site.stop())

test('the demo companies have true numbers and places', () => {
  const companies = readDemoCompanies()
  const norwegian = companies.filter(({ country }) => country === 'NO')
  expect(companies.length).toBeGreaterThanOrEqual(40)
  for (const { name, org_number, phone, address, people } of norwegian) {
    expect(isOrgNumber(org_number), `${name} ${org_number}`).toBe(true)
    expect(lookupPostalPlace(address.postal_code), name).toBe(address.city)
    expect(normalisePhone(phone)).toBe(phone)
    for (const { mobile } of people) expect(mobile && normalisePhone(mobile), name).toBe(mobile)
  }
  expect(new Set(companies.map(({ org_number }) => org_number)).size).toBe(companies.length)
})

test('a firm filled with them shows each on its card, and they can be saved again as they are', async () => {
  const { user, firm } = (await kari('GET', '/api/session')).body
  const who = { tenant_id: firm.id, user_id: user.id, via: 'setup' } as const
  const count = await inTransaction(site.db, who, (tx) => fillDemoFirm(tx, firm.id, user.id))
  expect(count).toBe(readDemoCompanies().length)
  const { items } = (await kari('GET', '/api/companies?size=200&inactive=with')).body
  expect(items).toHaveLength(count)
  const wanted = readDemoCompanies().find(({ nickname }) => nickname === 'Fjordgutta')
  const { body: card } = await kari(
    'GET',
    `/api/companies/${items.find(({ name }: { name: string }) => name === wanted?.name).id}`,
  )
  expect(card).toMatchObject({
    org_number: wanted?.org_number,
    postal_address: wanted?.address,
    owner_name: 'Kari Nordmann',
  })
  expect(card.contacts.map(({ name }: { name: string }) => name)).toEqual(
    expect.arrayContaining(wanted!.people.map(({ name }) => name)),
  )
  expect(card.contacts[0]).toMatchObject({ name: 'Ingrid Haugland', is_primary: true })
})

test('the next company registered gets the number after theirs', async () => {
  const { body } = await kari('POST', '/api/companies', { name: 'Etter Demo AS' })
  expect(body.customer_number).toBe(10_000 + readDemoCompanies().length)
})
