import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { makeRawBranch, makeRawUnit, type RawUnit } from '#db/seed/register-units.ts'
import { insertRows } from '#server/companies/insert-many.ts'
import { readConfig } from '#server/platform/config.ts'
import { inTransaction } from '#server/platform/db.ts'
import { type Client, firmInput, testApp } from '#server/platform/test.ts'
import { type RegisterFake, startRegisterFake } from '#server/register/register.fake.ts'
import { storeUnits } from '#server/register/store.ts'
import { readUnit } from '#server/register/unit.ts'

// Companies that came by another way than from the register: what it says of them is found out all the same.
let site: Awaited<ReturnType<typeof testApp>>
let fake: RegisterFake
let services: ReturnType<typeof readConfig>['services']
let superuser: pg.Client
let kari: Client
let tenant_id: string
let customer_number = 1_000

const units = Array.from({ length: 8 }, (_, at): RawUnit => ({
  ...makeRawUnit(at),
  ...{ konkurs: at === 1, konkursdato: undefined, slettedato: undefined, underAvvikling: at === 2 },
  ...{ underTvangsavviklingEllerTvangsopplosning: false },
  organisasjonsform: { kode: 'AS', beskrivelse: 'Aksjeselskap' },
}))
const [plain, bankrupt, windingUp, struckOff, removed, later] = units as [
  RawUnit,
  RawUnit,
  RawUnit,
  RawUnit,
  RawUnit,
  RawUnit,
]
const branch = { ...makeRawBranch(0, 10), organisasjonsnummer: '974652269', overordnetEnhet: plain.organisasjonsnummer }
const nobodys = '989795848'

beforeAll(async () => {
  site = await testApp()
  kari = site.client()
  await kari('POST', '/api/setup', firmInput)
  superuser = new pg.Client({ connectionString: site.superuser_url })
  await superuser.connect()
  tenant_id = (await rows('select tenant_id from firm'))[0].tenant_id
  await startFake()
  fake.strikeOff(struckOff.organisasjonsnummer)
  fake.remove(removed.organisasjonsnummer)
})
/** Each with a register of its own: the pause that one is given is not the others'. */
async function startFake() {
  fake = await startRegisterFake([...units, branch])
  services = readConfig({ REGISTER_URL: fake.register_url, ACCOUNTS_URL: fake.accounts_url }).services
  services.register.deadline_ms = 1_000
}
afterAll(async () => {
  await superuser.end()
  await fake.stop()
  await site.stop()
})
afterEach(async () => {
  fake.state.requests.length = 0
})

const rows = async (query: string, values: unknown[] = []) => (await superuser.query(query, values)).rows
const waiting = async () => Number((await rows('select count(*) from register_waiting'))[0].count)
const jobs = async () => Number((await rows(`select count(*) from jobs.job where name = 'fetch_register'`))[0].count)
const asked = () => fake.state.requests.filter((path) => !path.endsWith('/roller'))
const registerOf = async (org_number: string) => {
  const [{ id }] = await rows('select id from company where org_number = $1 and deleted_at is null', [org_number])
  return (await kari('GET', `/api/companies/${id}`)).body.register
}

/** As an import writes them. */
const bring = (org_numbers: string[], more: object = {}) =>
  inTransaction(site.db, { tenant_id, via: 'import' }, (tx) =>
    insertRows(
      tx,
      'company',
      org_numbers.map((org_number) => ({
        ...{ tenant_id, name: `Firma ${org_number}`, org_number, customer_number: customer_number++ },
        ...more,
      })),
    ),
  )

/** As the schedule does each minute. */
async function runMinute() {
  await superuser.query(
    `insert into jobs.job (name, policy) select name, policy from jobs.queue where name = 'fetch_register'`,
  )
  const outcomes = await site.runJobs({ services })
  expect(outcomes.filter(({ error }) => error)).toEqual([])
}

