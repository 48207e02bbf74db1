import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeRawBranch, makeRawUnit, type RawUnit } from '#db/seed/register-units.ts'
import { makeApp } from '#server/app.ts'
import { readConfig } from '#server/platform/config.ts'
import { addColleague, type Client, firmInput, testApp, testSettings } from '#server/platform/test.ts'
import { type RegisterFake, startRegisterFake } from '#server/register/register.fake.ts'

let site: Awaited<ReturnType<typeof testApp>>
let fake: RegisterFake
let app: Awaited<ReturnType<typeof makeApp>>
let services: ReturnType<typeof readConfig>['services']
let superuser: pg.Client
let kari: Client
let ola: Client
let olaId: string

const address = (adresse: string[], postnummer: string, poststed: string) => ({
  ...{ land: 'Norge', landkode: 'NO', postnummer, poststed, adresse, kommune: poststed, kommunenummer: '0301' },
})
const numbers = ['974760673', '923609016', '988077917', '915933149', '982463718', '971277882', '989795848']
const unit = (organisasjonsnummer: string, more: object = {}): RawUnit => ({
  ...makeRawUnit(1),
  ...{ organisasjonsnummer, navn: 'NORDISK BYGG OG ANLEGG AS', konkurs: false, slettedato: undefined },
  ...{ underAvvikling: false, underTvangsavviklingEllerTvangsopplosning: false, overordnetEnhet: undefined },
  organisasjonsform: { kode: 'AS', beskrivelse: 'Aksjeselskap' },
  naeringskode1: { kode: '41.000', beskrivelse: 'Oppføring av bygninger' },
  forretningsadresse: address(['Tyvholmen 1', '', null as unknown as string], '0252', 'OSLO'),
  postadresse: address(['Postboks 1752 Vika'], '0122', 'OSLO'),
  ...{ registrertIMvaregisteret: true, registrertIForetaksregisteret: true, antallAnsatte: 50 },
  ...{ stiftelsesdato: '2001-03-04', hjemmeside: 'www.nordiskbygg.example', epostadresse: 'post@nordiskbygg.example' },
  ...{ telefon: '22 33 44 55', mobil: 'ukjent', maalform: 'Bokmål', vedtektsfestetFormaal: ['Bygge hus.'] },
  kapital: { belop: 30000, antallAksjer: 30, type: 'Aksjekapital', valuta: 'NOK', innfortDato: '2001-03-04' },
  ...more,
})

type Held = [group: string, code: string, name: string]
const roles = (held: Held[], firms: [group: string, code: string, number: string, name: string][] = []) => ({
  rollegrupper: [...new Set([...held, ...firms].map(([group]) => group))].map((group) => ({
    type: { kode: group, beskrivelse: group },
    sistEndret: '2026-01-01',
    roller: [
      ...held
        .filter(([of]) => of === group)
        .map(([, kode, name], rekkefolge) => ({
          type: { kode, beskrivelse: kode },
          person: {
            fodselsdato: '1970-01-01',
            navn: { fornavn: name.split(' ')[0], etternavn: name.split(' ').slice(1).join(' ') },
            erDoed: name.startsWith('Død'),
          },
          ...{ fratraadt: false, avregistrert: false, rekkefolge },
        })),
      ...firms
        .filter(([of]) => of === group)
        .map(([, kode, organisasjonsnummer, name], rekkefolge) => ({
          type: { kode, beskrivelse: kode },
          enhet: {
            ...{ organisasjonsnummer, navn: [name], erSlettet: false },
            organisasjonsform: { kode: 'AS', beskrivelse: 'Aksjeselskap' },
          },
          ...{ fratraadt: false, avregistrert: false, rekkefolge },
        })),
    ],
  })),
})
const board = roles(
  [
    ['DAGL', 'DAGL', 'Ove Olsen'],
    ['STYR', 'LEDE', 'Ove Olsen'],
    ['STYR', 'MEDL', 'Åse Ås'],
    ['STYR', 'VARA', 'Vara Varsson'],
    ['STYR', 'MEDL', 'Død Mann'],
  ],
  [['REVI', 'REVI', '982463718', 'REVISJON AS']],
)

