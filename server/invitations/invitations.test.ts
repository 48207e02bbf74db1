import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { TemplateInput } from '#contract/invitations.ts'
import { mergeText } from '#contract/merge-text.ts'
import { makeApp } from '#server/app.ts'
import { readCalendar } from '#server/icalendar/read.ts'
import { addColleague, type Client, firmInput, testApp, testSettings } from '#server/platform/test.ts'
import { raisesSequence } from './sequence.ts'

let received: { to: string; raw: string }[] = []
const mailServer = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  onData: (stream, session, answer) => {
    let raw = ''
    stream.on('data', (chunk: Buffer) => (raw += chunk.toString('utf8')))
    stream.on('end', () => {
      received.push({ to: session.envelope.rcptTo[0]?.address ?? '', raw })
      answer(null)
    })
  },
})

let server: Awaited<ReturnType<typeof testApp>>
let app: Awaited<ReturnType<typeof makeApp>>
let admin: pg.Client
let kari: Client
let mail: { smtp_url: string; from: string }
let me: { tenant_id: string; user_id: string }
let ola: string
let firm: string
let silent: string
beforeAll(async () => {
  await new Promise<void>((resolve) => mailServer.listen(0, '127.0.0.1', () => resolve()))
  const { port } = mailServer.server.address() as AddressInfo
  mail = { smtp_url: `smtp://127.0.0.1:${port}`, from: 'Kundebok <crm@testfirma.example>' }
  server = await testApp()
  app = await makeApp(server.db, { ...testSettings, has_mail: true })
  kari = server.client(app)
  await kari('POST', '/api/setup', firmInput)
  admin = new pg.Client({ connectionString: server.superuser_url })
  await admin.connect()
  me = (await admin.query('select tenant_id, user_id from member')).rows[0]
  ola = await person('Ola', 'ola@kunde.example')
  silent = await person('Stille', null)
  firm = (await kari('POST', '/api/companies', { name: 'Abroad Ltd', email: 'post@abroad.example', language: 'en' }))
    .body.id
})
beforeEach(async () => {
  received = []
  await admin.query('delete from jobs.job; delete from mail; delete from notification')
})
afterAll(async () => {
  await app.close()
  await admin.end()
  await server.stop()
  await new Promise<void>((resolve) => mailServer.close(() => resolve()))
})

async function person(first_name: string, email: string | null) {
  const { rows } = await admin.query(
    'insert into person (tenant_id, first_name, email) values ($1, $2, $3) returning id',
    [me.tenant_id, first_name, email],
  )
  return rows[0].id as string
}
const at = (days: number) => new Date(Math.floor(Date.now() / 60_000) * 60_000 + days * 86_400_000).toISOString()
const input = () => ({
  ...{ title: 'Gjennomgang', place: 'Bergen', starts_at: at(3), ends_at: at(3.05) },
  participants: [
    { kind: 'person', id: ola },
    { kind: 'person', id: silent },
    { kind: 'company', id: firm },
  ],
})
const book = async (change: object = {}) => (await kari('POST', '/api/appointments', { ...input(), ...change })).body
const send = (id: string, body: object = {}) =>
  kari('POST', `/api/appointments/${id}/invitations`, { to: 'external', ...body })
/** What went out since the last time, by address. */
async function letters() {
  await server.runJobs({ mail })
  const sent = new Map(received.map(({ to, raw }) => [to, raw]))
  received = []
  return sent
}
const decoded = (raw = '') =>
  raw
    .replace(/=\r\n/g, '')
    .replace(/(?:=[0-9A-F]{2})+/g, (codes) => Buffer.from(codes.replaceAll('=', ''), 'hex').toString('utf8'))
