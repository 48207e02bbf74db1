import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction, type Write } from '#server/platform/db.ts'
import { type Client, firmInput, testApp } from '#server/platform/test.ts'

let site: Awaited<ReturnType<typeof testApp>>
let superuser: pg.Client
let kari: Client
let ola: Client
let ids: { tenant: string; kari: string; ola: string }

beforeAll(async () => {
  site = await testApp()
  superuser = new pg.Client({ connectionString: site.superuser_url })
  await superuser.connect()
  kari = site.client()
  await kari('POST', '/api/setup', firmInput)
  const { body } = await kari('POST', '/api/invitations', {
    ...{ email: 'ola@testfirma.example', name: 'Ola Dunk', role: 'user', rights: { crm: 'read' } },
  })
  ola = site.client()
  const password = 'sola står opp i øst'
  await ola('POST', '/api/invitations/accept', { token: body.link.split('/').at(-1), name: 'Ola Dunk', password })
  await ola('POST', '/api/session', { email: 'ola@testfirma.example', password })
  const session = (await kari('GET', '/api/session')).body
  ids = { tenant: session.firm.id, kari: session.user.id, ola: (await ola('GET', '/api/session')).body.user.id }
})
afterAll(async () => {
  await superuser.end()
  await site.stop()
})

const as = <T>(user_id: string, work: (tx: Write) => Promise<T>) =>
  inTransaction(site.db, { tenant_id: ids.tenant, user_id, via: 'screen' }, work)
const addCompany = async (name: string) => (await kari('POST', '/api/companies', { name })).body.id as string
const addPerson = (last_name: string) =>
  as(ids.kari, (tx) =>
    tx.insertInto('person').values({ tenant_id: ids.tenant, last_name }).returning('id').executeTakeFirstOrThrow(),
  )
const historyOf = async (client: Client, id: string, query = '', kind = 'companies') =>
  (await client('GET', `/api/${kind}/${id}/history${query}`)).body

type Parts = { company_id: string; is_private?: boolean }
const addNote = ({ company_id, is_private = false }: Parts, subject = 'Pris avtalt') =>
  as(ids.kari, (tx) =>
    tx
      .insertInto('note')
      .values({
        ...{ tenant_id: ids.tenant, company_id, subject, body: '{"doc": 1}', body_text: 'Rabatt på ti prosent' },
        ...{ noted_on: '2026-11-25', author_id: ids.kari, is_private },
      })
      .returning('id')
      .executeTakeFirstOrThrow(),
  )
