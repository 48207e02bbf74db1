import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, homeZone, startOfDay } from '#contract/zones.ts'
import { isOrgNumber, normalisePhone } from '#contract/rules.ts'
import { inTransaction } from '#server/platform/db.ts'
import { type Client, firmInput, testApp } from '#server/platform/test.ts'
import { workingDay } from './demo-activity.ts'
import { demoColleagues } from './demo-days.ts'
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
  const asked = await inTransaction(site.db, who, (tx) =>
    tx.selectFrom('register_waiting').select('company_id').execute(),
  )
  expect(asked, 'The register is not asked about what is made up.').toEqual([])
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

test('its first day is alive: tasks, appointments and colleagues around the day on which it is made', async () => {
  const day = (await kari('GET', '/api/today')).body
  expect(day.tasks_today.map(({ title }: { title: string }) => title)).toContain('Ring om levering')
  expect(day.tasks_overdue.length).toBeGreaterThanOrEqual(2)
  expect(day.appointments.map(({ title }: { title: string }) => title)).toContain('Lunsj med styrelederen')
  expect(day.happenings.length).toBeGreaterThan(3)
  const { items: members } = (await kari('GET', '/api/members')).body
  expect(members.map(({ name }: { name: string }) => name)).toEqual(
    expect.arrayContaining(['Kari Nordmann', ...demoColleagues]),
  )
  const ids = members.map(({ id }: { id: string }) => id).join(',')
  const period = [0, 1].map((later) => startOfDay(addDays(day.day, later), homeZone))
  const { items } = (await kari('GET', `/api/calendar?from=${period[0]}&to=${period[1]}&user_ids=${ids}`)).body
  expect(items.some(({ appointment_id }: { appointment_id: string | null }) => appointment_id === null)).toBe(true)
  const { items: tasks } = (await kari('GET', '/api/tasks')).body
  expect(tasks.length).toBeGreaterThan(5)
  for (const task of tasks.slice(0, 3)) {
    const { id, version, ...known } = (await kari('GET', `/api/tasks/${task.id}`)).body
    const {
      title,
      description,
      status,
      priority,
      due_on,
      responsible_id,
      company_id,
      person_id,
      recurrence,
      recurs_from,
    } = known
    const body = {
      title,
      description,
      status,
      priority,
      due_on,
      responsible_id,
      company_id,
      person_id,
      recurrence,
      recurs_from,
    }
    expect((await kari('PUT', `/api/tasks/${id}`, body, { 'if-match': `"${version}"` })).status).toBe(200)
  }
})

test.each([
  ['2026-11-25', 0, '2026-11-25'],
  ['2026-11-25', 3, '2026-11-30'],
  ['2026-11-30', -1, '2026-11-27'],
  ['2026-11-28', 1, '2026-11-30'],
  ['2026-11-28', 0, '2026-11-28'],
])('from %s, %i working days are %s', (today, days, day) => {
  expect(workingDay(today, days)).toBe(day)
})
