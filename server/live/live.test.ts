import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeApp } from '#server/app.ts'
import { inTransaction, type Write } from '#server/platform/db.ts'
import { type Client, firmInput, testApp } from '#server/platform/test.ts'
import { makePresence } from './presence.ts'

let site: Awaited<ReturnType<typeof testApp>>
let superuser: pg.Client
let port: number
let kari: Client
let ola: Client
let cookies: { kari: string; ola: string }
let ids: { tenant: string; kari: string; ola: string }
const opened: IncomingMessage[] = []

beforeAll(async () => {
  site = await testApp()
  superuser = new pg.Client({ connectionString: site.superuser_url })
  await superuser.connect()
  port = await portOf(site.app)
  kari = site.client()
  const karis = await kari('POST', '/api/setup', firmInput)
  const { body } = await kari('POST', '/api/invitations', {
    ...{ email: 'ola@testfirma.example', name: 'Ola Dunk', role: 'user', rights: { crm: 'read' } },
  })
  ola = site.client()
  const password = 'sola står opp i øst'
  await ola('POST', '/api/invitations/accept', { token: body.link.split('/').at(-1), name: 'Ola Dunk', password })
  const olas = await ola('POST', '/api/session', { email: 'ola@testfirma.example', password })
  cookies = { kari: cookieOf(karis.headers), ola: cookieOf(olas.headers) }
  const session = (await kari('GET', '/api/session')).body
  ids = { tenant: session.firm.id, kari: session.user.id, ola: (await ola('GET', '/api/session')).body.user.id }
})
afterAll(async () => {
  for (const stream of opened) stream.destroy()
  await superuser.end()
  await site.stop()
})

const cookieOf = (headers: Record<string, unknown>) => String(headers['set-cookie']).split(';')[0] ?? ''
const portOf = async (app: typeof site.app) => {
  await app.listen({ port: 0, host: '127.0.0.1' })
  return (app.server.address() as AddressInfo).port
}

type Event = { name: string; data: any } // oxlint-disable-line no-explicit-any -- tests look into events freely

/** A stream as a browser opens one: what it has been told, and a way to wait for the next of it. */
async function openStream(cookie: string, at = port) {
  const request = get({ host: '127.0.0.1', port: at, path: '/api/live', headers: { cookie } })
  const [reply] = (await once(request, 'response')) as [IncomingMessage]
  opened.push(reply)
  const events: Event[] = []
  let text = ''
  let isOver = false
  reply.on('data', (chunk: Buffer) => {
    text += chunk.toString()
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const found = /event: (\w+)\ndata: (.*)/.exec(text.slice(0, end))
      if (found) events.push({ name: found[1] ?? '', data: JSON.parse(found[2] ?? '') })
      text = text.slice(end + 2)
    }
  })
  reply.on('error', () => undefined)
  reply.on('close', () => (isOver = true))
  const next = async (matches: (event: Event) => boolean) => {
    for (let tries = 0; tries < 400; tries++) {
      const found = events.find(matches)
      if (found) return found.data
      await wait(20)
    }
    throw new Error(`It was not told; told were ${JSON.stringify(events)}`)
  }
  if (reply.statusCode === 200) await next(({ name }) => name === 'hello')
  return { status: reply.statusCode, events, next, isOver: () => isOver, close: () => reply.destroy() }
}

const as = <T>(user_id: string, work: (tx: Write) => Promise<T>) =>
  inTransaction(site.db, { tenant_id: ids.tenant, user_id, via: 'screen' }, work)
const addCompany = async (name: string) => (await kari('POST', '/api/companies', { name })).body.id as string
const addNote = (company_id: string, subject: string, is_private: boolean) =>
  as(ids.kari, (tx) =>
    tx
      .insertInto('note')
      .values({
        ...{ tenant_id: ids.tenant, company_id, subject, body: '{}', noted_on: '2026-11-25' },
        ...{ author_id: ids.kari, is_private },
      })
      .returning('id')
      .executeTakeFirstOrThrow(),
  )
const isOf = (id: string) => (event: Event) => event.name === 'change' && event.data.id === id