beforeAll(async () => {
  site = await testApp()
  fake = await startRegisterFake(numbers.slice(0, 6).map((number) => unit(number)))
  for (const number of numbers) fake.putRoles(number, board)
  services = readConfig({ REGISTER_URL: fake.register_url, ACCOUNTS_URL: fake.accounts_url }).services
  services.register.deadline_ms = 1_000
  app = await makeApp(site.db, { ...testSettings, services })
  kari = site.client(app)
  await kari('POST', '/api/setup', firmInput)
  const colleague = await addColleague(kari, site.client(app), 'Ola')
  ola = colleague.client
  olaId = colleague.id
  superuser = new pg.Client({ connectionString: site.superuser_url })
  await superuser.connect()
})
afterAll(async () => {
  await superuser.end()
  await app.close()
  await fake.stop()
  await site.stop()
})
beforeEach(() => {
  fake.state.trouble = null
})

const add = (org_number: string, more: object = {}, client = kari) =>
  client('POST', '/api/register-companies', { org_number, ...more })
const cardOf = async (id: string) => (await kari('GET', `/api/companies/${id}`)).body
const registerOf = async (id: string) => (await kari('GET', `/api/companies/${id}/register`)).body
const rows = async (query: string, values: unknown[] = []) => (await superuser.query(query, values)).rows

/** As the schedule does: the feeds of the register are followed, then the firm's companies are looked at. */
async function hear() {
  for (const name of ['follow_register', 'watch_register']) {
    await superuser.query(
      `insert into jobs.job (name, retry_limit, policy) select name, 0, policy from jobs.queue where name = $1`,
      [name],
    )
    const outcomes = await site.runJobs({ services })
    expect(outcomes.filter(({ error }) => error)).toEqual([])
  }
}

test('a company is added with one call: legal facts, addresses of the right kinds, and its people', async () => {
  const { status, body } = await add('974760673')
  expect(status).toBe(201)
  const card = await cardOf(body.id)
  expect(card).toMatchObject({
    ...{ name: 'Nordisk Bygg og Anlegg AS', org_number: '974760673', vat_number: 'NO974760673MVA', country: 'NO' },
    ...{ phone: '+4722334455', mobile: null, email: 'post@nordiskbygg.example', language: 'nb', employees: 50 },
    ...{ industry: 'Oppføring av bygninger', share_capital_ore: 3_000_000, founded_on: '2001-03-04' },
    postal_address: { street: 'Postboks 1752 Vika', postal_code: '0122', city: 'Oslo' },
    visiting_address: { street: 'Tyvholmen 1', postal_code: '0252', city: 'Oslo' },
    register: { form_name: 'Aksjeselskap', is_bankrupt: false, changes: 0 },
  })
  expect(card.contacts.map((one: { name: string; title: string }) => [one.name, one.title])).toEqual([
    ['Ove Olsen', 'Daglig leder, styreleder'],
    ['Åse Ås', 'Styremedlem'],
  ])
  expect(card.contacts[0].is_primary).toBe(true)
  expect((await registerOf(body.id)).facts).toMatchObject({
    ...{ form_code: 'AS', is_vat_registered: true, is_in_business_register: true, capital_ore: 3_000_000 },
    ...{ nace: ['41.000 Oppføring av bygninger'], purpose: 'Bygge hus.', managing_director: 'Ove Olsen' },
  })
  const history = (await kari('GET', `/api/companies/${body.id}/history`)).body.items
  expect(history.map(({ entity }: { entity: string }) => entity)).toContain('company_register')
})

test('days of birth are taken from nobody', async () => {
  expect(await rows('select from person where birth_on is not null')).toEqual([])
  expect(JSON.stringify(await rows('select * from register.role'))).not.toContain('1970')
})

