import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeApp } from '#server/app.ts'
import { type Client, firmInput, testApp, testSettings } from '#server/platform/test.ts'

let site: Awaited<ReturnType<typeof testApp>>
let app: Awaited<ReturnType<typeof makeApp>>
let admin: pg.Client
let kari: Client
let ola: string
let per: string

beforeAll(async () => {
  site = await testApp()
  app = await makeApp(site.db, { ...testSettings, has_mail: true })
  kari = site.client(app)
  await kari('POST', '/api/setup', firmInput)
  admin = new pg.Client({ connectionString: site.superuser_url })
  await admin.connect()
  const person = async (first_name: string) =>
    (await kari('POST', '/api/persons', { first_name, email: `${first_name}@kunde.example` })).body.id
  ola = await person('ola')
  per = await person('per')
})
beforeEach(() => admin.query('delete from mail'))
afterAll(async () => {
  await app.close()
  await admin.end()
  await site.stop()
})

const at = (day: string, time = '09:00') => `2027-${day}T${time}:00.000Z`
const ifMatch = (version: number) => ({ 'if-match': `"${version}"` })
const input = (month: string) => ({
  ...{ title: 'Møte', starts_at: at(`${month}-01`), ends_at: at(`${month}-01`, '10:00'), time_zone: 'UTC' },
  ...{ recurrence: 'FREQ=DAILY;COUNT=5', participants: [{ kind: 'person', id: ola }] },
})
const shown = async (month: string) =>
  (
    await kari('GET', `/api/calendar?from=${at(`${month}-01`, '00:00')}&to=${at(`${month}-28`, '00:00')}`)
  ).body.items.map(({ starts_at, title }: { starts_at: string; title: string }) => `${starts_at.slice(8, 16)} ${title}`)

/** Daily at nine, five times, with Ola invited by e-mail; the fourth is changed by itself, with Per invited to that one. */
async function book(month: string) {
  const { body: series } = await kari('POST', '/api/appointments', input(month))
  await kari('POST', `/api/appointments/${series.id}/invitations`, { to: 'external' })
  const own = {
    ...input(month),
    title: 'For seg',
    starts_at: at(`${month}-04`, '14:00'),
    ends_at: at(`${month}-04`, '15:00'),
  }
  const one = await kari(
    ...(['PUT', `/api/appointments/${series.id}?scope=one&occurrence=${at(`${month}-04`)}`] as const),
    { ...own, participants: [{ kind: 'person', id: per }] },
    ifMatch(series.version),
  )
  await kari('POST', `/api/appointments/${one.body.id}/invitations`, { to: 'external' })
  await admin.query('delete from mail')
  return { series: (await kari('GET', `/api/appointments/${series.id}`)).body, one: one.body }
}

/** What went out since the last time: to whom, and what the calendar in it says. */
async function letters() {
  const { rows } = await admin.query('select recipient, body as text, calendar from mail order by created_at, id')
  await admin.query('delete from mail')
  return rows.map(({ recipient, text, calendar }) => {
    const line = (name: string) =>
      new RegExp(`^${name}[^:]*:(.*)$`, 'm').exec(calendar.replaceAll('\r\n ', ''))?.[1]?.trim()
    const event = calendar.slice(calendar.indexOf('BEGIN:VEVENT'))
    const rule = /^RRULE:(.*)$/m.exec(event)?.[1]?.trim()
    const [method, uid, sequence] = [line('METHOD'), line('UID'), Number(line('SEQUENCE'))]
    return { to: recipient.split('@')[0], method, uid, sequence, rule, instance: line('RECURRENCE-ID'), text }
  })
}
const undo = (id: string) => kari('POST', `/api/appointments/${id}/restoration?following=true`)