test('what a colleague writes is told to open screens: which record and by whom, never what it says', async () => {
  const stream = await openStream(cookies.ola)
  const id = await addCompany('Hemmelighetsfull AS')
  expect(await stream.next(isOf(id))).toEqual({
    entity: 'company',
    id,
    company_ids: [id],
    person_ids: [],
    user_id: ids.kari,
  })
  const note = await addNote(id, 'Snakket om pris', false)
  expect(await stream.next(isOf(note.id))).toMatchObject({ entity: 'note', company_ids: [id] })
  expect(JSON.stringify(stream.events)).not.toMatch(/Hemmelighetsfull|pris/)
  stream.close()
})

test('a private note is told of to its author alone; one that becomes private goes from the screens of the others', async () => {
  const [karis, olas] = [await openStream(cookies.kari), await openStream(cookies.ola)]
  const id = await addCompany('Fjord AS')
  const hidden = await addNote(id, 'Bare for meg', true)
  const open = await addNote(id, 'For alle', false)
  await karis.next(isOf(hidden.id))
  await olas.next(isOf(open.id))
  expect(olas.events.filter(isOf(hidden.id))).toEqual([])
  olas.events.length = 0
  await as(ids.kari, (tx) => tx.updateTable('note').set({ is_private: true }).where('id', '=', open.id).execute())
  await olas.next(isOf(open.id))
  karis.close()
  olas.close()
})

