import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeRawBranch, makeRawUnit, type RawUnit } from '#db/seed/register-units.ts'
import { makeApp } from '#server/app.ts'
import { readConfig } from '#server/platform/config.ts'
import { type Client, firmInput, testApp, testSettings } from '#server/platform/test.ts'
import { followRegister } from './follow.ts'
import { type RegisterFake, startRegisterFake } from './register.fake.ts'
import { loadRegister } from './load.ts'
import { syncRegister } from './sync.ts'

let site: Awaited<ReturnType<typeof testApp>>
let fake: RegisterFake
let kari: Client
let stopApp: () => Promise<void>
const folder = mkdtempSync(join(tmpdir(), 'kundebok-register-'))
const services = () => readConfig({ REGISTER_URL: fake.register_url, ACCOUNTS_URL: fake.accounts_url }).services

const unit = (org_number: string, navn: string, fields: Record<string, unknown> = {}): RawUnit => ({
  ...makeRawUnit(Number(org_number.slice(3, 6))),
  ...{ organisasjonsnummer: org_number, navn, konkurs: false, antallAnsatte: 10, slettedato: undefined },
  organisasjonsform: { kode: 'AS', beskrivelse: 'Aksjeselskap' },
  forretningsadresse: { landkode: 'NO', postnummer: '5003', poststed: 'BERGEN', adresse: ['Torget 1'] },
  ...fields,
})
const own = [
  unit('974760673', 'NORDISK BYGG OG ANLEGG AS', { antallAnsatte: 900 }),
  unit('923609016', 'NORDISK BYGGSERVICE AS'),
  unit('811111111', 'ÅSEN & SØNN RØRLEGGERFORRETNING AS'),
  unit('822222222', 'NORDNES KAFÉ AS', { konkurs: true }),
]

beforeAll(async () => {
  site = await testApp()
  const units = Array.from({ length: 300 }, (_, at) => makeRawUnit(at))
  const branches = Array.from({ length: 200 }, (_, at) => makeRawBranch(at, 300))
  branches[0] = { ...makeRawBranch(0, 300), navn: 'NORDISK BYGG AVD TUNDRA' }
  fake = await startRegisterFake([...units, ...branches, ...own])
  const app = await makeApp(site.db, { ...testSettings, services: services() })
  kari = site.client(app)
  await kari('POST', '/api/setup', firmInput)
  stopApp = () => app.close()
})
afterAll(async () => {
  await stopApp()
  await fake.stop()
  await site.stop()
  rmSync(folder, { recursive: true })
})

const find = async (q: string) => (await kari('GET', `/api/register/units?q=${encodeURIComponent(q)}`)).body
const names = async (q: string) => (await find(q)).items.map(({ name }: { name: string }) => name)
const copy = async () => (await kari('GET', '/api/register/copy')).body
const sync = () => syncRegister(site.app_url, services().register, folder, () => undefined)

test('a file that breaks off is taken up where it stopped, and the whole register is here then', async () => {
  expect(await copy()).toMatchObject({ state: 'none', as_of: null })
  fake.state.cut_after = 20_000
  expect(await sync()).toEqual({ units: 304, branches: 200 })
  expect(fake.state.requests.filter((url) => url.endsWith('enheter/lastned')).length).toBeGreaterThanOrEqual(3)
  expect(await copy()).toMatchObject({
    state: 'ready',
    units: 304,
    sub_units: 200,
    as_of: '2026-11-25T04:00:00.000Z',
    problem: null,
  })
})

test('with the copy all of it is searched as one types, and the register is not asked', async () => {
  const asked = fake.state.requests.length
  expect(await names('nordisk')).toContain('Nordisk Byggservice AS')
  expect((await names('nor')).slice(0, 5)).toContain('Nordisk Bygg og Anlegg AS')
  expect(await names('bygg nordisk ber')).toEqual(expect.arrayContaining(['Nordisk Byggservice AS']))
  expect(await names('asen sonn')).toEqual(['Åsen & Sønn Rørleggerforretning AS'])
  expect(await names('rørlegerforretning')).toContain('Åsen & Sønn Rørleggerforretning AS')
  expect(await names('nordsik bygg')).toContain('Nordisk Bygg og Anlegg AS')
  expect(await names('kafe')).toContain('Nordnes Kafé AS')
  expect(await names('97476')).toContain('Nordisk Bygg og Anlegg AS')
  expect(await names('974 760 673')).toEqual(['Nordisk Bygg og Anlegg AS'])
  // Branches too, also with a word mistyped.
  expect(await names('nordisk bygg avd')).toEqual(['Nordisk Bygg avd Tundra'])
  expect(await names('bygg tundra')).toEqual(['Nordisk Bygg avd Tundra'])
  expect(await names('nordisk tunrda')).toEqual(['Nordisk Bygg avd Tundra'])
  expect(await names('xqzwv pqrst')).toEqual([])
  for (const odd of ["'; drop table", '%', '_', '\\', '   ', 'æ', '"', 'a'.repeat(200)])
    expect((await find(odd)).state).toBe('ready')
  expect(await find('nordnes')).toMatchObject({
    source: 'copy',
    items: [{ is_bankrupt: true, city: 'Bergen', org_form: 'AS' }],
  })
  expect(fake.state.requests.length).toBe(asked)
})

test('a unit of the copy comes with its branches', async () => {
  const { rows } = await sql<{ parent: string; count: number }>`
    select parent_org_number as parent, count(*) from register.unit group by 1 having parent_org_number is not null
    order by 2 desc limit 1`.execute(site.db)
  const { body } = await kari('GET', `/api/register/units/${rows[0]?.parent}`)
  expect(body).toMatchObject({ source: 'copy', found: 'yes', branch_count: rows[0]?.count })
})

