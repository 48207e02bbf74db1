import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeRawAccounts, makeRawBranch, makeRawUnit, type RawUnit } from '#db/seed/register-units.ts'
import { makeApp } from '#server/app.ts'
import { readConfig } from '#server/platform/config.ts'
import { type Client, firmInput, testApp, testSettings } from '#server/platform/test.ts'
import { type RegisterFake, startRegisterFake, type Trouble } from './register.fake.ts'

let site: Awaited<ReturnType<typeof testApp>>
let fake: RegisterFake
let kari: Client
let stopApp: () => Promise<void>

const sample = (name: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'samples', `${name}.json`), 'utf8')) as RawUnit
const nordisk: RawUnit = {
  ...makeRawUnit(1),
  ...{ organisasjonsnummer: '974760673', navn: 'NORDISK BYGG OG ANLEGG AS', konkurs: false, slettedato: undefined },
  organisasjonsform: { kode: 'AS', beskrivelse: 'Aksjeselskap' },
  sisteInnsendteAarsregnskap: '2025',
}
const branch: RawUnit = { ...makeRawBranch(0, 10), organisasjonsnummer: '923609016', overordnetEnhet: '974760673' }

beforeAll(async () => {
  site = await testApp()
  const units = [sample('unit'), sample('unit-deleted'), nordisk, branch]
  fake = await startRegisterFake(units)
  kari = await atRegister(fake)
  await kari('POST', '/api/setup', firmInput)
})
afterAll(async () => {
  await stopApp()
  await fake.stop()
  await site.stop()
})

/** The server as the operator sets it up to ask this register. */
async function atRegister({ register_url, accounts_url }: Pick<RegisterFake, 'register_url' | 'accounts_url'>) {
  const { services } = readConfig({ REGISTER_URL: register_url, ACCOUNTS_URL: accounts_url })
  services.register.deadline_ms = services.accounts.deadline_ms = 500
  const app = await makeApp(site.db, { ...testSettings, services })
  const before = stopApp as typeof stopApp | undefined
  stopApp = async () => {
    await before?.()
    await app.close()
  }
  return site.client(app)
}

const find = async (q: string, client = kari) =>
  (await client('GET', `/api/register/units?q=${encodeURIComponent(q)}`)).body

test('three letters find units of the register, with our own company beside those that we have', async () => {
  const before = await find('nor')
  expect(before).toMatchObject({
    state: 'ready',
    source: 'live',
    items: [{ name: 'Nordisk Bygg og Anlegg AS', company_id: null }],
  })
  const own = await kari('POST', '/api/companies', { name: 'Nordisk Bygg', org_number: '974760673' })
  expect((await find('nor')).items).toMatchObject([
    { org_number: '974760673', org_form: 'AS', company_id: own.body.id },
  ])
  expect(fake.state.requests.filter((url) => url.includes('/enheter?navn=nor'))).toHaveLength(1)
})

test('a number finds its unit however it is written, and what no one is called finds none', async () => {
  for (const q of ['974760673', '974 760 673', 'NO 974 760 673 MVA'])
    expect((await find(q)).items).toMatchObject([{ org_number: '974760673' }])
  for (const q of ['', 'no', '97476', 'finnes visst ikke', '999 999 999'])
    expect(await find(q)).toMatchObject({ state: 'ready', items: [] })
})

test('branches are found after the units, where there is room for them', async () => {
  const many = Array.from({ length: 25 }, (_, at): RawUnit => ({
    ...{ ...makeRawUnit(at + 100), slettedato: undefined, konkurs: false },
    navn: `FJELLTOPP ${at} AS`,
  }))
  const cabin: RawUnit = { ...makeRawBranch(1, 10), organisasjonsnummer: '974652269', navn: 'FJELLTOPP HYTTE' }
  const other = await startRegisterFake([...many, nordisk, cabin, { ...branch, navn: 'NORDISK BYGG AVD BERGEN' }])
  const client = await atRegister(other)
  await client('POST', '/api/session', { email: firmInput.email, password: firmInput.password })
  expect((await find('nordisk bygg', client)).items).toMatchObject([
    { name: 'Nordisk Bygg og Anlegg AS', is_sub_unit: false },
    { org_number: '923609016', is_sub_unit: true },
  ])
  expect((await find('fjelltopp hytte', client)).items).toMatchObject([{ org_number: '974652269', is_sub_unit: true }])
  const asked = other.state.requests.length
  expect((await find('fjelltopp', client)).items).toHaveLength(20)
  expect(other.state.requests.slice(asked)).toHaveLength(1)
  await other.stop()
})