const addAppointment = ({ company_id, is_private = false }: Parts) =>
  as(ids.kari, async (tx) => {
    const { id } = await tx
      .insertInto('appointment')
      .values({
        ...{ tenant_id: ids.tenant, title: 'Lunsj', organizer_id: ids.kari, is_private },
        ...{ visible_to: is_private ? [ids.kari] : null },
        ...{ starts_at: '2026-12-01T09:00:00Z', ends_at: '2026-12-01T10:00:00Z' },
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await tx
      .insertInto('appointment_participant')
      .values({ tenant_id: ids.tenant, appointment_id: id, company_id, sent_to: 'post@fjord.example' })
      .execute()
    return id
  })

test('a note tells who wrote it and what, but for its document, and where it hangs', async () => {
  const company_id = await addCompany('Fjord AS')
  const note = await addNote({ company_id })
  const [entry] = (await historyOf(ola, company_id)).items
  expect(entry).toMatchObject({
    ...{ action: 'created', entity: 'note', record_id: note.id, subject: 'Pris avtalt', user_name: 'Kari Nordmann' },
    ...{ is_private: false, company: { id: company_id, name: 'Fjord AS' }, via: 'screen' },
  })
  expect(entry.changes).toEqual({
    subject: [null, 'Pris avtalt'],
    body_text: [null, 'Rabatt på ti prosent'],
    noted_on: [null, '2026-11-25'],
  })
})

test('of a private note others are told that something was done and by whom, and not what; so too in a search', async () => {
  const company_id = await addCompany('Vik AS')
  const note = await addNote({ company_id, is_private: true }, 'Skilsmisse på gang')
  await as(ids.kari, (tx) => tx.updateTable('note').set({ subject: 'Skilt' }).where('id', '=', note.id).execute())
  const [hidden] = (await historyOf(ola, company_id)).items
  expect(hidden).toMatchObject({ entity: 'note', user_name: 'Kari Nordmann', is_private: true, action: 'changed' })
  expect(hidden).toMatchObject({ record_id: null, subject: null, changes: {} })
  expect((await historyOf(ola, company_id, '?text=skil')).items).toEqual([])
  const [own] = (await historyOf(kari, company_id)).items
  expect(own).toMatchObject({ subject: 'Skilt', changes: { subject: ['Skilsmisse på gang', 'Skilt'] } })
  expect((await historyOf(kari, company_id, '?text=skilsmisse')).items).toHaveLength(2)
  // An administrator other than the author sees no more than anybody.
  await superuser.query(`update member set role = 'administrator' where user_id = $1`, [ids.ola])
  const firm = (await ola('GET', '/api/history?kind=note')).body
  expect(firm.items[0]).toMatchObject({ is_private: true, subject: null, changes: {} })
  await superuser.query(`update member set role = 'user' where user_id = $1`, [ids.ola])
})

test('an appointment that is moved is told of on the card of each who takes part, and once in the firm', async () => {
  const company_id = await addCompany('Nes AS')
  const id = await addAppointment({ company_id })
  await as(ids.kari, (tx) =>
    tx.updateTable('appointment').set({ ends_at: '2026-12-01T11:00:00Z' }).where('id', '=', id).execute(),
  )
  const { items } = await historyOf(ola, company_id, '?kind=appointment')
  expect(items).toMatchObject([
    { action: 'changed', entity: 'appointment', subject: 'Lunsj', record_id: id },
    { action: 'created', entity: 'appointment_participant', subject: 'Lunsj', record_id: id },
  ])
  expect(Object.keys(items[0].changes)).toEqual(['ends_at'])
  expect(items[1].changes).toMatchObject({ sent_to: [null, 'post@fjord.example'] })
  const firm = (await kari('GET', '/api/history?kind=appointment')).body.items
  expect(firm.filter(({ action }: { action: string }) => action === 'changed')).toHaveLength(1)
})

test('a private appointment hides what it is about and who was asked, on the card and in the database', async () => {
  const company_id = await addCompany('Dal AS')
  const id = await addAppointment({ company_id, is_private: true })
  await as(ids.kari, (tx) => tx.updateTable('appointment').set({ title: 'Hemmelig' }).where('id', '=', id).execute())
  const seen = await historyOf(ola, company_id, '?kind=appointment')
  expect(seen.items).toMatchObject([{ is_private: true }, { is_private: true }])
  expect(JSON.stringify(seen)).not.toMatch(/Lunsj|Hemmelig|post@fjord/)
  expect((await historyOf(kari, company_id, '?kind=appointment')).items[0].changes).toEqual({
    title: ['Lunsj', 'Hemmelig'],
  })
  const raw = await as(ids.ola, (tx) =>
    tx.selectFrom('history').selectAll().where('company_id', '=', company_id).execute(),
  )
  const detail = await as(ids.ola, (tx) =>
    tx.selectFrom('history_detail').selectAll().where('entity_id', '=', id).execute(),
  )
  expect(JSON.stringify(raw)).not.toMatch(/Lunsj|Hemmelig|post@fjord/)
  expect(detail).toEqual([])
})

test('a task, who takes part in it, and that it was moved to another company are told of on both cards', async () => {
  const [from, to] = [await addCompany('Fra AS'), await addCompany('Til AS')]
  const { id } = await as(ids.kari, async (tx) => {
    const task = await tx
      .insertInto('task')
      .values({ tenant_id: ids.tenant, title: 'Ring dem', responsible_id: ids.kari, company_id: from })
      .returning('id')
      .executeTakeFirstOrThrow()
    await tx
      .insertInto('task_participant')
      .values({ tenant_id: ids.tenant, task_id: task.id, user_id: ids.ola })
      .execute()
    return task
  })
  await as(ids.kari, (tx) => tx.updateTable('task').set({ company_id: to }).where('id', '=', id).execute())
  const old = await historyOf(ola, from, '?kind=task')
  expect(old.items).toMatchObject([
    { entity: 'task', action: 'changed', subject: 'Ring dem', changes: { company_id: [from, to] } },
    { entity: 'task_participant', action: 'created', subject: 'Ring dem', changes: { user_id: [null, ids.ola] } },
    { entity: 'task', action: 'created' },
  ])
  expect(old.names).toMatchObject({ [from]: 'Fra AS', [to]: 'Til AS' })
  expect((await historyOf(ola, to, '?kind=task')).items).toMatchObject([{ action: 'changed', record_id: id }])
})

test('a person has a history too, with the companies that she is tied to', async () => {
  const company_id = await addCompany('Ås AS')
  const { id: person_id } = await addPerson('Lindqvist')
  await as(ids.kari, (tx) =>
    tx
      .insertInto('affiliation')
      .values({ tenant_id: ids.tenant, company_id, person_id, title: 'Daglig leder' })
      .execute(),
  )
  const { items } = await historyOf(ola, person_id, '', 'persons')
  expect(items).toMatchObject([
    { entity: 'affiliation', company: { name: 'Ås AS' }, changes: { title: [null, 'Daglig leder'] } },
    { entity: 'person', changes: { last_name: [null, 'Lindqvist'] } },
  ])
  expect((await historyOf(ola, company_id)).items[0]).toMatchObject({ person: { name: 'Lindqvist' } })
})

test('it is narrowed by kind, action, colleague, way, text and whole local days', async () => {
  const company_id = await addCompany('Smal AS')
  await addNote({ company_id }, 'Første 100%_sikre')
  const ask = async (query: string) =>
    (await historyOf(ola, company_id, query)).items.map((one: { entity: string }) => one.entity)
  expect(await ask('?kind=note')).toEqual(['note'])
  expect(await ask('?kind=task')).toEqual([])
  expect(await ask('?action=created')).toEqual(['note', 'company'])
  expect(await ask('?action=deleted')).toEqual([])
  expect(await ask(`?user_id=${ids.ola}`)).toEqual([])
  expect(await ask(`?user_id=${ids.kari}&via=screen`)).toEqual(['note', 'company'])
  expect(await ask('?via=api')).toEqual([])
  expect(await ask('?text=TI%20PROSENT')).toEqual(['note'])
  expect(await ask('?text=100%25_s')).toEqual(['note'])
  expect(await ask('?text=%25')).toEqual(['note'])
  expect(await ask('?text=body_text')).toEqual([])
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Oslo' }).format(new Date())
  expect(await ask(`?from=${today}&to=${today}`)).toEqual(['note', 'company'])
  expect(await ask('?to=2020-01-01')).toEqual([])
  const faulty = async (query: string) => (await kari('GET', `/api/companies/${company_id}/history${query}`)).status
  for (const query of [
    '?from=2026-02-31',
    '?from=2026-02-02&to=2026-02-01',
    '?kind=x',
    '?via=x',
    '?user_id=x',
    '?before=1',
    '?text=%00',
  ])
    expect(await faulty(query), query).toBe(422)
})

test('a long history comes a page at a time, each entry once, also when what is asked for is rare', async () => {
  const company_id = await addCompany('Lang AS')
  await as(ids.kari, async (tx) => {
    for (let turn = 0; turn < 120; turn++)
      await tx
        .updateTable('company')
        .set({ nickname: turn % 40 === 0 ? `sjelden ${turn}` : `n${turn}` })
        .where('id', '=', company_id)
        .execute()
  })
  const seen: string[] = []
  for (let before = ''; ;) {
    const { items, next } = await historyOf(ola, company_id, before && `?before=${before}`)
    seen.push(...items.map(({ id }: { id: string }) => id))
    if (!next) break
    before = next
  }
  expect(seen).toHaveLength(121)
  expect(new Set(seen).size).toBe(121)
  expect(seen).toEqual(seen.toSorted().toReversed())
  const rare = await historyOf(ola, company_id, '?text=sjelden')
  // Each is in what it became, and in what it was before the next change.
  expect(rare.items).toHaveLength(6)
  expect(rare.next).toBeNull()
})

test('the firm’s history is its administrator’s; of another firm nothing is read', async () => {
  expect((await ola('GET', '/api/history')).status).toBe(403)
  const { rows } = await superuser.query(`
    with f as (insert into firm (tenant_id, name) values (gen_random_uuid(), 'Nabofirma AS') returning tenant_id)
    insert into company (tenant_id, customer_number, name) select tenant_id, 1, 'Nabo AS' from f returning id`)
  expect((await kari('GET', `/api/companies/${rows[0].id}/history`)).status).toBe(404)
  expect(JSON.stringify((await kari('GET', '/api/history?text=Nabo')).body)).not.toContain('Nabo')
  const { items } = (await kari('GET', '/api/history?kind=user')).body
  expect(items[0]).toMatchObject({ subject: 'Ola Dunk' })
  expect(JSON.stringify(items)).not.toMatch(/hash|token/)
})

test('whoever turns to a company or a person by its card leaves that in the history, with the number or address', async () => {
  const company = (await kari('POST', '/api/companies', { name: 'Nås Lett AS', phone: '22334455' })).body
  const person = (await kari('POST', '/api/persons', { first_name: 'Lise', email: 'lise@nas.example' })).body
  const note = (body: object, client = kari) => client('POST', '/api/communications', body)
  expect((await note({ way: 'call', to: '22 33 44 55', company_id: company.id })).status).toBe(204)
  const both = { way: 'mail', to: 'lise@nas.example', company_id: company.id, person_id: person.id }
  expect((await note(both)).status).toBe(204)
  const { items } = (await kari('GET', `/api/companies/${company.id}/history?kind=communication`)).body
  expect(items).toMatchObject([
    { action: 'contacted', person: { name: 'Lise' }, changes: { by_mail: [null, 'lise@nas.example'] } },
    { action: 'contacted', user_name: 'Kari Nordmann', changes: { by_call: [null, '+4722334455'] } },
  ])
  const hers = (await kari('GET', `/api/persons/${person.id}/history?action=contacted`)).body.items
  expect(hers).toHaveLength(1)
  expect((await note({ way: 'call', to: 'ring meg', company_id: company.id })).body.errors[0].field).toBe('to')
  expect((await note({ way: 'call', to: '22334455' })).body.errors[0].field).toBe('company_id')
  const random = { way: 'sms', to: '99887766', person_id: '019aaaaa-0000-7000-8000-000000000000' }
  expect((await note(random)).status).toBe(404)
  expect((await kari('GET', '/api/history?action=contacted')).body.items).toHaveLength(2)
})
