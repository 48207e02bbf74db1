import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, firmInput, testApp } from '#server/platform/test.ts'

let site: Awaited<ReturnType<typeof testApp>>
let kari: Client
let ola: Client
let kariId: string
let olaId: string
let companyId: string

beforeAll(async () => {
  site = await testApp()
  kari = site.client()
  await kari('POST', '/api/setup', firmInput)
  kariId = (await kari('GET', '/api/session')).body.user.id
  ola = site.client()
  olaId = await join(ola, 'Ola Hansen', 'ola@testfirma.example')
  companyId = (await kari('POST', '/api/companies', { name: 'Fjord Bygg AS', email: 'post@fjord.example' })).body.id
})
afterAll(() => site.stop())

async function join(client: Client, name: string, email: string, right = 'change') {
  const invited = await kari('POST', '/api/invitations', { email, name, role: 'user', rights: { crm: right } })
  const token = invited.body.link.split('/').at(-1)
  const password = 'en annen lang setning'
  await client('POST', '/api/invitations/accept', { token, name, password })
  await client('POST', '/api/session', { email, password })
  return (await client('GET', '/api/session')).body.user.id as string
}

const meeting = { title: 'Befaring', starts_at: '2026-12-01T09:00:00+01:00', ends_at: '2026-12-01T10:00:00+01:00' }
const book = async (input: object, client = kari) => {
  const reply = await client('POST', '/api/appointments', { ...meeting, ...input })
  expect(reply.body).toMatchObject({ version: expect.any(Number) })
  return reply.body
}
const calendar = async (from: string, to: string, users: string[], client = kari) =>
  (await client('GET', `/api/calendar?from=${from}&to=${to}&user_ids=${users.join(',')}`)).body.items
const ifMatch = (version: number) => ({ 'if-match': `"${version}"` })
const local = (at: string, zone = 'Europe/Oslo') =>
  Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDateTime().toString().slice(0, 16)

test('an appointment needs a title and a time; the organizer takes part when no colleague is named', async () => {
  const body = await book({ title: ' Møte ', participants: [{ kind: 'company', id: companyId }] })
  expect(body).toMatchObject({
    ...{ title: 'Møte', starts_at: '2026-12-01T08:00:00.000Z', time_zone: 'Europe/Oslo', is_busy: true },
    ...{ organizer_id: kariId, organizer_name: 'Kari Nordmann', version: 1, sequence: 0 },
    participants: [
      { kind: 'user', id: kariId, name: 'Kari Nordmann', state: 'accepted' },
      { kind: 'company', id: companyId, name: 'Fjord Bygg AS', email: 'post@fjord.example', state: 'unseen' },
    ],
  })
  expect((await kari('GET', `/api/appointments/${body.id}`)).body).toEqual(body)
})

test.each([
  ['no title', { title: ' ' }, 'title', 'required'],
  ['an end before the start', { ends_at: '2026-12-01T07:00:00Z' }, 'ends_at', 'end_before_start'],
  [
    'an end before the start, and no title',
    { title: '', ends_at: '2026-12-01T07:00:00Z' },
    'ends_at',
    'end_before_start',
  ],
  ['a zone of nowhere', { time_zone: 'Europe/Lillehammer' }, 'time_zone', 'time_zone'],
  ['an offset in the place of a zone', { time_zone: '+01:00' }, 'time_zone', 'time_zone'],
  ['a start in words', { starts_at: 'i morgen' }, 'starts_at', 'moment'],
  ['a start without its offset', { starts_at: '2026-12-01T09:00' }, 'starts_at', 'moment'],
  ['a day that begins at nine', { is_all_day: true }, 'starts_at', 'midnight'],
  ['a reminder of a year', { reminder_minutes: 525_600 }, 'reminder_minutes', 'too_big'],
  ['a rule each second', { recurrence: 'FREQ=SECONDLY' }, 'recurrence', 'recurrence_part'],
  [
    'a month that recurs',
    { ends_at: '2027-02-01T09:00:00Z', recurrence: 'FREQ=DAILY' },
    'ends_at',
    'too_long_to_recur',
  ],
  [
    'a participant from nowhere',
    { participants: [{ kind: 'person', id: '019aaaaa-0000-7000-8000-000000000000' }] },
    'participants.0',
    'unknown_participant',
  ],
])('%s is refused at its field', async (_, input, field, code) => {
  const { status, body } = await kari('POST', '/api/appointments', { ...meeting, ...input })
  expect(status).toBe(422)
  expect(body.errors).toContainEqual(expect.objectContaining({ field, code }))
})

