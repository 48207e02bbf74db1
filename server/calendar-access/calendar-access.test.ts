import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readCalendar } from '#server/icalendar/read.ts'
import { type Client, firmInput, testApp } from '#server/platform/test.ts'

let server: Awaited<ReturnType<typeof testApp>>
let admin: pg.Client
let kari: Client
let me: { tenant_id: string; user_id: string }
beforeAll(async () => {
  server = await testApp()
  admin = new pg.Client({ connectionString: server.superuser_url })
  await admin.connect()
  kari = server.client()
  await kari('POST', '/api/setup', firmInput)
  me = (await admin.query('select tenant_id, user_id from member')).rows[0]
})
beforeEach(() => admin.query('delete from appointment_participant; delete from appointment'))
afterAll(async () => {
  await admin.end()
  await server.stop()
})

const soon = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
async function book(fields: Record<string, unknown> = {}) {
  const row = {
    ...{ tenant_id: me.tenant_id, organizer_id: me.user_id, title: 'Møte' },
    ...{ starts_at: soon(1), ends_at: soon(1.05) },
    ...fields,
  }
  const names = Object.keys(row)
  const { rows } = await admin.query(
    `insert into appointment (${names.join()}) values (${names.map((_, at) => `$${at + 1}`).join()}) returning id`,
    Object.values(row),
  )
  return rows[0].id as string
}
async function colleague(name: string) {
  const id = crypto.randomUUID()
  await admin.query(`insert into member (tenant_id, user_id, name, email) values ($1, $2, $3, $4)`, [
    ...[me.tenant_id, id, name, `${name.toLowerCase()}@testfirma.example`],
  ])
  return id
}

const makeFeed = async () => new URL((await kari('POST', '/api/profile/calendar-access/feed')).body.address).pathname
const fetchFeed = (path: string, headers: Record<string, string> = {}) => server.app.inject({ url: path, headers })
const titlesAt = async (path: string) =>
  readCalendar((await fetchFeed(path)).body, 'Europe/Oslo').events.map(({ title }) => title)

test('the address of a feed is shown once, and gives the calendar to whoever has it, without a session', async () => {
  await book({ title: 'Kundemøte', place: 'Bergen' })
  const made = await kari('POST', '/api/profile/calendar-access/feed')
  expect(made.body.address).toMatch(/^http:\/\/kundebok\.localhost\/api\/calendar-feed\/[\w-]{64}\.ics$/)
  const { pathname } = new URL(made.body.address)
  const reply = await fetchFeed(pathname)
  expect(reply.statusCode).toBe(200)
  expect(reply.headers['content-type']).toBe('text/calendar; charset=utf-8')
  expect(readCalendar(reply.body, 'Europe/Oslo').events).toMatchObject([{ title: 'Kundemøte', place: 'Bergen' }])
  const secret = /[\w-]{64}/.exec(pathname)?.[0] ?? ''
  const { rows } = await admin.query(
    `select to_jsonb(f) as kept from calendar_feed f union all select changes from history union all select reply from idempotency_key`,
  )
  expect(JSON.stringify(rows)).not.toContain(secret)
  const { body } = await kari('GET', '/api/profile/calendar-access')
  expect(JSON.stringify(body)).not.toContain(secret)
  expect(body).toMatchObject({ server_address: 'http://kundebok.localhost/dav/', user_name: firmInput.email })
  expect(body.feed.created_at).toBe(made.body.created_at)
})

test('a program that has the calendar already is not sent it again', async () => {
  await book()
  const path = await makeFeed()
  const { etag } = (await fetchFeed(path)).headers
  expect(String(etag)).toMatch(/^"\w+"$/)
  const again = await fetchFeed(path, { 'if-none-match': String(etag) })
  expect({ status: again.statusCode, body: again.body }).toEqual({ status: 304, body: '' })
  await book({ title: 'Et til' })
  expect((await fetchFeed(path, { 'if-none-match': String(etag) })).statusCode).toBe(200)
})

test('it has what one organizes and takes part in, three months back and a year ahead, and series that come there', async () => {
  const path = await makeFeed()
  const per = await colleague('Per')
  const his = await book({ title: 'Pers møte', organizer_id: per })
  await book({ title: 'Pers eget', organizer_id: per })
  await admin.query(
    'insert into appointment_participant (tenant_id, appointment_id, user_id, state) values ($1, $2, $3, $4)',
    [...[me.tenant_id, his, me.user_id], 'accepted'],
  )
  await book({ title: 'For lenge siden', starts_at: soon(-120), ends_at: soon(-119) })
  await book({ title: 'For langt frem', starts_at: soon(400), ends_at: soon(401) })
  await book({ title: 'Slettet', deleted_at: soon(0) })
  await book({ title: 'Serie', starts_at: soon(-900), ends_at: soon(-899.9), recurrence: 'FREQ=WEEKLY' })
  const over = { recurrence: 'FREQ=WEEKLY;COUNT=2', recurs_until: soon(-800) }
  await book({ title: 'Ferdig serie', starts_at: soon(-900), ends_at: soon(-899.9), ...over })
  expect((await titlesAt(path)).sort()).toEqual(['Pers møte', 'Serie'])
  const attendees = readCalendar((await fetchFeed(path)).body, 'Europe/Oslo').events.flatMap((one) => one.attendees)
  expect(attendees).toEqual([{ email: firmInput.email, state: 'accepted' }])
})

