import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, firmInput, testApp } from '#server/platform/test.ts'

let stop: () => Promise<void>
let kari: Client
let ola: Client
let database: pg.Client
let tenant: string
let kariId: string
const olaId = '019b0000-0000-7000-8000-000000000001'

beforeAll(async () => {
  const app = await testApp()
  kari = app.client()
  await kari('POST', '/api/setup', firmInput)
  database = new pg.Client({ connectionString: app.superuser_url })
  await database.connect()
  const { rows } = await database.query('select tenant_id, user_id from member')
  tenant = rows[0].tenant_id
  kariId = rows[0].user_id
  await database.query(
    `insert into auth.account (id, email, password_hash)
    select $1, 'ola@testfirma.example', password_hash from auth.account limit 1`,
    [olaId],
  )
  await database.query(
    `insert into member (tenant_id, user_id, name, email, rights)
    values ($1, $2, 'Ola', 'ola@testfirma.example', '{"crm": "change"}')`,
    [tenant, olaId],
  )
  ola = app.client()
  await ola('POST', '/api/session', { email: 'ola@testfirma.example', password: firmInput.password })
  stop = async () => {
    await database.end()
    await app.stop()
  }
})
afterAll(() => stop())

const today = async (who = kari) => (await who('GET', '/api/today')).body
const titles = (list: { title: string }[]) => list.map(({ title }) => title)
const company = async (name: string) => (await kari('POST', '/api/companies', { name })).body

/** Days from today in Norway. */
const task = (title: string, days: number, more: Record<string, unknown> = {}) => {
  const row: Record<string, unknown> = { tenant_id: tenant, title, responsible_id: kariId, ...more }
  const names = Object.keys(row)
  return database.query(
    `insert into task (${names.join()}, due_on) values (${names.map((_, at) => `$${at + 1}`).join()},
      (now() at time zone 'Europe/Oslo')::date + ${days})`,
    Object.values(row),
  )
}

/** Hours from the beginning of today in Norway. */
async function appointment(title: string, from: number, to: number, more: Record<string, unknown> = {}) {
  const row: Record<string, unknown> = { tenant_id: tenant, title, organizer_id: kariId, ...more }
  const names = Object.keys(row)
  const at = (hours: number) =>
    `(now() at time zone 'Europe/Oslo')::date::timestamp at time zone 'Europe/Oslo' + interval '${hours} hours'`
  const { rows } = await database.query(
    `insert into appointment (${names.join()}, starts_at, ends_at)
     values (${names.map((_, at) => `$${at + 1}`).join()}, ${at(from)}, ${at(to)}) returning id`,
    Object.values(row),
  )
  await takesPart(rows[0].id, { user_id: String(row.organizer_id) })
  return rows[0].id as string
}
const takesPart = (appointment_id: string, who: Record<string, string>) =>
  database.query(
    `insert into appointment_participant (tenant_id, appointment_id, ${Object.keys(who).join()})
     values ($1, $2, ${Object.keys(who)
       .map((_, at) => `$${at + 3}`)
       .join()})`,
    [tenant, appointment_id, ...Object.values(who)],
  )

test('my open tasks of today and before are there, the important first, and no others', async () => {
  const { id } = await company('Oppgave AS')
  await task('Middels', 0)
  await task('Viktig', 0, { priority: 1, company_id: id })
  await task('For sent', -1)
  await task('Lenge for sent', -40)
  await task('I morgen', 1)
  await task('Olas', 0, { responsible_id: olaId })
  await task('Utført', 0, { status: 'done', percent_complete: 100 })
  await task('Slettet', 0, { deleted_at: new Date() })
  const day = await today()
  expect(titles(day.tasks_today)).toEqual(['Viktig', 'Middels'])
  expect(day.tasks_today[0]).toMatchObject({
    company_id: id,
    company_name: 'Oppgave AS',
    responsible_name: 'Kari Nordmann',
  })
  expect(titles(day.tasks_overdue)).toEqual(['For sent', 'Lenge for sent'])
  expect(day.overdue_count).toBe(2)
  expect(titles((await today(ola)).tasks_today)).toEqual(['Olas'])
})