const calendarIn = (raw = '') => {
  const part = /Content-Type: text\/calendar;[^]*?\r\n\r\n([^]*?)\r\n--/i.exec(raw) ?? []
  const isBase64 = /Content-Transfer-Encoding: base64/i.test(part[0] ?? '')
  const text = isBase64 ? Buffer.from(part[1] ?? '', 'base64').toString('utf8') : decoded(part[1])
  return readCalendar(text, 'Europe/Oslo')
}
const tokenIn = (raw = '') => /\/answer\/([\w-]{86})\?/.exec(decoded(raw))?.[1] ?? ''
const visitor = (method: 'GET' | 'POST', token: string, body?: object) =>
  server.client(app)(method, `/api/answers/${token}`, body)

test('confirmations go to those outside who have an address; the others are named and skipped', async () => {
  const { id, uid } = await book()
  const preview = await kari('GET', `/api/appointments/${id}/invitations`)
  expect(preview.body).toMatchObject({
    has_mail: true,
    recipients: [
      { name: 'Abroad Ltd', language: 'en', letter: 'request' },
      { name: 'Ola', email: 'ola@kunde.example', language: 'nb' },
    ],
    skipped: [{ name: 'Stille', reason: 'no_email' }],
    letter: { subject: 'Invitation: Gjennomgang' },
  })
  const { body, status } = await send(id, { text: 'Ta med regnskapet.' })
  expect(status).toBe(201)
  expect(body.sent.map(({ name }: { name: string }) => name)).toEqual(['Abroad Ltd', 'Ola'])
  expect(body.skipped).toMatchObject([{ name: 'Stille', reason: 'no_email' }])
  const sent = await letters()
  expect([...sent.keys()].sort()).toEqual(['ola@kunde.example', 'post@abroad.example'])
  const toOla = sent.get('ola@kunde.example') ?? ''
  const text = decoded(toOla)
  for (const said of [
    'Hei, Ola!',
    'Kari Nordmann i Testfirma AS',
    'Hva: Gjennomgang',
    'Hvor: Bergen',
    'Ta med regnskapet.',
  ])
    expect(text).toContain(said)
  expect(decoded(sent.get('post@abroad.example'))).toContain('Hello Abroad Ltd,')
  expect(toOla).toMatch(/^Reply-To: kari@testfirma\.example$/m)
  expect(toOla).toMatch(/^Content-Type: text\/calendar; charset=utf-8; method=REQUEST/m)
  expect(calendarIn(toOla)).toMatchObject({
    method: 'REQUEST',
    events: [{ uid, title: 'Gjennomgang', organizer: 'kari@testfirma.example' }],
  })
  const history = await admin.query(`select person_id, company_id, changes from history where action = 'sent'`)
  expect(history.rows).toEqual(expect.arrayContaining([{ person_id: ola, company_id: null, changes: {} }]))
  const known = await kari('GET', `/api/appointments/${id}/sent-invitations`)
  expect(known.body.items).toContainEqual({ kind: 'person', id: ola, sent_to: 'ola@kunde.example', sent_sequence: 0 })
})

test('a change of time is told under the same UID with a higher sequence, a change of the reminder is not', async () => {
  const first = await book()
  await send(first.id)
  await letters()
  const put = (version: number, change: object) =>
    kari('PUT', `/api/appointments/${first.id}`, { ...input(), ...change }, { 'if-match': `"${version}"` })
  const same = { starts_at: first.starts_at, ends_at: first.ends_at }
  const reminded = await put(first.version, { ...same, reminder_minutes: 30 })
  expect(reminded.body.sequence).toBe(0)
  const moved = await put(reminded.body.version, { starts_at: at(5), ends_at: at(5.1) })
  expect(moved.body.sequence).toBe(1)
  await send(first.id)
  const sent = (await letters()).get('ola@kunde.example') ?? ''
  expect(decoded(sent)).toContain('Subject: Endret: Gjennomgang')
  expect(calendarIn(sent).events).toMatchObject([{ uid: first.uid, starts_at: at(5) }])
  expect(decoded(sent)).toContain('SEQUENCE:1')
})

