import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addColleague, type Client, firmInput, testApp } from '#server/platform/test.ts'

let site: Awaited<ReturnType<typeof testApp>>
let admin: pg.Client
let kari: Client
let ola: Client
let reader: Client
let ids: { kari: string; ola: string; reader: string; company: string; person: string }

const today = Temporal.Now.plainDateISO('Europe/Oslo')
const day = (later: number) => today.add({ days: later }).toString()
const nobody = '019aaaaa-0000-7000-8000-000000000000'

beforeAll(async () => {
  site = await testApp()
  kari = site.client()
  await kari('POST', '/api/setup', firmInput)
  admin = new pg.Client({ connectionString: site.superuser_url })
  await admin.connect()
  const [first, second] = [
    await addColleague(kari, site.client(), 'Ola'),
    await addColleague(kari, site.client(), 'Liv', 'read'),
  ]
  ola = first.client
  reader = second.client
  const me = (await kari('GET', '/api/session')).body
  const company = (await kari('POST', '/api/companies', { name: 'Fjordkraft Verft AS' })).body.id
  const { rows } = await admin.query(
    `insert into person (tenant_id, first_name, last_name) values ($1, 'Ingrid', 'Sæther') returning id`,
    [me.firm.id],
  )
  ids = { kari: me.user.id, ola: first.id, reader: second.id, company, person: rows[0].id }
})
afterAll(async () => {
  await admin.end()
  await site.stop()
})

const match = ({ version }: { version: number }) => ({ 'if-match': `"${version}"` })
const make = async (input: object = {}, by = kari) => {
  const { status, body } = await by('POST', '/api/tasks', { title: 'Ring om tilbudet', ...input })
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}
const change = async (task: { id: string; version: number }, part: object, by = kari) => {
  const { status, body } = await by('PATCH', `/api/tasks/${task.id}`, part, match(task))
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}
const get = async (id: string) => (await kari('GET', `/api/tasks/${id}`)).body
const titles = async (query: string, by = kari) =>
  (await by('GET', `/api/tasks?size=200&${query}`)).body.items.map(({ title }: { title: string }) => title)
const refusal = async (input: object) => {
  const { status, body } = await kari('POST', '/api/tasks', { title: 'Feil', ...input })
  expect(status).toBe(422)
  return body.errors.map(({ field, code }: { field: string; code: string }) => `${field}: ${code}`)
}

test('a task needs only a title; it is mine, not started, of normal priority', async () => {
  const task = await make({ title: '  Ring Fjordkraft ' })
  expect(task).toMatchObject({
    ...{ title: 'Ring Fjordkraft', status: 'not_started', percent_complete: 0, priority: 2 },
    ...{ responsible_name: 'Kari Nordmann', created_by_name: 'Kari Nordmann', due_on: null, participants: [] },
  })
  expect(await refusal({ title: '  ' })).toEqual(['title: required'])
})