test('what is private is in the feed of who may see it alone', async () => {
  const path = await makeFeed()
  const per = await colleague('Pål')
  const hidden = await book({ title: 'Lege', organizer_id: per, is_private: true, visible_to: [per] })
  await admin.query('insert into appointment_participant (tenant_id, appointment_id, user_id) values ($1, $2, $3)', [
    ...[me.tenant_id, hidden, me.user_id],
  ])
  // The trigger lets in whoever takes part; here it is the policy that is asked.
  await admin.query(
    `set session_replication_role = replica; update appointment set visible_to = '{${per}}'; set session_replication_role = default`,
  )
  await book({ title: 'Tannlege', is_private: true, visible_to: [me.user_id] })
  expect(await titlesAt(path)).toEqual(['Tannlege'])
})

test('an instance changed by itself goes with its series; one that left me out falls out of mine', async () => {
  const path = await makeFeed()
  const per = await colleague('Pia')
  const starts_at = new Date(Date.UTC(2026, 10, 2, 8)).toISOString()
  const at = (day: number) => new Date(Date.UTC(2026, 10, day, 8)).toISOString()
  const series = await book({ title: 'Serie', starts_at, ends_at: at(2), recurrence: 'FREQ=DAILY', organizer_id: per })
  const instance = (day: number) =>
    book({
      ...{ title: `Den ${day}.`, starts_at: at(day + 1), ends_at: at(day + 1), organizer_id: per },
      ...{ series_id: series, original_starts_at: at(day) },
    })
  const [mine] = [await instance(4), await instance(6)]
  for (const id of [series, mine])
    await admin.query('insert into appointment_participant (tenant_id, appointment_id, user_id) values ($1, $2, $3)', [
      ...[me.tenant_id, id, me.user_id],
    ])
  const { events } = readCalendar((await fetchFeed(path)).body, 'Europe/Oslo')
  expect(events).toMatchObject([
    { title: 'Serie', skipped: [at(6)] },
    { title: 'Den 4.', original_starts_at: at(4), uid: events[0]?.uid },
  ])
})

test('an address that was revoked or replaced, a random one and that of a deactivated member answer alike', async () => {
  const first = await makeFeed()
  const second = await makeFeed()
  const random = await fetchFeed(`/api/calendar-feed/${'a'.repeat(64)}.ics`)
  expect(random.statusCode).toBe(404)
  const isClosed = async (path: string) => {
    const reply = await fetchFeed(path)
    expect({ status: reply.statusCode, body: reply.body }).toEqual({ status: 404, body: random.body })
  }
  await isClosed(first)
  expect((await fetchFeed(second)).statusCode).toBe(200)
  const change = (set: string) =>
    admin.query(
      `set session_replication_role = replica; update member set ${set} where user_id = '${me.user_id}'; set session_replication_role = default`,
    )
  try {
    await change('deactivated_at = now()')
    await isClosed(second)
    await change(`deactivated_at = null, role = 'user', rights = '{"crm": "none"}'`)
    await isClosed(second)
  } finally {
    await change(`deactivated_at = null, role = 'administrator', rights = '{}'`)
  }
  expect((await fetchFeed(second)).statusCode).toBe(200)
  expect((await kari('DELETE', '/api/profile/calendar-access/feed')).status).toBe(204)
  await isClosed(second)
  for (const path of ['x.ics', 'a'.repeat(64), `${'a'.repeat(65)}.ics`]) await isClosed(`/api/calendar-feed/${path}`)
  const posted = await server.app.inject({ method: 'POST', url: second })
  expect(posted.statusCode).toBe(404)
})

test('an app password is shown once, kept as a hash, listed by its name and revoked', async () => {
  const made = await kari('POST', '/api/profile/app-passwords', { name: 'Telefonen' })
  expect(made.status).toBe(201)
  expect(made.body.password).toMatch(/^(?:[a-z2-9]{4}-){5}[a-z2-9]{4}$/)
  const { body } = await kari('GET', '/api/profile/calendar-access')
  expect(body.passwords).toMatchObject([{ id: made.body.id, name: 'Telefonen', last_used_at: null }])
  const { rows } = await admin.query(
    `select to_jsonb(p) as kept from app_password p union all select changes from history union all select reply from idempotency_key`,
  )
  expect(JSON.stringify(rows)).not.toContain(made.body.password)
  expect((await kari('DELETE', `/api/profile/app-passwords/${made.body.id}`)).status).toBe(204)
  expect((await kari('GET', '/api/profile/calendar-access')).body.passwords).toEqual([])
  expect((await kari('DELETE', `/api/profile/app-passwords/${crypto.randomUUID()}`)).status).toBe(404)
  const unnamed = await kari('POST', '/api/profile/app-passwords', { name: ' ' })
  expect(unnamed.body.errors).toMatchObject([{ field: 'name' }])
})