test('a participant who is named twice takes part once, and a company is none that is a person', async () => {
  const twice = [
    { kind: 'user', id: olaId },
    { kind: 'user', id: olaId },
  ]
  expect((await book({ participants: twice })).participants).toHaveLength(1)
  const { body } = await kari('POST', '/api/appointments', {
    ...meeting,
    participants: [...twice, { kind: 'person', id: companyId }],
  })
  expect(body.errors[0]).toMatchObject({ field: 'participants.1', code: 'unknown_participant' })
})

test('a private one is seen by those who take part; for others they are busy, and it is as if it were not there', async () => {
  const secret = await book({
    title: 'Legetime',
    is_private: true,
    starts_at: '2026-12-03T09:00:00Z',
    ends_at: '2026-12-03T10:00:00Z',
  })
  const shared = await book({
    ...{ title: 'Lønnssamtale', is_private: true, participants: [{ kind: 'user', id: olaId }] },
    ...{ starts_at: '2026-12-03T12:00:00Z', ends_at: '2026-12-03T13:00:00Z' },
  })
  const per = site.client()
  await join(per, 'Per Berg', 'per@testfirma.example')
  const random = await per('GET', '/api/appointments/019aaaaa-0000-7000-8000-000000000000')
  for (const { id } of [secret, shared]) {
    const path = `/api/appointments/${id}`
    expect((await per('GET', path)).body).toEqual(random.body)
    expect((await per('PUT', path, meeting, ifMatch(1))).status).toBe(404)
    expect((await per('DELETE', path, undefined, ifMatch(1))).status).toBe(404)
    expect((await per('PUT', `${path}/answer`, { state: 'accepted' })).status).toBe(404)
    expect((await per('POST', `${path}/restoration`)).status).toBe(404)
  }
  const seen = await calendar('2026-12-03T00:00:00Z', '2026-12-04T00:00:00Z', [kariId, olaId], per)
  expect(seen).toHaveLength(2)
  expect(seen[0]).toEqual({
    ...{ appointment_id: null, version: null, series_id: null, original_starts_at: null, title: null, place: null },
    ...{ starts_at: '2026-12-03T09:00:00.000Z', ends_at: '2026-12-03T10:00:00.000Z', time_zone: 'Europe/Oslo' },
    ...{ is_all_day: false, is_busy: true, is_private: true, reminder_minutes: null, organizer_id: null },
    users: [{ id: kariId, state: 'accepted' }],
  })
  expect(JSON.stringify(seen)).not.toContain('Lønnssamtale')
  expect((await ola('GET', `/api/appointments/${shared.id}`)).body.title).toBe('Lønnssamtale')
  expect((await ola('PUT', `/api/appointments/${shared.id}`, meeting, ifMatch(shared.version))).status).toBe(403)
})

test('of a private series colleagues are told when, and by no way what, where or with whom', async () => {
  const secret = { title: 'Forhandling', place: 'Rom 13', description: 'Oppkjøp', is_private: true }
  const times = { starts_at: '2027-11-01T09:00:00Z', ends_at: '2027-11-01T10:00:00Z', recurrence: 'FREQ=DAILY;COUNT=3' }
  const body = await book({ ...secret, ...times })
  await kari(
    'DELETE',
    `/api/appointments/${body.id}?scope=one&occurrence=2027-11-02T09:00:00.000Z`,
    undefined,
    ifMatch(body.version),
  )
  const seen = await calendar('2027-11-01T00:00:00Z', '2027-11-05T00:00:00Z', [kariId, olaId], ola)
  expect(seen.map(({ starts_at }: { starts_at: string }) => starts_at)).toEqual([
    '2027-11-01T09:00:00.000Z',
    '2027-11-03T09:00:00.000Z',
  ])
  const period = 'starts_at=2027-11-01T09:00:00Z&ends_at=2027-11-01T10:00:00Z'
  const ways = [
    ...[
      `/api/appointment-conflicts?${period}&user_ids=${kariId}`,
      '/api/history?kind=appointment',
      `/api/search?q=forhandling`,
    ],
    ...[
      `/api/appointments/${body.id}`,
      `/api/appointments/${body.id}/sent-invitations`,
      '/api/today',
      '/api/notifications',
    ],
  ]
  for (const way of ways) {
    const said = JSON.stringify((await ola('GET', way)).body)
    for (const word of ['Forhandling', 'Rom 13', 'Oppkjøp', body.uid]) expect(said, way).not.toContain(word)
  }
})