test('who is taken out, and everybody when the meeting is deleted, gets a cancellation with the same UID', async () => {
  const made = await book()
  await send(made.id)
  await letters()
  const without = {
    ...input(),
    starts_at: made.starts_at,
    ends_at: made.ends_at,
    participants: [{ kind: 'person', id: ola }],
  }
  const { body } = await kari('PUT', `/api/appointments/${made.id}`, without, { 'if-match': `"${made.version}"` })
  const cancelled = await letters()
  expect([...cancelled.keys()]).toEqual(['post@abroad.example'])
  expect(calendarIn(cancelled.get('post@abroad.example'))).toMatchObject({
    method: 'CANCEL',
    events: [{ uid: made.uid, is_cancelled: true, attendees: [{ email: 'post@abroad.example' }] }],
  })
  const { version } = (await kari('GET', `/api/appointments/${made.id}`)).body
  expect(version).toBe(body.version)
  expect((await kari('DELETE', `/api/appointments/${made.id}`, undefined, { 'if-match': `"${version}"` })).status).toBe(
    204,
  )
  const toOla = (await letters()).get('ola@kunde.example') ?? ''
  expect(decoded(toOla)).toContain('Subject: Avlyst: Gjennomgang')
  expect(calendarIn(toOla)).toMatchObject({ method: 'CANCEL', events: [{ uid: made.uid, is_cancelled: true }] })
  const sequence = Number(/SEQUENCE:(\d+)/.exec(decoded(toOla))?.[1])
  expect(sequence).toBeGreaterThan(0)
})

test('who was not written to hears nothing of a cancellation', async () => {
  const { id, version } = await book()
  await kari('DELETE', `/api/appointments/${id}`, undefined, { 'if-match': `"${version}"` })
  expect((await letters()).size).toBe(0)
})

test('looking at the link answers nothing; the answer comes into the appointment and can be changed', async () => {
  const { id } = await book()
  await send(id)
  const token = tokenIn((await letters()).get('ola@kunde.example'))
  const seen = await visitor('GET', token)
  expect(seen.body).toMatchObject({
    ...{ title: 'Gjennomgang', firm_name: 'Testfirma AS', organizer_name: 'Kari Nordmann', name: 'Ola' },
    ...{ state: 'unseen', language: 'nb', closed: null },
  })
  const stateOf = async () =>
    (await kari('GET', `/api/appointments/${id}`)).body.participants.find((one: { id: string }) => one.id === ola)
  expect(await stateOf()).toMatchObject({ state: 'unseen' })
  for (const state of ['accepted', 'declined'] as const) {
    expect((await visitor('POST', token, { state })).body).toMatchObject({ state })
    expect(await stateOf()).toMatchObject({ state, answered_at: expect.any(String) })
  }
  await visitor('POST', token, { state: 'declined' })
  const told = await admin.query('select kind, user_id, person_id, by_user_id from notification')
  expect(told.rows).toHaveLength(2)
  expect(told.rows[0]).toEqual({ kind: 'invitation_answered', user_id: me.user_id, person_id: ola, by_user_id: null })
  const history = await admin.query(
    `select user_id, person_id from history where action = 'answered' and person_id = $1`,
    [ola],
  )
  expect(history.rows).toEqual([
    { user_id: null, person_id: ola },
    { user_id: null, person_id: ola },
  ])
  expect((await visitor('POST', token, { state: 'seen' })).status).toBe(422)
  const { rows } = await admin.query(
    `select to_jsonb(p) as kept from appointment_participant p union all select changes from history union all select reply from idempotency_key`,
  )
  expect(JSON.stringify(rows)).not.toContain(token)
})