test('what can not be is refused at its field, and nothing is made', async () => {
  const before = (await admin.query('select count(*) from task')).rows[0].count
  expect(await refusal({ start_on: day(2), due_on: day(1) })).toEqual(['due_on: due_before_start'])
  expect(await refusal({ title: '', start_on: day(2), due_on: day(1), percent_complete: 101 })).toEqual([
    'title: required',
    'percent_complete: too_big',
    'due_on: due_before_start',
  ])
  expect(await refusal({ due_on: '31.2.2026' })).toEqual(['due_on: day'])
  expect(await refusal({ reminder_at: 'i morgen' })).toEqual(['reminder_at: moment'])
  expect(await refusal({ recurrence: 'FREQ=DAILY', recurs_from: 'date' })).toEqual(['due_on: due_for_recurrence'])
  expect(await refusal({ recurrence: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', due_on: day(1) })).toEqual([
    'recurrence: recurrence_never',
  ])
  expect(await refusal({ priority: 4, status: 'ferdig' })).toEqual(['status: wrong_type', 'priority: too_big'])
  expect(await refusal({ description: 'x'.repeat(20_001) })).toEqual(['description: too_long'])
  expect((await admin.query('select count(*) from task')).rows[0].count).toBe(before)
})

test('a company that is deleted or of others, a person and a colleague likewise, are not there', async () => {
  const gone = (await kari('POST', '/api/companies', { name: 'Borte AS' })).body
  await kari('DELETE', `/api/companies/${gone.id}`, undefined, match(gone))
  expect(await refusal({ company_id: gone.id, person_id: nobody })).toEqual([
    'company_id: unknown_record',
    'person_id: unknown_record',
  ])
  await admin.query('update member set deactivated_at = now() where user_id = $1', [ids.reader])
  expect(await refusal({ responsible_id: nobody, participant_ids: [ids.ola, ids.reader] })).toEqual([
    'responsible_id: not_a_colleague',
    'participant_ids: not_a_colleague',
  ])
  await admin.query('update member set deactivated_at = null where user_id = $1', [ids.reader])
})

test('a task stays what it is when its company goes, or the one responsible for it leaves', async () => {
  const company = (await kari('POST', '/api/companies', { name: 'Snart Borte AS' })).body
  const task = await make({ company_id: company.id, responsible_id: ids.reader, participant_ids: [ids.ola] })
  await kari('DELETE', `/api/companies/${company.id}`, undefined, match(company))
  await admin.query('update member set deactivated_at = now() where user_id = $1', [ids.reader])
  const body = { title: 'Nytt navn', company_id: company.id, participant_ids: [ids.ola] }
  const { status, body: saved } = await kari('PUT', `/api/tasks/${task.id}`, body, match(task))
  await admin.query('update member set deactivated_at = null where user_id = $1', [ids.reader])
  expect(status).toBe(200)
  expect(saved).toMatchObject({ title: 'Nytt navn', responsible_id: ids.reader, participants: [{ name: 'Ola' }] })
})

test('done is 100 % and 100 % is done; what is taken up again is below 100 %', async () => {
  let task = await make()
  task = await change(task, { percent_complete: 40 })
  expect(task).toMatchObject({ status: 'in_progress', percent_complete: 40, closed_at: null })
  task = await change(task, { percent_complete: 100 })
  expect(task).toMatchObject({ status: 'done', percent_complete: 100, closed_by_name: 'Kari Nordmann' })
  task = await change(task, { status: 'waiting' })
  expect(task).toMatchObject({ status: 'waiting', percent_complete: 50, closed_at: null, closed_by_name: null })
  task = await change(task, { status: 'done' })
  expect(task).toMatchObject({ status: 'done', percent_complete: 100 })
  task = await change(task, { percent_complete: 80 })
  expect(task).toMatchObject({ status: 'in_progress', percent_complete: 80, closed_at: null })
  expect(await make({ percent_complete: 100 })).toMatchObject({ status: 'done' })
  expect(await make({ status: 'cancelled' })).toMatchObject({ percent_complete: 0, closed_by_name: 'Kari Nordmann' })
})

test('a stale change is refused with the task as it is; the version of a deleted one counts for nothing', async () => {
  const task = await make()
  await change(task, { priority: 1 })
  const stale = await kari('PATCH', `/api/tasks/${task.id}`, { priority: 3 }, match(task))
  expect(stale.status).toBe(412)
  expect(stale.body.current).toMatchObject({ priority: 1, version: 2 })
  expect((await kari('PUT', `/api/tasks/${task.id}`, { title: 'X' }, match(task))).status).toBe(412)
  expect((await kari('PATCH', `/api/tasks/${task.id}`, { priority: 3 })).status).toBe(428)
  expect((await kari('DELETE', `/api/tasks/${task.id}`, undefined, match({ version: 2 }))).status).toBe(204)
  const gone = await kari('GET', `/api/tasks/${task.id}`)
  expect([gone.status, gone.body]).toEqual([404, (await kari('GET', `/api/tasks/${nobody}`)).body])
  expect((await kari('POST', `/api/tasks/${task.id}/restoration`)).body).toMatchObject({
    priority: 1,
    deleted_at: null,
  })
  expect((await kari('POST', `/api/tasks/${task.id}/restoration`)).status).toBe(404)
})

test('who may only read sees tasks and changes none', async () => {
  const task = await make({ responsible_id: ids.reader })
  expect((await reader('GET', `/api/tasks/${task.id}`)).status).toBe(200)
  expect((await reader('POST', '/api/tasks', { title: 'Nei' })).status).toBe(403)
  expect((await reader('PATCH', `/api/tasks/${task.id}`, { priority: 1 }, match(task))).status).toBe(403)
  expect((await reader('DELETE', `/api/tasks/${task.id}`, undefined, match(task))).status).toBe(403)
  expect((await reader('POST', '/api/task-changes', { changes: [{ id: task.id, change: {} }] })).status).toBe(403)
  expect(await get(task.id)).toEqual(task)
})

test('who is given a task is told, and whoever gave it is told that it is done', async () => {
  await admin.query('delete from notification')
  const told = async (client: Client) =>
    (await client('GET', '/api/notifications')).body.items.map(({ kind }: { kind: string }) => kind)
  let task = await make({ responsible_id: ids.ola, participant_ids: [ids.kari, ids.reader] })
  expect([await told(ola), await told(reader), await told(kari)]).toEqual([['task_given'], ['task_given'], []])
  task = await change(task, { status: 'done' }, ola)
  expect([await told(ola), await told(kari)]).toEqual([['task_given'], ['task_done']])
  await change(task, { responsible_id: ids.kari }, ola)
  expect(await told(kari)).toEqual(['task_given', 'task_done'])
})

test('each view of the planner holds what it says, whoever looks', async () => {
  await admin.query('update task set deleted_at = now()')
  await make({ title: 'Kari i går', due_on: day(-1) })
  await make({ title: 'Kari uten dag' })
  await make({ title: 'Kari senere', start_on: day(3), due_on: day(5) })
  await make({ title: 'Ola for Kari', due_on: day(1), responsible_id: ids.ola })
  await make({ title: 'Ola med Kari', due_on: day(2), participant_ids: [ids.kari] }, ola)
  await make({ title: 'Olas gjorte', status: 'done' }, ola)
  await make({ title: 'Karis avbrutte', status: 'cancelled' })
  expect(await titles('view=mine')).toEqual(['Kari i går', 'Kari senere', 'Kari uten dag'])
  expect(await titles('view=delegated')).toEqual(['Ola for Kari'])
  expect(await titles('view=shared')).toEqual(['Ola med Kari'])
  expect(await titles('view=overdue')).toEqual(['Kari i går'])
  expect(await titles('view=future')).toEqual(['Ola for Kari', 'Ola med Kari', 'Kari senere'])
  expect(await titles('view=all')).toEqual([
    'Kari i går',
    'Ola for Kari',
    'Ola med Kari',
    'Kari senere',
    'Kari uten dag',
  ])
  expect(await titles('view=done')).toEqual(['Karis avbrutte', 'Olas gjorte'])
  expect(await titles('view=mine', ola)).toEqual(['Ola for Kari', 'Ola med Kari'])
  expect(await titles('view=delegated', ola)).toEqual([])
  expect(await titles('view=all&statuses=done')).toEqual(['Olas gjorte'])
  expect(await titles('view=mine&statuses=cancelled,not_started')).toHaveLength(4)
  expect(await titles(`view=all&responsible_ids=${ids.ola}&due_from=${day(2)}&due_to=${day(9)}`)).toEqual([
    'Ola med Kari',
  ])
  expect(await titles('view=mine&without_due=true')).toEqual(['Kari uten dag'])
  expect(await titles('view=all&q=FOR%20kari')).toEqual(['Ola for Kari'])
  expect((await kari('GET', '/api/task-count?view=all')).body).toEqual({ count: 5 })
  expect((await kari('GET', '/api/tasks?statuses=ferdig')).status).toBe(422)
})

test('a task on the card is in the planner at once, and on the card of the person', async () => {
  const task = await make({ title: 'Om kortet', company_id: ids.company, person_id: ids.person, due_on: day(1) })
  expect(await titles(`company_id=${ids.company}`)).toEqual(['Om kortet'])
  expect(await titles(`person_id=${ids.person}`)).toEqual(['Om kortet'])
  expect(await titles('view=mine')).toContain('Om kortet')
  expect(await titles('q=fjordkraft')).toEqual(['Om kortet'])
  expect(await titles('q=saether')).toEqual(['Om kortet'])
  expect(await titles('q=kort%20om')).toEqual(['Om kortet'])
  expect(await titles('q=om%20k')).toEqual(['Om kortet'])
  expect(await titles('q=%25%5C')).toEqual([])
  expect((await kari('GET', `/api/companies/${ids.company}`)).body.counts.tasks).toBe(1)
  expect(task).toMatchObject({ company_name: 'Fjordkraft Verft AS', person_name: 'Ingrid Sæther' })
  await change(task, { status: 'done' })
  expect(await titles(`company_id=${ids.company}`)).toEqual([])
  expect(await titles(`company_id=${ids.company}&statuses=done`)).toEqual(['Om kortet'])
  const history = (await kari('GET', `/api/companies/${ids.company}/history`)).body.items
  expect(history[0]).toMatchObject({ entity: 'task', action: 'changed', changes: { status: ['not_started', 'done'] } })
})

test('page by page the list is whole, with and without days, also of the closed ones', async () => {
  for (let at = 0; at < 7; at++) await make({ title: `Side ${at}`, due_on: at % 2 ? day(at % 3) : null })
  for (let at = 0; at < 5; at++) await make({ title: `Lukket ${at}`, status: 'done' })
  for (const view of ['all', 'done']) {
    const whole = await titles(`view=${view}`)
    const walked: string[] = []
    for (let after = ''; ;) {
      const { body } = await kari('GET', `/api/tasks?view=${view}&size=2${after && `&after=${after}`}`)
      walked.push(...body.items.map(({ title }: { title: string }) => title))
      if (!body.next) break
      after = body.next
    }
    expect(walked).toEqual(whole)
  }
  const forged = Buffer.from(JSON.stringify(['2026-99-99', nobody])).toString('base64url')
  expect((await kari('GET', `/api/tasks?after=${forged}`)).status).toBe(400)
  expect((await kari('GET', '/api/tasks?after=x')).status).toBe(400)
})

test('many are changed at once, each in its own way, and changed back; what others changed meanwhile is left', async () => {
  const some = [await make({ due_on: day(0) }), await make({ due_on: day(1) }), await make({ due_on: day(2) })]
  const changes = some.map(({ id }) => ({ id, change: { due_on: day(7) } }))
  const { status, body } = await kari('POST', '/api/task-changes', {
    changes: [...changes, { id: nobody, change: {} }],
  })
  expect([status, body.items.length, body.left]).toEqual([201, 3, 1])
  const [first] = body.items
  await change(first, { priority: 1 }, ola)
  const back = body.items.map((task: { id: string; version: number }) => ({
    ...{ id: task.id, version: task.version },
    change: { due_on: some.find(({ id }) => id === task.id)?.due_on },
  }))
  expect((await kari('POST', '/api/task-changes', { changes: back })).body).toMatchObject({ left: 1 })
  const deletion = some.map(({ id }) => ({ id, change: { deleted: true } }))
  const deleted = (await kari('POST', '/api/task-changes', { changes: deletion })).body
  expect(deleted.items.every((task: { deleted_at: string | null }) => task.deleted_at !== null)).toBe(true)
  expect((await kari('GET', `/api/tasks/${first.id}`)).status).toBe(404)
  const restored = some.map(({ id }) => ({ id, change: { deleted: false } }))
  expect((await kari('POST', '/api/task-changes', { changes: restored })).body.left).toBe(0)
  expect((await kari('GET', `/api/tasks/${first.id}`)).status).toBe(200)
  const wrong = [{ id: first.id, change: { start_on: day(9) } }]
  expect((await kari('POST', '/api/task-changes', { changes: wrong })).body.errors[0].field).toBe('due_on')
})