test('a unit comes with its roles and branches, and is kept for a day', async () => {
  const { body } = await kari('GET', '/api/register/units/974760673')
  expect(body).toMatchObject({ state: 'ready', found: 'yes', branch_count: 1, parent: null })
  expect(body.unit).toMatchObject({ name: 'Nordisk Bygg og Anlegg AS', org_form: { code: 'AS' } })
  expect(body.branches).toMatchObject([{ org_number: '923609016', is_sub_unit: true, company_id: null }])
  expect(body.roles.map((role: { group: { code: string } }) => role.group.code)).toEqual(
    expect.arrayContaining(['DAGL', 'STYR', 'REVI', 'REGN']),
  )
  expect(JSON.stringify(body)).not.toMatch(/fodselsdato|birth/)
  const asked = fake.state.requests.length
  await kari('GET', '/api/register/units/974760673')
  expect(fake.state.requests.slice(asked).filter((url) => !url.includes('underenheter'))).toEqual([])
  await kari('GET', '/api/register/units/974760673?refresh=true')
  expect(fake.state.requests.slice(asked)).toContain('/enhetsregisteret/api/enheter/974760673')
})

test('a branch is found by its own number, with the unit above it', async () => {
  const { body } = await kari('GET', '/api/register/units/923609016')
  expect(body).toMatchObject({ found: 'yes', unit: { is_sub_unit: true }, parent: { org_number: '974760673' } })
})

test('struck off, removed and unknown are told apart, and what is removed is forgotten', async () => {
  expect((await kari('GET', '/api/register/units/123456789')).body).toMatchObject({
    ...{ state: 'ready', found: 'deleted', unit: { deleted_on: '2017-10-20' }, roles: [] },
  })
  expect((await kari('GET', '/api/register/units/999999999')).body).toMatchObject({ found: 'no', unit: null })
  expect((await kari('GET', '/api/register/units/12345')).status).toBe(404)
  fake.put({ ...makeRawUnit(5), organisasjonsnummer: '998877665' })
  expect((await kari('GET', '/api/register/units/998877665')).body.found).toBe('yes')
  fake.remove('998877665')
  const after = await kari('GET', '/api/register/units/998877665?refresh=true')
  expect(after.body).toMatchObject({ state: 'ready', found: 'removed', unit: null, roles: [] })
  fake.state.trouble = 'down'
  expect((await kari('GET', '/api/register/units/998877665')).body).toMatchObject({ found: null, unit: null })
  fake.state.trouble = null
})

test('accounts of the years that are known, the newest first; none where none were sent in', async () => {
  const { body } = await kari('GET', '/api/register/units/974760673/accounts')
  expect(body.items.map(({ year }: { year: number }) => year)).toEqual([2025, 2024, 2023])
  expect(body.items[0].revenue_ore).toBeGreaterThan(0)
  expect(body.fetched_at).toEqual(expect.any(String))
  fake.state.accounts.set('974760673', [
    { ...makeRawAccounts('974760673', 2026), regnskapsperiode: { tilDato: '2026-12-31' } },
  ])
  const later = await kari('GET', '/api/register/units/974760673/accounts?refresh=true')
  expect(later.body.items.map(({ year }: { year: number }) => year)).toEqual([2026, 2025, 2024, 2023])
  expect((await kari('GET', '/api/register/units/999999999/accounts')).body).toMatchObject({
    state: 'ready',
    items: [],
  })
})

test.for<[Trouble, string]>([
  ['down', 'down'],
  ['busy', 'down'],
  ['silent', 'down'],
  ['page', 'odd'],
  ['malformed', 'odd'],
  ['large', 'odd'],
  ['elsewhere', 'odd'],
])('when the register is %s, that is a state and no failure, and what was known is shown', async ([trouble, state]) => {
  // One of its own: the circuit breaker would keep the trouble for the next.
  const other = await startRegisterFake([nordisk])
  const client = await atRegister(other)
  await client('POST', '/api/session', { email: firmInput.email, password: firmInput.password })
  other.state.trouble = trouble
  const searched = await client('GET', `/api/register/units?q=nordisk%20${trouble}`)
  expect([searched.status, searched.body.state, searched.body.items]).toEqual([200, state, []])
  if (trouble === 'busy') expect(searched.body.retry_at).toEqual(expect.any(String))
  const known = await client('GET', '/api/register/units/974760673?refresh=true')
  expect([known.status, known.body.state, known.body.unit.name]).toEqual([200, state, 'Nordisk Bygg og Anlegg AS'])
  const unknown = await client('GET', '/api/register/units/999999990')
  expect([unknown.status, unknown.body.found, unknown.body.roles]).toEqual([200, null, null])
  const accounts = await client('GET', '/api/register/units/974760673/accounts?refresh=true')
  expect([accounts.status, accounts.body.state, accounts.body.items.length]).toEqual([200, state, 4])
  await other.stop()
})

test('no firm can write what all firms read', async () => {
  const writing = site.db.transaction().execute(async (tx) => {
    await sql`select set_config('app.tenant_id', gen_random_uuid()::text, true)`.execute(tx)
    await tx.deleteFrom('register.unit').execute()
  })
  await expect(writing).rejects.toThrow('The register is written by no firm.')
})