test('the preview shows each field, who would be a contact, and that a firm can not be one', async () => {
  const { body } = await kari('GET', '/api/register-previews/923609016')
  expect(body).toMatchObject({ state: 'ready', found: 'yes', company_id: null })
  expect(body.fields).toMatchObject({ name: 'Nordisk Bygg og Anlegg AS', employees: 50 })
  expect(Object.keys(body.fields)).not.toContain('mobile')
  expect(body.firms).toEqual([{ org_number: '982463718', name: 'Revisjon AS', title: 'Revisor' }])
  const [ove, , vara, dead] = body.contacts
  expect(ove).toMatchObject({ title: 'Daglig leder, styreleder', is_usual: true })
  // Added with the company before: she is known.
  expect(ove.same).toMatchObject([{ name: 'Ove Olsen', company_name: 'Nordisk Bygg og Anlegg AS' }])
  expect([vara.is_usual, dead.is_usual]).toEqual([false, false])
})

test('what is not ticked is not taken over, and is not proposed afterwards either; who is known stays one person', async () => {
  const { contacts } = (await kari('GET', '/api/register-previews/923609016')).body
  const [ove, ase] = contacts
  const { body } = await add('923609016', {
    fields: ['postal_address'],
    contacts: [
      { key: ove.key, person_id: ove.same[0].id },
      { key: ase.key, person_id: null },
    ],
    ...{ is_customer: false, is_supplier: true },
  })
  const card = await cardOf(body.id)
  expect(card).toMatchObject({ employees: null, visiting_address: null, is_customer: false, is_supplier: true })
  expect(card.contacts).toHaveLength(2)
  expect(await rows(`select from person where last_name = 'Olsen'`)).toHaveLength(1)
  expect(await rows(`select from person where last_name = 'Ås'`)).toHaveLength(2)
  await kari('POST', `/api/companies/${body.id}/register`)
  expect((await registerOf(body.id)).changes).toEqual([])
})

test('one that we have is not added again, also not by two at the same moment', async () => {
  const before = await rows('select count(*) from company')
  const refused = await add('974760673')
  expect(refused.status).toBe(422)
  expect(refused.body.errors[0]).toMatchObject({ field: 'org_number', code: 'company_exists' })
  expect(await rows('select count(*) from company')).toEqual(before)
  const both = await Promise.all([add('988077917'), add('988077917', {}, ola)])
  expect(both.map(({ status }) => status).sort()).toEqual([201, 422])
})

test('a refused contact leaves nothing of the company', async () => {
  const before = await rows('select (select count(*) from company) as c, (select count(*) from person) as p')
  const { contacts } = (await kari('GET', '/api/register-previews/915933149')).body
  const stranger = '019aaaaa-0000-7000-8000-000000000000'
  const { status } = await add('915933149', { contacts: [{ key: contacts[0].key, person_id: stranger }] })
  expect(status).toBe(422)
  expect(await rows('select (select count(*) from company) as c, (select count(*) from person) as p')).toEqual(before)
})

test.each(['down', 'busy', 'page', 'malformed', 'large', 'elsewhere'] as const)(
  'the register being %s is a state, and no error',
  async (trouble) => {
    // A register of its own: the pause that it is given is not the others'.
    const other = await startRegisterFake([unit('974760673')])
    other.state.trouble = trouble
    const { services } = readConfig({ REGISTER_URL: other.register_url, ACCOUNTS_URL: other.accounts_url })
    services.register.deadline_ms = 500
    const troubled = await makeApp(site.db, { ...testSettings, services })
    const client = site.client(troubled)
    await client('POST', '/api/session', { email: firmInput.email, password: firmInput.password })
    const preview = await client('GET', '/api/register-previews/989795848')
    expect([preview.status, preview.body.found]).toEqual([200, null])
    const added = await client('POST', '/api/register-companies', { org_number: '989795848' })
    expect([added.status, added.body.errors[0].code]).toEqual([422, 'not_in_register'])
    const [{ id }] = await rows(`select id from company where org_number = '974760673'`)
    const fetched = await client('POST', `/api/companies/${id}/register`)
    expect(fetched.status).toBe(201)
    expect(fetched.body.state).not.toBe('ready')
    expect(fetched.body.facts.legal_name).toBe('Nordisk Bygg og Anlegg AS')
    await troubled.close()
    await other.stop()
  },
)

