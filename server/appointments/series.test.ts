import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, firmInput, testApp } from '#server/platform/test.ts'

let site: Awaited<ReturnType<typeof testApp>>
let kari: Client
let kariId: string
let companyId: string

beforeAll(async () => {
  site = await testApp()
  kari = site.client()
  await kari('POST', '/api/setup', firmInput)
  kariId = (await kari('GET', '/api/session')).body.user.id
  companyId = (await kari('POST', '/api/companies', { name: 'Fjord Bygg AS' })).body.id
})
afterAll(() => site.stop())

type Item = { starts_at: string; title: string; appointment_id: string; version: number }
const ifMatch = (version: number) => ({ 'if-match': `"${version}"` })
const calendar = async (from: string, to: string): Promise<Item[]> =>
  (await kari('GET', `/api/calendar?from=${from}T00:00:00Z&to=${to}T00:00:00Z`)).body.items
const shown = async (from: string, to: string) =>
  (await calendar(from, to)).map(({ starts_at, title }) => `${starts_at.slice(5, 16)} ${title}`)
const at = (day: string, time = '09:00') => `2027-${day}T${time}:00.000Z`

/** Mondays at nine, five times; each test has a month of its own. */
async function book(month: string, more: object = {}) {
  const input = { title: 'Møte', starts_at: at(`${month}-01`), ends_at: at(`${month}-01`, '10:00') }
  const rule = { recurrence: 'FREQ=DAILY;COUNT=5', time_zone: 'UTC', ...more }
  const { body } = await kari('POST', '/api/appointments', { ...input, ...rule })
  return { ...body, input: { ...input, ...rule } }
}
const change = (id: string, version: number, part: string, body: object) =>
  kari('PUT', `/api/appointments/${id}?${part}`, body, ifMatch(version))

test('one occurrence is changed by itself, and again, and the others stay', async () => {
  const { id, version, input } = await book('02')
  const part = `scope=one&occurrence=${at('02-03')}`
  const moved = { ...input, title: 'Flyttet', starts_at: at('02-03', '14:00'), ends_at: at('02-03', '15:00') }
  const { status, body } = await change(id, version, part, moved)
  expect(status).toBe(200)
  expect(body).toMatchObject({ series_id: id, original_starts_at: at('02-03'), recurrence: null })
  const all = ['02-01T09:00 Møte', '02-02T09:00 Møte', '02-03T14:00 Flyttet', '02-04T09:00 Møte', '02-05T09:00 Møte']
  expect(await shown('2027-02-01', '2027-02-10')).toEqual(all)
  const again = await change(id, version, part, moved)
  expect(again.status).toBe(412)
  expect(again.body.current.id).toBe(body.id)
  await kari('DELETE', `/api/appointments/${body.id}`, undefined, ifMatch(body.version))
  expect(await shown('2027-02-03', '2027-02-04')).toEqual([])
  await kari('POST', `/api/appointments/${body.id}/restoration`)
  expect(await shown('2027-02-01', '2027-02-10')).toEqual(all)
})

test('an occurrence falls out and comes back', async () => {
  const { id, version } = await book('03')
  const path = `/api/appointments/${id}`
  expect(
    (await kari('DELETE', `${path}?scope=one&occurrence=${at('03-02')}`, undefined, ifMatch(version))).status,
  ).toBe(204)
  expect(await calendar('2027-03-01', '2027-03-10')).toHaveLength(4)
  expect((await kari('POST', `${path}/restoration?occurrence=${at('03-02')}`)).status).toBe(201)
  expect(await calendar('2027-03-01', '2027-03-10')).toHaveLength(5)
  const now = (await kari('GET', path)).body.version
  const unknown = await kari('DELETE', `${path}?scope=one&occurrence=${at('03-20')}`, undefined, ifMatch(now))
  expect(unknown.body.errors[0]).toMatchObject({ field: 'occurrence', code: 'unknown_occurrence' })
})

test('from one occurrence on it is another series; what is left of a count is counted on', async () => {
  const { id, version, input } = await book('04')
  const later = { ...input, title: 'Ny', starts_at: at('04-03', '11:00'), ends_at: at('04-03', '12:00') }
  const { body } = await change(id, version, `scope=following&occurrence=${at('04-03')}`, later)
  expect(body).toMatchObject({ recurrence: 'FREQ=DAILY;COUNT=3' })
  expect(body.uid).not.toBe((await kari('GET', `/api/appointments/${id}`)).body.uid)
  expect(await shown('2027-04-01', '2027-04-20')).toEqual([
    ...['04-01T09:00 Møte', '04-02T09:00 Møte', '04-03T11:00 Ny', '04-04T11:00 Ny', '04-05T11:00 Ny'],
  ])
})

test('all of a series goes as far as the occurrence that was moved; what was changed by itself goes along', async () => {
  const { id, version, input } = await book('05')
  const own = { ...input, title: 'For seg', starts_at: at('05-04', '16:00'), ends_at: at('05-04', '17:00') }
  await change(id, version, `scope=one&occurrence=${at('05-04')}`, own)
  const to = { starts_at: at('05-03', '08:00'), ends_at: at('05-03', '09:30'), is_all_day: false }
  const part = `scope=all&occurrence=${at('05-02')}`
  const { body } = await kari('PUT', `/api/appointments/${id}/period?${part}`, to, ifMatch(version))
  expect(body).toMatchObject({ starts_at: at('05-02', '08:00'), ends_at: at('05-02', '09:30') })
  expect(await shown('2027-05-01', '2027-05-20')).toEqual([
    ...['05-02T08:00 Møte', '05-03T08:00 Møte', '05-04T08:00 Møte', '05-04T16:00 For seg', '05-06T08:00 Møte'],
  ])
  const renamed = { ...input, title: 'Møte', place: 'Rom 1', starts_at: body.starts_at, ends_at: body.ends_at }
  await change(id, body.version, '', renamed)
  const [, , , apart] = await calendar('2027-05-01', '2027-05-20')
  expect(apart).toMatchObject({ title: 'For seg', place: 'Rom 1' })
})

