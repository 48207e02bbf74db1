import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { inTransaction } from '#server/platform/db.ts'
import { addColleague, type Client, firmInput, testApp } from '#server/platform/test.ts'
import { notify } from './notify.ts'

let site: Awaited<ReturnType<typeof testApp>>
let admin: pg.Client
let kari: Client
let ola: Client
let ids: { tenant: string; kari: string; ola: string; none: string }

beforeAll(async () => {
  site = await testApp()
  kari = site.client()
  await kari('POST', '/api/setup', firmInput)
  admin = new pg.Client({ connectionString: site.superuser_url })
  await admin.connect()
  const [first, second] = [
    await addColleague(kari, site.client(), 'Ola'),
    await addColleague(kari, site.client(), 'Nina', 'none'),
  ]
  ola = first.client
  const me = (await kari('GET', '/api/session')).body
  ids = { tenant: me.firm.id, kari: me.user.id, ola: first.id, none: second.id }
})
beforeEach(() =>
  admin.query(
    'delete from notification; delete from task_participant; delete from task; delete from mail; delete from jobs.job',
  ),
)
afterAll(async () => {
  await admin.end()
  await site.stop()
})

type Task = {
  title?: string
  responsible_id?: string
  reminder_at?: string
  status?: string
  percent_complete?: number
}
const task = async (values: Task = {}) => {
  const row = {
    title: 'Ring kunden',
    responsible_id: ids.ola,
    reminder_at: null,
    status: 'not_started',
    percent_complete: 0,
    ...values,
  }
  const { rows } = await admin.query(
    `insert into task (tenant_id, title, responsible_id, reminder_at, status, percent_complete) values ($1, $2, $3, $4, $5, $6) returning id`,
    [ids.tenant, row.title, row.responsible_id, row.reminder_at, row.status, row.percent_complete],
  )
  return rows[0].id as string
}
const tell = (entity_id: string, to: string[], entity: 'task' | 'appointment' | 'note' = 'task') =>
  inTransaction(site.db, { tenant_id: ids.tenant, user_id: ids.kari, via: 'screen' }, (tx) =>
    notify(tx, { tenant_id: ids.tenant, kind: entity === 'note' ? 'mention' : 'task_given', entity, entity_id, to }),
  )
const listOf = async (client: Client, query = '') => (await client('GET', `/api/notifications${query}`)).body.items

test('who is given a task is told of it, with the name of the task and of whose doing it was', async () => {
  await tell(await task(), [ids.ola])
  expect(await listOf(ola)).toMatchObject([
    { kind: 'task_given', entity: 'task', title: 'Ring kunden', by_name: 'Kari Nordmann', read_at: null },
  ])
  expect((await ola('GET', '/api/unread-notifications')).body).toEqual({ count: 1 })
  expect(await listOf(kari)).toEqual([])
})

test('nobody is told of her own doing, nor who is deactivated or has no right', async () => {
  await admin.query('update member set deactivated_at = now() where user_id = $1', [ids.ola])
  await tell(await task(), [ids.kari, ids.ola, ids.none])
  await admin.query('update member set deactivated_at = null where user_id = $1', [ids.ola])
  expect((await admin.query('select from notification')).rowCount).toBe(0)
})

test('what was deleted, or is private now, is told of no more', async () => {
  const id = await task()
  await tell(id, [ids.ola])
  await admin.query('update task set deleted_at = now() where id = $1', [id])
  expect(await listOf(ola)).toEqual([])
  expect((await ola('GET', '/api/unread-notifications')).body).toEqual({ count: 0 })
})

test('a notification is marked as read and as unread by its owner alone', async () => {
  await tell(await task(), [ids.ola])
  const [{ id }] = await listOf(ola)
  const stranger = await kari('PUT', `/api/notifications/${id}/reading`)
  const random = await kari('PUT', '/api/notifications/019aaaaa-0000-7000-8000-000000000000/reading')
  expect(stranger.status).toBe(404)
  expect(stranger.body).toEqual(random.body)
  expect((await ola('PUT', `/api/notifications/${id}/reading`)).status).toBe(204)
  expect(await listOf(ola, '?is=unread')).toEqual([])
  expect(await listOf(ola)).toHaveLength(1)
  expect((await ola('DELETE', `/api/notifications/${id}/reading`)).status).toBe(204)
  expect(await listOf(ola, '?is=unread')).toHaveLength(1)
})