test('who was invited to a series hears that it ends, who was invited to one that falls out hears that, and both hear when it is taken back', async () => {
  const { series, one } = await book('02')
  const path = `/api/appointments/${series.id}`
  const before = await shown('02')
  await kari('DELETE', `${path}?scope=following&occurrence=${at('02-03')}`, undefined, ifMatch(series.version))
  expect(await shown('02')).toEqual(['01T09:00 Møte', '02T09:00 Møte'])
  const told = await letters()
  expect(told).toHaveLength(2)
  const toOla = told.find(({ to }) => to === 'ola')
  expect(toOla).toMatchObject({ method: 'REQUEST', uid: series.uid, rule: 'FREQ=DAILY;UNTIL=20270203T085959Z' })
  expect(toOla?.sequence).toBeGreaterThan(series.sequence)
  expect(toOla?.text).toContain('siste gang tirsdag 2. februar 2027')
  const toPer = told.find(({ to }) => to === 'per')
  expect(toPer).toMatchObject({
    method: 'CANCEL',
    uid: series.uid,
    instance: expect.stringContaining('20270204T090000'),
  })
  const { status, body } = await undo(series.id)
  expect({ status, recurrence: body.recurrence }).toEqual({ status: 201, recurrence: 'FREQ=DAILY;COUNT=5' })
  expect(await shown('02')).toEqual(before)
  const again = await letters()
  expect(again.find(({ to }) => to === 'ola')).toMatchObject({
    method: 'REQUEST',
    uid: series.uid,
    rule: 'FREQ=DAILY;COUNT=5',
  })
  expect(again.find(({ to }) => to === 'ola')?.sequence).toBeGreaterThan(toOla?.sequence ?? 0)
  expect(again.find(({ to }) => to === 'per')?.sequence).toBeGreaterThan(toPer?.sequence ?? 0)
  expect((await kari('GET', `/api/appointments/${one.id}`)).body.title).toBe('For seg')
  expect((await undo(series.id)).status).toBe(404)
})

test('what is a series of its own from one occurrence on is told of as one, and is taken back to the first', async () => {
  const { series, one } = await book('03')
  const before = await shown('03')
  const later = { ...input('03'), title: 'Ny', starts_at: at('03-03', '08:00'), ends_at: at('03-03', '09:00') }
  const { body } = await kari(
    ...(['PUT', `/api/appointments/${series.id}?scope=following&occurrence=${at('03-03')}`] as const),
    ...[later, ifMatch(series.version)],
  )
  expect(await shown('03')).toEqual([
    '01T09:00 Møte',
    '02T09:00 Møte',
    '03T08:00 Ny',
    '04T14:00 For seg',
    '05T08:00 Ny',
  ])
  const told = await letters()
  expect(told).toMatchObject([
    { to: 'ola', method: 'REQUEST', uid: series.uid, rule: 'FREQ=DAILY;UNTIL=20270303T085959Z' },
    { to: 'ola', method: 'REQUEST', uid: body.uid, rule: 'FREQ=DAILY;COUNT=3' },
  ])
  const token = /\/answer\/([\w-]{86})\?/.exec(told[1]?.text ?? '')?.[1]
  expect((await site.client(app)('GET', `/api/answers/${token}`)).body).toMatchObject({ title: 'Ny', name: 'ola' })
  expect((await undo(series.id)).status).toBe(201)
  expect(await shown('03')).toEqual(before)
  expect((await kari('GET', `/api/appointments/${body.id}`)).status).toBe(404)
  expect((await kari('GET', `/api/appointments/${one.id}`)).body).toMatchObject({
    series_id: series.id,
    uid: series.uid,
  })
  expect(await letters()).toMatchObject([
    { to: 'ola', method: 'CANCEL', uid: body.uid },
    { to: 'ola', method: 'REQUEST', uid: series.uid, rule: 'FREQ=DAILY;COUNT=5' },
  ])
})

test('a cut is not taken back over what somebody has done since', async () => {
  const { series } = await book('04')
  const later = { ...input('04'), starts_at: at('04-03', '11:00'), ends_at: at('04-03', '12:00') }
  const { body } = await kari(
    ...(['PUT', `/api/appointments/${series.id}?scope=following&occurrence=${at('04-03')}`] as const),
    ...[later, ifMatch(series.version)],
  )
  await kari(
    'PUT',
    `/api/appointments/${body.id}`,
    { ...later, recurrence: body.recurrence, title: 'Min' },
    ifMatch(body.version),
  )
  await letters()
  const before = await shown('04')
  const refused = await undo(series.id)
  expect(refused.status).toBe(409)
  expect(await shown('04')).toEqual(before)
  expect(await letters()).toEqual([])
})

test('who was told that a meeting is called off is told when it is on again', async () => {
  const { body: made } = await kari('POST', '/api/appointments', { ...input('05'), recurrence: null })
  await kari('POST', `/api/appointments/${made.id}/invitations`, { to: 'external' })
  await kari('DELETE', `/api/appointments/${made.id}`, undefined, ifMatch(made.version))
  await kari('POST', `/api/appointments/${made.id}/restoration`)
  const [, off, on] = await letters()
  expect([off?.method, on?.method]).toEqual(['CANCEL', 'REQUEST'])
  expect(on?.sequence).toBeGreaterThan(off?.sequence ?? 0)
})
