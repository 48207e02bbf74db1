import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { addColleague, type Client, firmInput, testApp } from '#server/platform/test.ts'
import { nextReminder } from './appointments.ts'

let site: Awaited<ReturnType<typeof testApp>>
let admin: pg.Client
let kari: Client
let ola: Client
let olaId: string

beforeAll(async () => {
  site = await testApp()
  kari = site.client()
  await kari('POST', '/api/setup', firmInput)
  admin = new pg.Client({ connectionString: site.superuser_url })
  await admin.connect()
  const colleague = await addColleague(kari, site.client(), 'Ola')
  ola = colleague.client
  olaId = colleague.id
})
beforeEach(() => admin.query('delete from notification; delete from jobs.job; delete from appointment_reminder'))
afterAll(async () => {
  await admin.end()
  await site.stop()
})

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()
const book = async (input: object) => {
  const times = { starts_at: inMinutes(10), ends_at: inMinutes(40) }
  const participants = [{ kind: 'user', id: olaId }]
  const { status, body } = await kari('POST', '/api/appointments', {
    ...{ title: 'Befaring', reminder_minutes: 15, participants, ...times },
    ...input,
  })
  expect(status).toBe(201)
  return body
}
async function minute() {
  await admin.query(
    `insert into jobs.job (name, retry_limit, policy) select name, 0, policy from jobs.queue where name = 'remind'`,
  )
  const outcomes = await site.runJobs()
  expect(outcomes.filter(({ error }) => error)).toEqual([])
}
const told = async (client: Client) => {
  const { items } = (await client('GET', '/api/notifications')).body
  return items.filter(({ kind }: { kind: string }) => kind === 'reminder')
}
const waiting = async (id: string) =>
  (await admin.query('select starts_at, remind_at from appointment_reminder where appointment_id = $1', [id])).rows

test('of an appointment those who take part are reminded once', async () => {
  const body = await book({})
  await minute()
  await minute()
  expect(await told(ola)).toMatchObject([
    { title: 'Befaring', entity_id: body.id, about_at: body.starts_at, by_name: null },
  ])
  expect(await told(kari)).toEqual([])
  expect(await waiting(body.id)).toEqual([])
})

test('one that is still far off waits, and one that was called off is told of no more', async () => {
  const later = await book({ starts_at: inMinutes(120), ends_at: inMinutes(180) })
  const off = await book({})
  await kari('DELETE', `/api/appointments/${off.id}`, undefined, { 'if-match': `"${off.version}"` })
  await minute()
  expect(await told(ola)).toEqual([])
  expect(await waiting(later.id)).toHaveLength(1)
})

test('of a private one those who take part are reminded, and nobody else sees that it is there', async () => {
  await book({ is_private: true })
  await minute()
  expect(await told(ola)).toHaveLength(1)
})

test('of a series each time is told of, the next one is worked out, and one that fell out is passed over', async () => {
  const body = await book({ recurrence: 'FREQ=DAILY' })
  await minute()
  await minute()
  expect(await told(ola)).toMatchObject([{ about_at: body.starts_at }])
  const [next] = await waiting(body.id)
  const dayLater = new Date(next.starts_at).getTime() - Date.parse(body.starts_at)
  // By the clocks of the zone: a day is an hour longer or shorter where they change.
  expect(Math.abs(dayLater - 86_400_000)).toBeLessThanOrEqual(3_600_000)
  expect(new Date(next.starts_at).getTime() - new Date(next.remind_at).getTime()).toBe(15 * 60_000)
})

const series = {
  starts_at: '2026-03-02T08:00:00.000Z',
  ends_at: '2026-03-02T09:00:00.000Z',
  time_zone: 'Europe/Oslo',
  recurrence: 'FREQ=WEEKLY',
  reminder_minutes: 30,
  left_out: [] as number[],
}
test.each([
  ['the first, where none was told of', series, null, '2026-03-01T00:00:00.000Z', '2026-03-02T08:00:00.000Z'],
  [
    'the one after the last',
    series,
    '2026-03-02T08:00:00.000Z',
    '2026-03-02T07:30:00.000Z',
    '2026-03-09T08:00:00.000Z',
  ],
  [
    'nine o’clock is nine o’clock in summer',
    series,
    '2026-03-23T08:00:00.000Z',
    '2026-03-23T07:30:00.000Z',
    '2026-03-30T07:00:00.000Z',
  ],
  [
    'what fell out is passed over',
    { ...series, left_out: [Date.parse('2026-03-09T08:00:00Z')] },
    '2026-03-02T08:00:00.000Z',
    '2026-03-02T07:30:00.000Z',
    '2026-03-16T08:00:00.000Z',
  ],
  [
    'what the program slept through is passed over',
    series,
    '2026-03-02T08:00:00.000Z',
    '2026-03-20T07:30:00.000Z',
    '2026-03-23T08:00:00.000Z',
  ],
  [
    'a birthday in ten years',
    { ...series, recurrence: 'FREQ=YEARLY;INTERVAL=10' },
    '2026-03-02T08:00:00.000Z',
    '2026-03-02T07:30:00.000Z',
    '2036-03-02T08:00:00.000Z',
  ],
  [
    'none, when the series is over',
    { ...series, recurrence: 'FREQ=WEEKLY;COUNT=2' },
    '2026-03-09T08:00:00.000Z',
    '2026-03-09T07:30:00.000Z',
    null,
  ],
  [
    'none of a single one',
    { ...series, recurrence: null },
    '2026-03-02T08:00:00.000Z',
    '2026-03-02T07:30:00.000Z',
    null,
  ],
])('the next reminder is of %s', (_, one, last, now, expected) => {
  expect(nextReminder(one, last, now)?.starts_at ?? null).toBe(expected)
})