test('an answer stands on the cards of all who take part; the owner of a private one is told too, and sees it alone', async () => {
  const { id } = await book({ is_private: true, title: 'Lønnssamtale' })
  await send(id)
  const token = tokenIn((await letters()).get('ola@kunde.example'))
  await admin.query('delete from notification')
  await visitor('POST', token, { state: 'accepted' })
  const told = await admin.query('select kind, user_id, person_id, by_user_id from notification')
  expect(told.rows).toEqual([{ kind: 'invitation_answered', user_id: me.user_id, person_id: ola, by_user_id: null }])
  const { items, names } = (await kari('GET', `/api/companies/${firm}/history?action=answered`)).body
  expect(items[0]).toMatchObject({
    ...{ user_name: null, entity: 'appointment', subject: 'Lønnssamtale', is_private: false },
    changes: { state: ['unseen', 'accepted'], person_id: [null, ola] },
  })
  expect(names[ola]).toBe('Ola')
  const without = server.client()
  await without('POST', '/api/session', { email: firmInput.email, password: firmInput.password })
  const { client } = await addColleague(without, server.client(), 'Nina')
  const hers = (await client('GET', `/api/companies/${firm}/history?action=answered`)).body.items[0]
  expect(hers).toMatchObject({ subject: null, is_private: true, changes: {} })
  const own = (await kari('GET', `/api/persons/${ola}/history?action=answered`)).body.items[0]
  expect(own).toMatchObject({ changes: { state: ['unseen', 'accepted'] } })
})

test('a link that was replaced, made up or bent opens nothing, and all answer alike', async () => {
  const { id } = await book()
  await send(id)
  const older = tokenIn((await letters()).get('ola@kunde.example'))
  await send(id)
  const newer = tokenIn((await letters()).get('ola@kunde.example'))
  const random = await visitor('GET', 'a'.repeat(86))
  expect(random.status).toBe(404)
  for (const wrong of [older, `${newer.slice(0, 5)}x${newer.slice(6)}`, `${newer.slice(0, -4)}AAAA`])
    if (wrong !== newer) expect((await visitor('GET', wrong)).body).toEqual(random.body)
  expect((await visitor('POST', older, { state: 'accepted' })).status).toBe(404)
  expect((await visitor('GET', 'kort')).body).toEqual(random.body)
})

test('no answer is taken to what is over or called off', async () => {
  const over = await book({ starts_at: at(-2), ends_at: at(-1) })
  await send(over.id)
  const late = tokenIn((await letters()).get('ola@kunde.example'))
  expect((await visitor('GET', late)).body).toMatchObject({ closed: 'over' })
  const refused = await visitor('POST', late, { state: 'accepted' })
  expect({ status: refused.status, code: refused.body.errors[0].code }).toEqual({ status: 422, code: 'meeting_over' })
  const { id, version } = await book()
  await send(id)
  const token = tokenIn((await letters()).get('ola@kunde.example'))
  await kari('DELETE', `/api/appointments/${id}`, undefined, { 'if-match': `"${version}"` })
  expect((await visitor('GET', token)).body).toMatchObject({ closed: 'cancelled' })
  expect((await visitor('POST', token, { state: 'accepted' })).body.errors[0].code).toBe('meeting_cancelled')
})

test('colleagues get one when all are asked; whoever sends gets one only when she wants to', async () => {
  const per = crypto.randomUUID()
  await admin.query(
    `insert into member (tenant_id, user_id, name, email) values ($1, $2, 'Per', 'per@testfirma.example')`,
    [...[me.tenant_id, per]],
  )
  const users = [per, me.user_id].map((id) => ({ kind: 'user', id }))
  const { id } = await book({ participants: [...users, { kind: 'person', id: ola }] })
  const names = async (query: string) =>
    (await kari('GET', `/api/appointments/${id}/invitations?${query}`)).body.recipients.map(
      ({ name }: { name: string }) => name,
    )
  expect(await names('to=external')).toEqual(['Ola'])
  expect(await names('to=all')).toEqual(['Ola', 'Per'])
  expect(await names('to=all&include_self=true')).toEqual(['Ola', 'Kari Nordmann', 'Per'])
  await send(id, { to: 'all' })
  const token = tokenIn((await letters()).get('per@testfirma.example'))
  await visitor('POST', token, { state: 'accepted' })
  const told = await admin.query('select by_user_id from notification')
  expect(told.rows).toEqual([{ by_user_id: per }])
})