test('all are marked as read up to the one that was seen', async () => {
  await tell(await task(), [ids.ola])
  const [{ id }] = await listOf(ola)
  await tell(await task({ title: 'Kom etterpå' }), [ids.ola])
  await ola('PUT', '/api/unread-notifications', { up_to: id })
  expect(await listOf(ola, '?is=unread')).toMatchObject([{ title: 'Kom etterpå' }])
})

test('the list goes on by key, and none is counted beyond a hundred', async () => {
  const id = await task()
  for (let at = 0; at < 120; at++) await tell(id, [ids.ola])
  const { items, next } = (await ola('GET', '/api/notifications')).body
  const rest = (await ola('GET', `/api/notifications?before=${next}`)).body
  expect([items.length, rest.items.length]).toEqual([50, 50])
  expect((await ola('GET', '/api/unread-notifications')).body).toEqual({ count: 100 })
})

test('a reminder comes once, to who is to do it, and the task has no new version by it', async () => {
  const id = await task({ reminder_at: '2026-01-02T08:00:00Z' })
  await task({ title: 'Senere', reminder_at: '2099-01-01T08:00:00Z' })
  await task({ title: 'Ferdig', reminder_at: '2026-01-02T08:00:00Z', status: 'done', percent_complete: 100 })
  await remind()
  await remind()
  expect(await listOf(ola)).toMatchObject([
    { kind: 'reminder', title: 'Ring kunden', by_name: null, about_at: '2026-01-02T08:00:00.000Z' },
  ])
  const { rows } = await admin.query('select version, reminded_at from task where id = $1', [id])
  expect(rows[0]).toMatchObject({ version: '1', reminded_at: expect.any(Date) })
  expect((await admin.query(`select from history where entity_id = $1 and action = 'changed'`, [id])).rowCount).toBe(0)
})

test('a reminder that is set anew comes again', async () => {
  const id = await task({ reminder_at: '2026-01-02T08:00:00Z' })
  await remind()
  await admin.query(`update task set reminder_at = '2026-01-03T08:00:00Z' where id = $1`, [id])
  await remind()
  expect(await listOf(ola)).toHaveLength(2)
})

test('by choice an e-mail comes at once, in her language, and once', async () => {
  await tell(await task({ title: 'Før valget' }), [ids.ola])
  await ola('PATCH', '/api/preferences', { notification_mail: 'at_once', language: 'en' })
  await tell(await task(), [ids.ola])
  await site.runJobs()
  const { rows } = await admin.query('select recipient, subject, body, language from mail')
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject({ recipient: 'ola@testfirma.example', language: 'en' })
  expect(rows[0].subject).toBe('You have 2 new notifications in Kundebok')
  expect(rows[0].body).toContain('Kari Nordmann gave you the task “Ring kunden”')
  expect(rows[0].body).toContain('http://kundebok.localhost/notifications')
  await site.runJobs()
  expect((await admin.query('select from mail')).rowCount).toBe(1)
})

test('the letter of the day names what is unread and may be seen now, and nothing else', async () => {
  await ola('PATCH', '/api/preferences', { notification_mail: 'daily', language: 'nb' })
  const gone = await task({ title: 'Slettet siden' })
  for (const id of [await task(), gone]) await tell(id, [ids.ola])
  await admin.query('update task set deleted_at = now() where id = $1', [gone])
  await site.runJobs()
  expect((await admin.query('select from mail')).rowCount).toBe(0)
  await digest()
  await digest()
  const { rows } = await admin.query('select subject, body from mail')
  expect(rows).toHaveLength(1)
  expect(rows[0].subject).toBe('Du har et nytt varsel i Kundebok')
  expect(rows[0].body).toContain('Kari Nordmann ga deg oppgaven «Ring kunden»')
  expect(rows[0].body).not.toContain('Slettet siden')
})

test('who wants no e-mail gets none', async () => {
  await ola('PATCH', '/api/preferences', { notification_mail: 'none' })
  await tell(await task(), [ids.ola])
  await site.runJobs()
  await digest()
  expect((await admin.query('select from mail')).rowCount).toBe(0)
})

/** As the schedule does. */
async function schedule(name: string) {
  await admin.query(
    `insert into jobs.job (name, retry_limit, policy) select name, 0, policy from jobs.queue where name = $1`,
    [name],
  )
  const outcomes = await site.runJobs()
  expect(outcomes.filter(({ error }) => error)).toEqual([])
}
const remind = () => schedule('remind')
const digest = () => schedule('mail_digests')