test('a private appointment is told of to those it is visible to, and so is who takes part in it', async () => {
  const olas = await openStream(cookies.ola)
  const company_id = await addCompany('Vik AS')
  const add = (visible_to: string[] | null) =>
    as(ids.kari, async (tx) => {
      const { id } = await tx
        .insertInto('appointment')
        .values({
          ...{
            tenant_id: ids.tenant,
            title: 'Møte',
            organizer_id: ids.kari,
            visible_to,
            is_private: visible_to !== null,
          },
          ...{ starts_at: '2026-12-01T09:00:00Z', ends_at: '2026-12-01T10:00:00Z' },
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      const participant = { tenant_id: ids.tenant, appointment_id: id }
      for (const user_id of visible_to ?? [])
        await tx
          .insertInto('appointment_participant')
          .values({ ...participant, user_id })
          .execute()
      await tx
        .insertInto('appointment_participant')
        .values({ ...participant, company_id })
        .execute()
      return id
    })
  const hidden = await add([ids.kari])
  const shared = await add([ids.kari, ids.ola])
  await olas.next(isOf(shared))
  await olas.next(({ data }) => data.entity === 'appointment_participant')
  expect(olas.events.filter(isOf(hidden))).toEqual([])
  expect(olas.events.filter(({ data }) => data.entity === 'appointment_participant')).toHaveLength(1)
  olas.close()
})

test('of another firm nothing is heard', async () => {
  const stream = await openStream(cookies.ola)
  const { rows } = await superuser.query(`
    with f as (insert into firm (tenant_id, name) values (gen_random_uuid(), 'Nabofirma AS') returning tenant_id)
    insert into company (tenant_id, customer_number, name) select tenant_id, 1, 'Nabo AS' from f returning id`)
  const own = await addCompany('Vår AS')
  await stream.next(isOf(own))
  expect(stream.events.filter(isOf(rows[0].id))).toEqual([])
  stream.close()
})

test('a notification is told of to whom it is for', async () => {
  const [karis, olas] = [await openStream(cookies.kari), await openStream(cookies.ola)]
  const company_id = await addCompany('Nes AS')
  const { id } = await as(ids.kari, (tx) =>
    tx
      .insertInto('notification')
      .values({
        ...{ tenant_id: ids.tenant, user_id: ids.ola, kind: 'mention', entity: 'note', entity_id: company_id },
        id: '019abcde-0000-7000-8000-000000000001',
      })
      .execute()
      .then(() => ({ id: '019abcde-0000-7000-8000-000000000001' })),
  )
  await olas.next(isOf(id))
  await karis.next(isOf(company_id))
  expect(karis.events.filter(isOf(id))).toEqual([])
  karis.close()
  olas.close()
})

test('nobody without a session listens, nor a program with a key; an ended session and a lost right are cut within seconds', async () => {
  expect((await openStream('')).status).toBe(401)
  const { key } = (await kari('POST', '/api/profile/api-keys', { name: 'Kobling', scopes: ['crm:read'], days: 30 }))
    .body
  expect((await kari('GET', '/api/live', undefined, { authorization: `Bearer ${key}` })).status).toBe(403)

  const stream = await openStream(cookies.ola)
  await superuser.query(`update member set rights = '{"crm": "none"}' where user_id = $1`, [ids.ola])
  await wait(3_500)
  stream.events.length = 0
  const unheard = await addCompany('Uhørt AS')
  await wait(300)
  expect(stream.events.filter(isOf(unheard))).toEqual([])
  await superuser.query(`update member set rights = '{"crm": "read"}' where user_id = $1`, [ids.ola])
  expect(stream.isOver()).toBe(false)
  await superuser.query(`update auth.session set expires_at = now() where account_id = $1`, [ids.ola])
  await expect.poll(stream.isOver, { timeout: 6_000 }).toBe(true)
  expect((await openStream(cookies.ola)).status).toBe(401)
  await superuser.query(`update auth.session set expires_at = now() + interval '1 day' where account_id = $1`, [
    ids.ola,
  ])
})

test('when the listening connection was away, screens are told to read all anew, and hear again', async () => {
  const stream = await openStream(cookies.kari)
  await superuser.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query like '%listen%kundebok_live%' and pid <> pg_backend_pid()`)
  // The connection may have asked whether the line is alive since.
  await superuser.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query = 'select 1' and pid <> pg_backend_pid()`)
  await stream.next(({ name }) => name === 'resync')
  const id = await addCompany('Etterpå AS')
  await stream.next(isOf(id))
  stream.close()
})

test('a member has twelve browsers at most, and is told to come back', async () => {
  const streams = await Promise.all(Array.from({ length: 12 }, () => openStream(cookies.kari)))
  expect((await openStream(cookies.kari)).status).toBe(429)
  for (const stream of streams) stream.close()
  await expect.poll(async () => (await openStream(cookies.kari)).status).toBe(200)
})

test('who has the card open is told to those who have it too, on any web process, until they leave', async () => {
  const other = await makeApp(site.db, site.settings)
  const otherPort = await portOf(other)
  const [karis, olas] = [await openStream(cookies.kari), await openStream(cookies.ola, otherPort)]
  const id = await addCompany('Felles AS')
  const say = (client: Client, state: string) => client('PUT', `/api/companies/${id}/presence`, { window: 'w1', state })
  const sees = (present: object[]) => (event: Event) =>
    event.name === 'presence' && JSON.stringify(event.data.present) === JSON.stringify(present)
  const both = (is_editing: boolean) =>
    [
      { user_id: ids.kari, is_editing },
      { user_id: ids.ola, is_editing: false },
    ].sort((one, next) => (one.user_id < next.user_id ? -1 : 1))
  expect((await say(kari, 'here')).status).toBe(200)
  await karis.next(sees([{ user_id: ids.kari, is_editing: false }]))
  expect((await say(ola, 'here')).status).toBe(200)
  await karis.next(sees(both(false)))
  await olas.next(sees(both(false)))
  await say(kari, 'editing')
  await olas.next(sees(both(true)))
  olas.events.length = 0
  await say(kari, 'gone')
  await olas.next(sees([{ user_id: ids.ola, is_editing: false }]))
  karis.close()
  olas.close()
  await other.close()
})

test('nobody is at a card that is not there, of no firm', async () => {
  const faulty = await kari('PUT', '/api/companies/019aaaaa-0000-7000-8000-000000000000/presence', {
    window: 'w',
    state: 'here',
  })
  expect(faulty.status).toBe(404)
  const id = await addCompany('Her AS')
  expect((await kari('PUT', `/api/companies/${id}/presence`, { window: '', state: 'away' })).status).toBe(422)
})

test('who is silent for 45 seconds is not there any more', () => {
  let now = 0
  const told: unknown[] = []
  const presence = makePresence(
    (_, present) => told.push(present),
    () => now,
  )
  const said = { tenant_id: 't', kind: 'company', id: 'c', user_id: 'u', window: 'w', state: 'here' } as const
  presence.hear(said)
  now = 40_000
  presence.sweep()
  presence.hear(said)
  now = 80_000
  presence.sweep()
  expect(told).toEqual([[{ user_id: 'u', is_editing: false }]])
  now = 90_000
  presence.sweep()
  expect(told.at(-1)).toEqual([])
  expect(presence.present(said)).toEqual([])
})
