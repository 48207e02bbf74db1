import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '#server/platform/db.ts'
import { type Client, firmInput, testApp } from '#server/platform/test.ts'
import { makeActivity } from './activity.ts'
import { provideColleagues } from './colleagues.ts'
import { loadActivity } from './load-activity.ts'
import { loadFirms } from './load.ts'

const today = '2026-11-25'
let kari: Client
let site: Awaited<ReturnType<typeof testApp>>
let who: { tenant_id: string; user_id: string }
let added: number

beforeAll(async () => {
  site = await testApp()
  kari = site.client()
  await kari('POST', '/api/setup', firmInput)
  const { body } = await kari('GET', '/api/session')
  who = { tenant_id: body.firm.id, user_id: body.user.id }
  await provideColleagues(site.db, who, 19)
  await loadFirms(site.db, who, { seed: 1, companies: 150 })
  added = await loadActivity(site.db, who, { seed: 1, today })
})
afterAll(() => site.stop())

const count = async () => {
  const { rows } = await inTransaction(site.db, { ...who, via: 'job' }, (tx) =>
    sql<Record<string, number>>`select
      (select count(*) from note) as notes, (select count(*) from private_note) as private_notes,
      (select count(*) from task) as tasks, (select count(*) from appointment) as appointments,
      (select count(*) from member) as members,
      (select count(distinct responsible_id) from task) as responsible,
      (select count(*) from history where entity in ('note', 'task', 'appointment') and action = 'created') as entries`.execute(
      tx,
    ),
  )
  return rows[0] ?? {}
}

test('companies have notes, tasks and appointments, spread over twenty colleagues, with history', async () => {
  const { notes = 0, tasks = 0, appointments = 0, entries, members, responsible } = await count()
  expect(members).toBe(20)
  expect(responsible).toBe(20)
  expect(added).toBeGreaterThan(150 * 6)
  expect(entries).toBe(added)
  // What is private is counted too, and not seen by whoever did not write it.
  expect(notes + tasks + appointments).toBeLessThan(added)
  expect(notes + tasks + appointments).toBeGreaterThan(added * 0.9)
})

test('a broken run goes on, and one that is whole adds nothing', async () => {
  expect(await loadActivity(site.db, who, { seed: 1, today })).toBe(0)
})

test('the same company has the same activity each time', () => {
  const around = { id: 'c', customer_number: 10_007, persons: ['p'], me: 'm', colleagues: ['m', 'n'] }
  expect(makeActivity(1, around, today)).toEqual(makeActivity(1, around, today))
  expect(makeActivity(2, around, today)).not.toEqual(makeActivity(1, around, today))
})

test('the program shows it: on the card, in the planner and in the calendar', async () => {
  const { items } = (await kari('GET', '/api/companies?size=200')).body
  const cards = await Promise.all(items.map(({ id }: { id: string }) => kari('GET', `/api/companies/${id}`)))
  const busy = cards.map(({ body }) => body).find(({ counts }) => counts.notes > 5 && counts.tasks > 0)
  const { body: listed } = await kari('GET', `/api/notes?company_id=${busy.id}`)
  expect(listed.items).toHaveLength(Math.min(busy.counts.notes, listed.items.length))
  expect((await kari('GET', '/api/tasks?view=all')).body.items.length).toBeGreaterThan(20)
  const users = (await kari('GET', '/api/members')).body.items.map(({ id }: { id: string }) => id).join(',')
  const week = `from=2026-11-23T00:00:00Z&to=2026-11-30T00:00:00Z&user_ids=${users}`
  expect((await kari('GET', `/api/calendar?${week}`)).body.items.length).toBeGreaterThan(0)
})
