import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addColleague, type Client, firmInput, testApp } from '#server/platform/test.ts'
import { nextOf } from './series.ts'

let site: Awaited<ReturnType<typeof testApp>>
let admin: pg.Client
let kari: Client
let ola: Client
let olaId: string

const today = Temporal.Now.plainDateISO('Europe/Oslo')
const day = (later: number) => today.add({ days: later }).toString()

beforeAll(async () => {
  site = await testApp()
  kari = site.client()
  await kari('POST', '/api/setup', firmInput)
  const colleague = await addColleague(kari, site.client(), 'Ola')
  ola = colleague.client
  olaId = colleague.id
  admin = new pg.Client({ connectionString: site.superuser_url })
  await admin.connect()
})
afterAll(async () => {
  await admin.end()
  await site.stop()
})

type Task = { id: string; version: number; next_id: string | null } & Record<string, unknown>
const make = async (input: object): Promise<Task> =>
  (await kari('POST', '/api/tasks', { title: 'Ukentlig rapport', recurrence: 'FREQ=WEEKLY', ...input })).body
const change = async (task: Task, part: object, by = kari) =>
  (await by('PATCH', `/api/tasks/${task.id}`, part, { 'if-match': `"${task.version}"` })).body as Task
const get = async (id: string | null) => (await kari('GET', `/api/tasks/${id}`)).body as Task

test('when it is done the next one is made, with all that it is about, and it is its maker’s', async () => {
  const task = await make({
    ...{ description: 'Tall fra uken', start_on: day(-2), due_on: day(0), priority: 1, responsible_id: olaId },
    participant_ids: [olaId],
  })
  const done = await change(task, { status: 'done' }, ola)
  const next = await get(done.next_id)
  expect(next).toMatchObject({
    ...{ title: 'Ukentlig rapport', description: 'Tall fra uken', status: 'not_started', percent_complete: 0 },
    ...{ start_on: day(5), due_on: day(7), priority: 1, responsible_name: 'Ola', created_by_name: 'Kari Nordmann' },
    ...{ participants: [{ id: olaId }], previous_id: task.id, recurrence: 'FREQ=WEEKLY', recurs_from: 'date' },
  })
})

test('of two who complete it at once only one makes a next one', async () => {
  const task = await make({ due_on: day(0) })
  const complete = { changes: [{ id: task.id, change: { status: 'done' } }] }
  await Promise.all([kari('POST', '/api/task-changes', complete), ola('POST', '/api/task-changes', complete)])
  expect((await admin.query('select from task where previous_id = $1', [task.id])).rowCount).toBe(1)
})

test('taken up again, the next one goes if nobody touched it; completed again there is one again', async () => {
  const task = await make({ due_on: day(0) })
  const done = await change(task, { status: 'done' })
  const again = await change(done, { status: 'in_progress' })
  expect(again.next_id).toBe(null)
  expect((await kari('GET', `/api/tasks/${done.next_id}`)).status).toBe(404)
  const doneAgain = await change(again, { percent_complete: 100 })
  const next = await get(doneAgain.next_id)
  expect(next.due_on).toBe(day(7))
  await change(next, { priority: 1 })
  const touched = await change(doneAgain, { status: 'waiting' })
  expect(touched.next_id).toBe(next.id)
  expect((await change(touched, { status: 'done' })).next_id).toBe(next.id)
})

test('a next one that was deleted is not made again, and a cancelled task ends its series', async () => {
  const done = await change(await make({ due_on: day(0) }), { status: 'done' })
  const next = await get(done.next_id)
  await change(next, { deleted: true })
  const again = await change(await change(done, { status: 'waiting' }), { status: 'done' })
  expect(again.next_id).toBe(null)
  expect((await change(await make({ due_on: day(0) }), { status: 'cancelled' })).next_id).toBe(null)
})

test('by date the next one is made once the day has passed, done or not, and once alone', async () => {
  const late = await make({ due_on: day(-1) })
  const fromCompletion = await make({ due_on: day(-1), recurs_from: 'completion' })
  const notYet = await make({ due_on: day(0) })
  const sweep = async () => {
    await admin.query(`insert into jobs.job (name, data) values ('sweep', '{}')`)
    const outcomes = await site.runJobs()
    expect(outcomes.find(({ job }) => job === 'sweep')?.error).toBe(null)
  }
  await sweep()
  await sweep()
  const next = await get((await get(late.id)).next_id)
  expect(next).toMatchObject({ due_on: day(6), created_by_name: 'Kari Nordmann' })
  expect([(await get(fromCompletion.id)).next_id, (await get(notYet.id)).next_id]).toEqual([null, null])
  // Done late and taken up again: the next one did not come of that.
  const done = await change(await get(late.id), { status: 'done' })
  expect(done.next_id).toBe(next.id)
  expect((await change(done, { status: 'waiting' })).next_id).toBe(next.id)
})

type Before = Parameters<typeof nextOf>[0]
const before: Before = {
  ...{ recurrence: 'FREQ=WEEKLY', recurs_from: 'date', start_on: null, due_on: '2026-03-23', reminder_at: null },
}
const known: [what: string, Partial<Before>, today: string, next: object | null][] = [
  ['from its day, however late', {}, '2026-04-10', { due_on: '2026-03-30' }],
  ['from when it was done', { recurs_from: 'completion' }, '2026-04-10', { due_on: '2026-04-17' }],
  ['done without a day', { recurs_from: 'completion', due_on: null }, '2026-04-10', { due_on: '2026-04-17' }],
  [
    'the last of the month',
    { recurrence: 'FREQ=MONTHLY', recurs_from: 'completion' },
    '2026-01-31',
    { due_on: '2026-02-28' },
  ],
  ['one time less', { recurrence: 'FREQ=WEEKLY;COUNT=3' }, '2026-03-23', { recurrence: 'FREQ=WEEKLY;COUNT=2' }],
  ['no time left', { recurrence: 'FREQ=WEEKLY;COUNT=1' }, '2026-03-23', null],
  ['up to the end', { recurrence: 'FREQ=WEEKLY;UNTIL=20260330' }, '2026-03-23', { due_on: '2026-03-30' }],
  ['past the end', { recurrence: 'FREQ=WEEKLY;UNTIL=20260329' }, '2026-03-23', null],
  [
    'past the end by completion',
    { recurrence: 'FREQ=MONTHLY;UNTIL=20260401', recurs_from: 'completion' },
    '2026-03-23',
    null,
  ],
  [
    'at the same time of day across the change of the clocks',
    { start_on: '2026-03-21', reminder_at: '2026-03-22T08:00:00Z' },
    '2026-03-23',
    { start_on: '2026-03-28', reminder_at: '2026-03-29T07:00:00Z' },
  ],
]

test.each(known)('the next one: %s', (_, part, at, next) => {
  const found = nextOf({ ...before, ...part }, Temporal.PlainDate.from(at))
  if (next === null) expect(found).toBe(null)
  else expect(found).toMatchObject(next)
})