test('a weekly series that is moved to another weekday recurs on that weekday', async () => {
  const monday = { starts_at: at('06-07'), ends_at: at('06-07', '10:00'), recurrence: 'FREQ=WEEKLY;COUNT=3;BYDAY=MO' }
  const { id, version } = await book('06', monday)
  const to = { starts_at: at('06-16'), ends_at: at('06-16', '10:00'), is_all_day: false }
  const part = `scope=all&occurrence=${at('06-14')}`
  const { body } = await kari('PUT', `/api/appointments/${id}/period?${part}`, to, ifMatch(version))
  expect(body).toMatchObject({ recurrence: 'FREQ=WEEKLY;COUNT=3;BYDAY=WE', starts_at: at('06-09') })
})

test('the series ends before an occurrence, and a deleted one comes back with all that was its own', async () => {
  const { id, version } = await book('07')
  const path = `/api/appointments/${id}`
  await kari('DELETE', `${path}?scope=following&occurrence=${at('07-04')}`, undefined, ifMatch(version))
  expect(await calendar('2027-07-01', '2027-07-20')).toHaveLength(3)
  const now = (await kari('GET', path)).body.version
  await kari('DELETE', path, undefined, ifMatch(now))
  expect(await calendar('2027-07-01', '2027-07-20')).toEqual([])
  expect((await kari('POST', `${path}/restoration`)).status).toBe(201)
  expect(await calendar('2027-07-01', '2027-07-20')).toHaveLength(3)
})

test('colleagues who are busy are told of, of a series in its first weeks; itself it is not in the way of', async () => {
  const { id } = await book('08', { recurrence: 'FREQ=DAILY' })
  const times = `starts_at=${at('08-10', '09:30')}&ends_at=${at('08-10', '10:30')}&user_ids=${kariId}`
  const once = (await kari('GET', `/api/appointment-conflicts?${times}`)).body.items
  expect(once).toMatchObject([{ user_id: kariId, title: 'Møte', starts_at: at('08-10') }])
  const each = (await kari('GET', `/api/appointment-conflicts?${times}&recurrence=FREQ=WEEKLY`)).body.items
  expect(each).toHaveLength(9)
  expect((await kari('GET', `/api/appointment-conflicts?${times}&except=${id}`)).body.items).toEqual([])
})

test('the company has its coming appointments, the next first, and its past ones; its counter counts the coming', async () => {
  const participants = [{ kind: 'company', id: companyId }]
  const single = { recurrence: null, participants }
  await book('09', { ...single, title: 'Sist', starts_at: '2090-09-01T09:00:00Z', ends_at: '2090-09-01T10:00:00Z' })
  await book('09', { ...single, title: 'Først', starts_at: '2090-01-05T09:00:00Z', ends_at: '2090-01-05T10:00:00Z' })
  await book('09', { ...single, title: 'Før', starts_at: '2024-01-05T09:00:00Z', ends_at: '2024-01-05T10:00:00Z' })
  const weekly = { recurrence: 'FREQ=WEEKLY', starts_at: '2024-01-05T09:00:00Z', ends_at: '2024-01-05T10:00:00Z' }
  await book('09', { ...weekly, participants, title: 'Hver uke' })
  const list = async (when: string) =>
    (await kari('GET', `/api/appointments?company_id=${companyId}&when=${when}`)).body.items as Item[]
  expect((await list('upcoming')).map(({ title }) => title)).toEqual(['Hver uke', 'Først', 'Sist'])
  expect((await list('past')).map(({ title }) => title)).toEqual(['Hver uke', 'Før'])
  expect((await kari('GET', `/api/companies/${companyId}`)).body.counts.appointments).toBe(3)
  const nobody = await kari('GET', '/api/appointments?company_id=019aaaaa-0000-7000-8000-000000000000')
  expect(nobody.status).toBe(404)
})

test('what becomes a series, moves and is a single one again stands where it then belongs', async () => {
  const { id, input } = await book('10', { title: 'Vandrer', recurrence: null })
  // Others' series have no end.
  const ours = async (from: string, to: string) => (await shown(from, to)).filter((one) => one.endsWith('Vandrer'))
  const to = async (more: object) => {
    const { version } = (await kari('GET', `/api/appointments/${id}`)).body
    expect((await change(id, version, 'scope=all', { ...input, ...more })).status).toBe(200)
    return ours('2027-10-01', '2027-12-01')
  }
  const lasting = { starts_at: at('10-01'), ends_at: at('10-09') }
  expect(await to({ recurrence: 'FREQ=WEEKLY;COUNT=3' })).toHaveLength(3)
  expect(await to({ recurrence: 'FREQ=WEEKLY;UNTIL=20271009' })).toHaveLength(2)
  expect(await to({ starts_at: at('11-05'), ends_at: at('11-05', '10:00') })).toEqual(['11-05T09:00 Vandrer'])
  expect(await to(lasting)).toEqual(['10-01T09:00 Vandrer'])
  expect(await ours('2027-10-05', '2027-10-06')).toEqual(['10-01T09:00 Vandrer'])
  await kari('POST', '/api/appointments', { ...input, ...lasting, recurrence: 'FREQ=YEARLY' })
  expect(await ours('2031-10-05', '2031-10-06')).toEqual(['10-01T09:00 Vandrer'])
})