test('what changes is followed: names, those struck off, those removed, and roles', async () => {
  const register = services().register
  expect(await followRegister(site.db, register)).toEqual({ changes: 0, problem: null })
  await kari('GET', '/api/register/units/974760673')
  fake.put(unit('974760673', 'NORDISK BYGG NORGE AS'))
  fake.put(unit('833333333', 'HELT NY BEDRIFT AS'))
  fake.strikeOff('822222222')
  fake.remove('811111111')
  fake.putRoles('974760673', {
    rollegrupper: [
      {
        type: { kode: 'DAGL', beskrivelse: 'Daglig leder' },
        roller: [
          {
            type: { kode: 'DAGL', beskrivelse: 'Daglig leder' },
            person: { navn: { fornavn: 'NY', etternavn: 'SJEF' } },
          },
        ],
      },
    ],
  })
  expect(await followRegister(site.db, register)).toEqual({ changes: 5, problem: null })
  expect(await names('nordisk bygg norge')).toEqual(['Nordisk Bygg Norge AS'])
  expect(await names('helt ny')).toEqual(['Helt Ny Bedrift AS'])
  expect(await names('nordnes')).toEqual([])
  expect(await names('asen sonn')).toEqual([])
  const changes = await site.db.selectFrom('register.change').select(['org_number', 'kind']).orderBy('id').execute()
  expect(changes.map(({ org_number, kind }) => `${kind} ${org_number}`).sort()).toEqual([
    ...['role 974760673', 'unit 811111111', 'unit 822222222', 'unit 833333333', 'unit 974760673'],
  ])
  const { body } = await kari('GET', '/api/register/units/974760673')
  expect(body.roles).toMatchObject([{ role: { code: 'DAGL' }, person: { first_name: 'Ny', last_name: 'Sjef' } }])
  expect((await kari('GET', '/api/register/units/822222222')).body.found).toBe('deleted')
  expect((await kari('GET', '/api/register/units/811111111')).body.found).toBe('removed')
})

test('a feed that jumps back tells nothing new, and one that can not be read is tried again from the same place', async () => {
  const register = services().register
  fake.state.trouble = 'feed_back'
  expect(await followRegister(site.db, register)).toEqual({ changes: 0, problem: null })
  fake.put(unit('833333333', 'HELT NYTT NAVN AS'))
  fake.state.trouble = 'page'
  expect((await followRegister(site.db, register)).problem).toMatch(/can not be read/)
  expect((await copy()).problem).toMatch(/can not be read/)
  fake.state.trouble = null
  expect(await followRegister(site.db, register)).toEqual({ changes: 1, problem: null })
  expect(await names('helt nytt')).toEqual(['Helt Nytt Navn AS'])
})

test('a file that is not whole, or has far fewer units, leaves the copy as it is', async () => {
  const write = (name: string, bytes: Buffer) => {
    writeFileSync(join(folder, name), bytes)
    return join(folder, name)
  }
  const whole = gzipSync(JSON.stringify(own))
  const made_at = new Date()
  const load = (units: string) =>
    loadRegister(site.app_url, { units, branches: write('b', gzipSync('[]')), made_at }, () => undefined)
  await expect(load(write('few', whole))).rejects.toThrow(/far fewer/)
  await expect(load(write('cut', whole.subarray(0, whole.length - 40)))).rejects.toThrow()
  await expect(load(write('page', Buffer.from('<html>')))).rejects.toThrow()
  await expect(load(write('json', gzipSync(`[{"organisasjonsnummer": ]`)))).rejects.toThrow()
  await expect(load(join(folder, 'nowhere'))).rejects.toThrow()
  const after = await copy()
  expect(after).toMatchObject({ state: 'ready', units: 304 })
  expect(after.problem).toMatch(/no .*nowhere/)
  expect(await names('helt nytt')).toEqual(['Helt Nytt Navn AS'])
})

test('an error page in the place of a file is told, and not kept for the next time', async () => {
  rmSync(join(folder, 'register'), { recursive: true })
  fake.state.trouble = 'page'
  await expect(sync()).rejects.toThrow()
  fake.state.trouble = null
  expect((await copy()).state).toBe('ready')
  expect(await sync()).toMatchObject({ branches: 200 })
})

test('a new copy takes the place of the old one, tells what differs, and has no file left over', async () => {
  await sql`delete from register.change`.execute(site.db)
  rmSync(join(folder, 'register'), { recursive: true })
  fake.state.units.set('923609016', unit('923609016', 'NORDISK BYGGSERVICE II AS'))
  await sync()
  expect(await names('nordisk byggs')).toContain('Nordisk Byggservice II AS')
  expect(await names('ervice ber')).toContain('Nordisk Byggservice II AS')
  const changes = await site.db.selectFrom('register.change').select('org_number').execute()
  expect(changes.map(({ org_number }) => org_number)).toContain('923609016')
  expect(readdirSync(join(folder, 'register')).sort()).toEqual(['enheter.json.gz', 'underenheter.json.gz'])
  // Words that no unit had before are learnt, in the first copy as in this one.
  fake.put(
    unit('855555555', 'LILLE KVARTSLAMPE AS', { forretningsadresse: { landkode: 'NO', poststed: 'HUMMELVIKBOTN' } }),
  )
  expect(await names('artslamp')).toEqual([])
  expect(await followRegister(site.db, services().register)).toMatchObject({ problem: null })
  for (const part of ['artslamp', 'melvikbo', 'kvratslampe', 'lille hummelvikbtn'])
    expect(await names(part), part).toEqual(['Lille Kvartslampe AS'])
})