test('of imported companies the flags are true within a minute or two, and many are asked about at once', async () => {
  const numbers = [
    ...units.slice(0, 5).map(({ organisasjonsnummer }) => organisasjonsnummer),
    branch.organisasjonsnummer,
  ]
  await bring([...numbers, nobodys, '123456789'])
  expect(await jobs()).toBe(0)
  await runMinute()
  expect(await registerOf(plain.organisasjonsnummer)).toMatchObject({ is_bankrupt: false, deleted_on: null })
  expect(await registerOf(bankrupt.organisasjonsnummer)).toMatchObject({ is_bankrupt: true })
  expect((await registerOf(bankrupt.organisasjonsnummer)).changes).toBeGreaterThan(1)
  expect(await registerOf(windingUp.organisasjonsnummer)).toMatchObject({ is_winding_up: true })
  expect(await registerOf(struckOff.organisasjonsnummer)).toMatchObject({ deleted_on: '2026-11-20' })
  expect(await registerOf(removed.organisasjonsnummer)).toBeNull()
  expect(await registerOf(branch.organisasjonsnummer)).toMatchObject({ is_bankrupt: false })
  expect(await registerOf(nobodys)).toBeNull()
  // Two for all of them; then the three that are not among the living, as units and, where there is none, as branches.
  expect(asked().length).toBeLessThanOrEqual(2 + 3 * 2)
  expect(asked().join()).not.toContain('123456789')
  expect(await rows('select managing_director from company_register where managing_director is not null')).toHaveLength(
    3,
  )
  expect(await waiting()).toBe(0)
})

test('what is known is not asked for again, and nobody is told of what was so already', async () => {
  await runMinute()
  expect(fake.state.requests).toEqual([])
  expect((await kari('GET', '/api/notifications')).body.items).toEqual([])
})

test('a change of the register reaches an imported company as it does others', async () => {
  fake.put({ ...plain, konkurs: true })
  for (const name of ['follow_register', 'watch_register']) {
    await superuser.query(`insert into jobs.job (name, policy) select name, policy from jobs.queue where name = $1`, [
      name,
    ])
    await site.runJobs({ services })
  }
  expect(await registerOf(plain.organisasjonsnummer)).toMatchObject({ is_bankrupt: true })
})

test('a save that leaves the number as it is has nothing asked; a new number, or one that comes back, has', async () => {
  const before = await jobs()
  const [{ id, version }] = await rows('select id, version from company where org_number = $1', [nobodys])
  const save = (body: object, of: string) => kari('PUT', `/api/companies/${id}`, body, { 'if-match': `"${of}"` })
  const saved = await save({ name: 'Nytt navn', org_number: nobodys }, version)
  expect([saved.status, await jobs(), await waiting()]).toEqual([200, before, 0])
  const changed = await save({ name: 'Nytt navn', org_number: later.organisasjonsnummer }, saved.body.version)
  expect([changed.status, await jobs(), await waiting()]).toEqual([200, before + 1, 1])
  await site.runJobs({ services })
  expect(await registerOf(later.organisasjonsnummer)).toMatchObject({ deleted_on: null })
  const { body } = await kari('GET', `/api/companies/${id}`)
  const deleted = await kari('DELETE', `/api/companies/${id}`, undefined, { 'if-match': `"${body.version}"` })
  expect([deleted.status, await waiting()]).toEqual([204, 0])
  const restored = await kari('POST', `/api/companies/${id}/restoration`)
  expect([restored.status, await waiting()]).toEqual([201, 1])
  await runMinute()
})

test('a register that is down, or asks for a pause, is asked once and left alone; nothing is lost', async () => {
  await bring([units[6]?.organisasjonsnummer ?? ''])
  for (const trouble of ['busy', 'page'] as const) {
    await fake.stop()
    await startFake()
    fake.state.trouble = trouble
    await runMinute()
    await runMinute()
    expect([fake.state.requests.length, await waiting()]).toEqual([1, 1])
  }
  // What could not be read is tried again after an hour.
  await superuser.query('update register_waiting set due_at = now()')
  fake.state.trouble = null
  await runMinute()
  expect(await registerOf(units[6]?.organisasjonsnummer ?? '')).toMatchObject({ is_bankrupt: false })
})

test('with a copy of the register thousands have their facts at once, and the register is not asked', async () => {
  const branches = Array.from({ length: 1_200 }, (_, at) => makeRawBranch(at + 10, 10))
  const known = branches.flatMap((raw) => readUnit(raw) ?? [])
  await inTransaction(site.db, { via: 'job' }, (tx) => storeUnits(tx, known))
  await superuser.query(`update register.unit set fetched_at = now() - interval '3 days'`)
  await superuser.query(`update register.copy set state = 'ready', as_of = now(), followed_at = now()`)
  await bring(known.map(({ org_number }) => org_number))
  await runMinute()
  expect(fake.state.requests).toEqual([])
  expect(await waiting()).toBe(0)
  expect(Number((await rows('select count(*) from company_register where is_sub_unit'))[0].count)).toBe(1_201)
})