test('appointments that touch today are there, mine and those I take part in, as far as I may see them', async () => {
  const { id } = await company('Møte AS')
  const meeting = await appointment('Møte', 9, 10)
  await takesPart(meeting, { company_id: id })
  await appointment('Hele dagen', 0, 24, { is_all_day: true })
  await appointment('I går kveld', -3, 0)
  await appointment('Over midnatt', -2, 1)
  await appointment('Lang reise', -24 * 30, 24 * 3)
  await appointment('I morgen', 24, 25)
  await appointment('Avlyst', 11, 12, { cancelled_at: new Date() })
  const invited = await appointment('Bedt inn', 13, 14, { organizer_id: olaId })
  await takesPart(invited, { user_id: kariId })
  const declined = await appointment('Sagt nei', 13, 14, { organizer_id: olaId })
  await takesPart(declined, { user_id: kariId })
  await database.query(`update appointment_participant set state = 'declined' where appointment_id = $1`, [declined])
  await appointment('Hver dag', 24 * -7 + 15, 24 * -7 + 16, { recurrence: 'FREQ=DAILY' })
  await appointment('Olas eget', 13, 14, { organizer_id: olaId })
  await appointment('Olas private', 13, 14, { organizer_id: olaId, is_private: true, visible_to: [olaId] })
  const { appointments } = await today()
  expect(titles(appointments)).toEqual(['Hele dagen', 'Lang reise', 'Over midnatt', 'Møte', 'Bedt inn', 'Hver dag'])
  expect(appointments[3].about).toEqual({ kind: 'company', id, name: 'Møte AS' })
  expect(titles((await today(ola)).appointments)).toContain('Olas private')
})

test('what colleagues did with my customers is told, the newest first, and not what I did myself', async () => {
  const mine = await company('Min kunde AS')
  const others = (await ola('POST', '/api/companies', { name: 'Olas kunde AS' })).body
  const change = async (who: Client, row: { id: string; version: number }, note: string) => {
    const { body } = await who('GET', `/api/companies/${row.id}`)
    const { name } = body
    const headers = { 'if-match': `"${body.version}"` }
    expect((await who('PUT', `/api/companies/${row.id}`, { name, note }, headers)).status).toBe(200)
  }
  await change(kari, mine, 'mitt')
  await change(ola, others, 'hans')
  expect((await today()).happenings).toEqual([])
  await change(ola, mine, 'en')
  await change(ola, mine, 'to')
  const { happenings } = await today()
  expect(happenings).toEqual([
    expect.objectContaining({
      user_name: 'Ola',
      action: 'changed',
      entity: 'company',
      company_id: mine.id,
      company_name: 'Min kunde AS',
      count: 2,
    }),
  ])
  expect((await today(ola)).happenings).toEqual([])
})

test('a colleague’s private note on my customer is not told of', async () => {
  const { id } = await company('Privat AS')
  const note = (subject: string, is_private: boolean) =>
    database.query(
      `with who as (select set_config('app.user_id', $3, true), set_config('app.via', 'screen', true))
       insert into note (tenant_id, company_id, subject, body, noted_on, author_id, is_private)
       select $1, $2, $4, '{}', now(), $3::uuid, $5 from who`,
      [tenant, id, olaId, subject, is_private],
    )
  await note('Hemmelig', true)
  const about = async () =>
    (await today()).happenings.filter(({ company_id }: { company_id: string }) => company_id === id)
  expect(await about()).toEqual([])
  await note('Åpent', false)
  expect(await about()).toEqual([expect.objectContaining({ entity: 'note', action: 'created', count: 1 })])
})

test('whoever may not see companies has no such day', async () => {
  await database.query(`update member set rights = '{}' where name = 'Ola'`)
  expect((await ola('GET', '/api/today')).status).toBe(403)
})