test('a company registered by hand gets its facts soon after, and proposals for what the card lacks', async () => {
  const { body } = await kari('POST', '/api/companies', { name: 'Nordisk', org_number: '915933149' })
  expect(await site.runJobs({ services })).toContainEqual({ job: 'fetch_register', error: null })
  const { facts, changes } = await registerOf(body.id)
  expect(facts.legal_name).toBe('Nordisk Bygg og Anlegg AS')
  const fields = changes.map(({ field }: { field: string }) => field)
  expect(fields).toEqual(expect.arrayContaining(['name', 'postal_address', 'employees', 'vat_number']))
  // Written as the register has it: nothing to propose any more.
  const card = await cardOf(body.id)
  await kari(
    'PUT',
    `/api/companies/${body.id}`,
    { name: facts.legal_name, org_number: '915933149' },
    { 'if-match': `"${card.version}"` },
  )
  expect((await registerOf(body.id)).changes.map(({ field }: { field: string }) => field)).not.toContain('name')
})

test('a new name, address and bankruptcy flag the card and are told to the owner, once', async () => {
  const { body } = await add('982463718', {}, ola)
  fake.put(
    unit('982463718', {
      navn: 'NYTT NAVN AS',
      konkurs: true,
      forretningsadresse: address(['Kaia 2'], '5003', 'BERGEN'),
    }),
  )
  await hear()
  await hear()
  const card = await cardOf(body.id)
  expect(card.register).toMatchObject({ is_bankrupt: true, changes: 3 })
  const told = (await ola('GET', '/api/notifications')).body.items
  expect(told.map(({ kind, title }: { kind: string; title: string }) => [kind, title]).sort()).toEqual([
    ['register_address', 'Nordisk Bygg og Anlegg AS'],
    ['register_bankrupt', 'Nordisk Bygg og Anlegg AS'],
    ['register_name', 'Nordisk Bygg og Anlegg AS'],
  ])
  expect((await kari('GET', '/api/notifications')).body.items).toEqual([])
  expect(olaId).toBe(card.owner_id)
})

test('what is ticked is taken over with history; what is put aside stays so for as long as the register says the same', async () => {
  const [{ id }] = await rows(`select id from company where org_number = '982463718'`)
  const { changes } = await registerOf(id)
  const idOf = (name: string) => changes.find(({ field }: { field: string }) => field === name).id
  const settle = (body: object, version: number) =>
    kari('PUT', `/api/companies/${id}/register-changes`, body, { 'if-match': `"${version}"` })
  const { version } = await cardOf(id)
  expect((await settle({ accept: [idOf('name')] }, version + 1)).status).toBe(412)
  const accepted = await settle(
    { accept: [idOf('name'), idOf('is_bankrupt')], dismiss: [idOf('visiting_address')] },
    version,
  )
  // Who is bankrupt may still owe us: nobody is made inactive by it.
  expect(accepted.body).toMatchObject({ name: 'Nytt Navn AS', inactive_at: null })
  expect((await cardOf(id)).register.changes).toBe(0)
  const [entry] = (await kari('GET', `/api/companies/${id}/history?kind=company`)).body.items
  expect(entry).toMatchObject({
    user_name: 'Kari Nordmann',
    changes: { name: ['Nordisk Bygg og Anlegg AS', 'Nytt Navn AS'] },
  })
  await hear()
  expect((await registerOf(id)).changes).toEqual([])
  fake.put(
    unit('982463718', {
      navn: 'NYTT NAVN AS',
      konkurs: true,
      forretningsadresse: address(['Kaia 3'], '5003', 'BERGEN'),
    }),
  )
  await hear()
  expect((await registerOf(id)).changes).toMatchObject([{ field: 'visiting_address' }])
  // Back to what was put aside.
  fake.put(
    unit('982463718', {
      navn: 'NYTT NAVN AS',
      konkurs: true,
      forretningsadresse: address(['Kaia 2'], '5003', 'BERGEN'),
    }),
  )
  await hear()
  expect((await registerOf(id)).changes).toEqual([])
  expect((await settle({ accept: ['019aaaaa-0000-7000-8000-000000000000'] }, (await cardOf(id)).version)).status).toBe(
    404,
  )
})