test('two with the same address get one letter', async () => {
  const twin = await person('Tvilling', 'OLA@kunde.example')
  const { id } = await book({ participants: [ola, twin].map((one) => ({ kind: 'person', id: one })) })
  const { body } = await send(id)
  expect(body).toMatchObject({ sent: [{ name: 'Ola' }], skipped: [{ name: 'Tvilling', reason: 'same_address' }] })
})

test('where no e-mail can be sent, that is said and nothing is written', async () => {
  const { id } = await book()
  const without = server.client()
  await without('POST', '/api/session', { email: firmInput.email, password: firmInput.password })
  expect((await without('GET', `/api/appointments/${id}/invitations`)).body.has_mail).toBe(false)
  const refused = await without('POST', `/api/appointments/${id}/invitations`, { to: 'external' })
  expect(refused.body.errors).toMatchObject([{ field: 'to', code: 'no_mail_server' }])
  expect((await admin.query('select from mail')).rowCount).toBe(0)
})

test('a letter is as the administrator wrote it, and names no field that there is not', async () => {
  const { body } = await kari('GET', '/api/invitation-templates')
  expect(body.items).toHaveLength(6)
  const put = (version: number, change: object) =>
    kari(
      ...([
        'PUT',
        '/api/invitation-templates/request/nb',
        { subject: 'Møte med {{firm}}', body: 'Hei {{ name }}', ...change },
      ] as const),
      { 'if-match': `"${version}"` },
    )
  const refused = await put(0, { body: 'Hei {{fornavn}}' })
  expect(refused.body.errors).toMatchObject([{ field: 'body', code: 'merge_field' }])
  expect((await put(0, { subject: 'To\r\nBcc: x@y.example' })).body.errors).toMatchObject([{ field: 'subject' }])
  const changed = await put(0, {})
  expect(changed.body).toMatchObject({ version: 1, body: 'Hei {{ name }}' })
  expect((await put(0, {})).status).toBe(412)
  expect((await put(1, {})).body.version).toBe(2)
  const { id } = await book({ participants: [{ kind: 'person', id: ola }] })
  const { letter } = (await kari('GET', `/api/appointments/${id}/invitations`)).body
  expect(letter).toEqual({ subject: 'Møte med Testfirma AS', text: 'Hei Ola' })
})

test.each([
  ['Hei {{name}}', 'Hei Ola'],
  ['Hvor: {{place}}\nNår: {{when}}', 'Når: nå'],
  ['{{title}} – {{place}}', 'T –'],
  ['{{ title }}{{title}}', 'TT'],
  ['{{constructor}}{{__proto__}} x', ''],
  ['a\n\n{{message}}\n\n\nb', 'a\n\nb'],
])('a template is filled: %s', (template, text) => {
  const values = { title: 'T', when: 'nå', place: '', message: '', name: 'Ola', organizer: 'Kari', firm: 'F' }
  expect(mergeText(template, values)).toBe(text)
})

test('a value that looks like a field is not filled again', () => {
  const values = { title: '{{name}}', when: '', place: '', message: '', name: 'Ola', organizer: '', firm: '' }
  expect(mergeText('{{title}}', values)).toBe('{{name}}')
  expect(TemplateInput.safeParse({ subject: '{{x}}', body: 'y' }).success).toBe(false)
})

test.each([
  [{}, false],
  [{ title: 'B' }, true],
  [{ place: 'B' }, true],
  [{ starts_at: '2026-01-02T00:00:00Z' }, true],
  [{ recurrence: 'FREQ=DAILY' }, true],
  [{ description: 'B', reminder_minutes: 5, is_busy: false }, false],
])('what those who take part must know makes the invitation a newer one: %j', (change, raises) => {
  const before = {
    ...{ title: 'A', place: null, starts_at: '2026-01-01T00:00:00Z', ends_at: '2026-01-01T00:00:00Z' },
    ...{ time_zone: 'Europe/Oslo', is_all_day: false, recurrence: null },
  }
  expect(raisesSequence(before, { ...before, ...change })).toBe(raises)
})