test('who is taken out of a private one sees it no more', async () => {
  const body = await book({ is_private: true, participants: [{ kind: 'user', id: olaId }] })
  const path = `/api/appointments/${body.id}`
  expect((await ola('GET', path)).status).toBe(200)
  const changed = await kari('PUT', path, { ...meeting, is_private: true, participants: [] }, ifMatch(body.version))
  expect(changed.status).toBe(200)
  expect((await ola('GET', path)).status).toBe(404)
  const open = await kari('PUT', path, meeting, ifMatch(changed.body.version))
  expect(open.body.is_private).toBe(false)
  expect((await ola('GET', path)).status).toBe(200)
  const refused = await ola('PUT', path, { ...meeting, is_private: true }, ifMatch(open.body.version))
  expect(refused.body.errors[0]).toMatchObject({ field: 'is_private', code: 'private_by_organizer' })
})

test('a colleague is invited, sees it, and answers; another time asks anew', async () => {
  const body = await book({
    participants: [
      { kind: 'user', id: kariId },
      { kind: 'user', id: olaId },
    ],
  })
  const path = `/api/appointments/${body.id}`
  const stateOf = async () =>
    (await kari('GET', path)).body.participants.find(({ id }: { id: string }) => id === olaId).state
  expect(await stateOf()).toBe('unseen')
  await ola('PUT', `${path}/opening`)
  expect(await stateOf()).toBe('seen')
  for (let times = 0; times < 2; times++)
    expect((await ola('PUT', `${path}/answer`, { state: 'tentative' })).status).toBe(200)
  await ola('PUT', `${path}/opening`)
  expect(await stateOf()).toBe('tentative')
  const answered = (await kari('GET', '/api/history?kind=appointment&action=answered')).body.items
  expect(answered).toMatchObject([{ record_id: body.id, user_id: olaId, changes: { state: ['seen', 'tentative'] } }])
  const per = site.client()
  await join(per, 'Pia Dal', 'pia@testfirma.example', 'read')
  expect((await per('PUT', `${path}/answer`, { state: 'accepted' })).body.errors[0].code).toBe('not_invited')
  const { version } = (await kari('GET', path)).body
  const moved = { starts_at: '2026-12-02T09:00:00Z', ends_at: '2026-12-02T10:00:00Z', is_all_day: false }
  expect((await kari('PUT', `${path}/period`, moved, ifMatch(version))).status).toBe(200)
  expect(await stateOf()).toBe('unseen')
})

test('a stale change answers with the appointment as it is', async () => {
  const body = await book({})
  const path = `/api/appointments/${body.id}`
  await kari('PUT', path, { ...meeting, title: 'Først' }, ifMatch(body.version))
  const stale = await kari('PUT', path, { ...meeting, title: 'Sist' }, ifMatch(body.version))
  expect(stale.status).toBe(412)
  expect(stale.body.current.title).toBe('Først')
})

test('moved over to a colleague, it lies in her calendar and not in mine', async () => {
  const body = await book({ starts_at: '2026-12-07T09:00:00Z', ends_at: '2026-12-07T10:00:00Z' })
  const to = { starts_at: '2026-12-08T09:00:00Z', ends_at: '2026-12-08T11:00:00Z', is_all_day: false }
  const over = { ...to, from_user_id: kariId, to_user_id: olaId }
  expect((await kari('PUT', `/api/appointments/${body.id}/period`, over, ifMatch(body.version))).status).toBe(200)
  expect(await calendar('2026-12-07T00:00:00Z', '2026-12-10T00:00:00Z', [kariId])).toEqual([])
  expect(await calendar('2026-12-07T00:00:00Z', '2026-12-10T00:00:00Z', [olaId])).toMatchObject([
    { appointment_id: body.id, ends_at: '2026-12-08T11:00:00.000Z', users: [{ id: olaId, state: 'unseen' }] },
  ])
})