test('a new managing director is proposed, and taking it over changes who is a contact as what', async () => {
  const { body } = await add('971277882')
  fake.putRoles(
    '971277882',
    roles([
      ['DAGL', 'DAGL', 'Nina Ny'],
      ['STYR', 'LEDE', 'Ove Olsen'],
    ]),
  )
  await hear()
  const { changes } = await registerOf(body.id)
  expect(changes).toMatchObject([{ field: 'managing_director', old_value: 'Ove Olsen', new_value: 'Nina Ny' }])
  const { version } = await cardOf(body.id)
  const accept = changes.map(({ id }: { id: string }) => id)
  await kari('PUT', `/api/companies/${body.id}/register-changes`, { accept }, { 'if-match': `"${version}"` })
  const { contacts } = await cardOf(body.id)
  const titles = Object.fromEntries(contacts.map((one: { name: string; title: string }) => [one.name, one.title]))
  expect(titles).toMatchObject({ 'Nina Ny': 'Daglig leder', 'Ove Olsen': 'Styreleder' })
  expect(contacts.find((one: { is_primary: boolean }) => one.is_primary).name).toBe('Nina Ny')
})

test('one that is struck off is flagged; one that is removed leaves nothing of what the register said', async () => {
  const [{ id }] = await rows(`select id from company where org_number = '971277882'`)
  fake.strikeOff('971277882')
  await hear()
  expect((await cardOf(id)).register).toMatchObject({ deleted_on: '2026-11-20', changes: 1 })
  expect((await kari('GET', '/api/register-previews/971277882')).body.found).toBe('deleted')
  const { changes } = await registerOf(id)
  const accept = changes.map((change: { id: string }) => change.id)
  const { version } = await cardOf(id)
  const taken = await kari(
    'PUT',
    `/api/companies/${id}/register-changes`,
    { accept, make_inactive: true },
    { 'if-match': `"${version}"` },
  )
  expect(taken.body.inactive_at).toEqual(expect.any(String))
  fake.remove('971277882')
  await hear()
  expect((await cardOf(id)).register).toBeNull()
  expect(await registerOf(id)).toEqual({ facts: null, changes: [] })
  // Nor the name of who led it, in no proposal and no history of what the register said.
  const told = await rows(
    `select old_value, new_value from register_change where company_id = $1
     union all select changes, null from history where company_id = $1 and entity = 'company_register'`,
    [id],
  )
  expect(told.length).toBeGreaterThan(1)
  expect(JSON.stringify(told)).not.toContain('Nina Ny')
})

test('branches and the units above stand around the company', async () => {
  fake.put(unit('989795848', { navn: 'AVDELINGSDIREKTORATET', overordnetEnhet: '974760673' }))
  const branch = { ...makeRawBranch(0, 10), organisasjonsnummer: '974652269', overordnetEnhet: '989795848' }
  fake.put(branch)
  const { body } = await add('989795848')
  const tree = (await kari('GET', `/api/companies/${body.id}/register-tree`)).body
  expect(tree.above).toMatchObject([{ org_number: '974760673', company_id: expect.any(String) }])
  expect(tree.branches).toMatchObject([{ org_number: '974652269', company_id: null }])
  const [{ id }] = await rows(`select id from company where org_number = '974760673'`)
  expect((await kari('GET', `/api/companies/${id}/register-tree`)).body.units).toMatchObject([
    { org_number: '989795848' },
  ])
})

test('who may only read sees all of it and changes nothing', async () => {
  const { client } = await addColleague(kari, site.client(app), 'Per', 'read')
  const [{ id }] = await rows(`select id from company where org_number = '974760673'`)
  expect((await client('GET', `/api/companies/${id}/register`)).status).toBe(200)
  expect((await client('GET', '/api/register-previews/915933149')).status).toBe(200)
  const before = await rows('select count(*) from history')
  expect((await add('971277882', {}, client)).status).toBe(403)
  expect((await client('POST', `/api/companies/${id}/register`)).status).toBe(403)
  expect(await rows('select count(*) from history')).toEqual(before)
})