test.each([
  ['spring', '2027-03-22T08:00:00Z', '2027-03-22', ['2027-03-22T09:00', '2027-03-29T09:00'], ['08:00', '07:00']],
  ['autumn', '2026-10-19T07:00:00Z', '2026-10-19', ['2026-10-19T09:00', '2026-10-26T09:00'], ['07:00', '08:00']],
])('a series at nine stays at nine when the clocks change in %s', async (_, starts_at, day, locals, utc) => {
  const ends_at = starts_at.replace(':00:00Z', ':45:00Z')
  await book({ title: 'Mandagsmøte', starts_at, ends_at, recurrence: 'FREQ=WEEKLY;COUNT=2' })
  const to = Temporal.PlainDate.from(day).add({ days: 20 })
  const items = await calendar(`${day}T00:00:00Z`, `${to.toString()}T00:00:00Z`, [kariId])
  expect(items.map((one: { starts_at: string }) => local(one.starts_at))).toEqual(locals)
  expect(items.map((one: { starts_at: string }) => one.starts_at.slice(11, 16))).toEqual(utc)
  expect(items.map((one: { ends_at: string }) => local(one.ends_at).slice(11))).toEqual(['09:45', '09:45'])
})

test.each([
  ['2027-03-28', '2027-03-27T23:00:00.000Z', '2027-03-28T22:00:00.000Z'],
  ['2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
])('the day %s is whole, though the clocks change', async (day, starts_at, ends_at) => {
  const body = await book({ title: 'Fri', is_all_day: true, starts_at, ends_at })
  expect(body).toMatchObject({ starts_at, ends_at })
  expect(local(body.starts_at)).toBe(`${day}T00:00`)
})

test('an all-day appointment of another zone lies at its own midnights', async () => {
  const input = { is_all_day: true, time_zone: 'America/New_York' }
  const body = await book({ ...input, starts_at: '2027-01-11T00:00:00-05:00', ends_at: '2027-01-13T00:00:00-05:00' })
  expect(local(body.starts_at, 'America/New_York')).toBe('2027-01-11T00:00')
  const oslo = { ...meeting, ...input, starts_at: '2027-01-11T00:00:00+01:00', ends_at: '2027-01-13T00:00:00+01:00' }
  expect((await kari('POST', '/api/appointments', oslo)).body.errors[0].code).toBe('midnight')
})

test('a series without end is a rule: each period has its own occurrences, and no period is longer than 62 days', async () => {
  const per = site.client()
  const perId = await join(per, 'Pål Vik', 'pal@testfirma.example')
  const daily = { starts_at: '2026-01-05T06:00:00Z', ends_at: '2026-01-05T06:15:00Z', recurrence: 'FREQ=DAILY' }
  const body = await book(daily, per)
  expect(body.recurs_until).toBeNull()
  const items = await calendar('2126-05-01T00:00:00Z', '2126-05-11T00:00:00Z', [perId], per)
  expect(items).toHaveLength(10)
  const long = await per('GET', '/api/calendar?from=2026-01-01T00:00:00Z&to=2026-04-01T00:00:00Z')
  expect(long.body.errors[0]).toMatchObject({ field: 'to', code: 'period_long' })
  const far = { ...daily, recurrence: 'FREQ=DAILY;UNTIL=99991231T235959Z' }
  expect((await per('POST', '/api/appointments', { ...meeting, ...far })).status).toBe(201)
})

test('what lasts for weeks is in each week that it lasts', async () => {
  const body = await book({
    title: 'Permisjon',
    starts_at: '2027-05-01T00:00:00+02:00',
    ends_at: '2027-09-01T00:00:00+02:00',
    is_all_day: true,
  })
  const items = await calendar('2027-07-05T00:00:00Z', '2027-07-12T00:00:00Z', [kariId])
  expect(items).toMatchObject([{ appointment_id: body.id, title: 'Permisjon' }])
})
