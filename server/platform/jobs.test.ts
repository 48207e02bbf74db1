import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { inTransaction } from '#server/platform/db.ts'
import { areJobsMade, sendJob, workOnJobs } from '#server/platform/jobs.ts'
import { firmInput, testApp, testSettings } from '#server/platform/test.ts'
import { jobHandlers } from '#server/jobs.ts'
import pg from 'pg'

let server: Awaited<ReturnType<typeof testApp>>
let me: { tenant_id: string; user_id: string }
beforeAll(async () => {
  server = await testApp()
  await server.client()('POST', '/api/setup', firmInput)
  const admin = new pg.Client({ connectionString: server.superuser_url })
  await admin.connect()
  me = (await admin.query('select tenant_id, user_id from member')).rows[0]
  await admin.end()
})
afterAll(() => server.stop())

const asMe = <T>(work: Parameters<typeof inTransaction<T>>[2]) =>
  inTransaction(server.db, { ...me, via: 'screen' }, work)

test('a job is there with the commit of what it follows from, and not at all after a rollback', async () => {
  await expect(
    asMe(async (tx) => {
      await sendJob(tx, 'sweep', {})
      throw new Error('changed my mind')
    }),
  ).rejects.toThrow('changed my mind')
  expect(await server.runJobs()).toEqual([])
  await asMe((tx) => sendJob(tx, 'sweep', {}))
  expect(await server.runJobs()).toEqual([{ job: 'sweep', error: null }])
  expect(await server.runJobs()).toEqual([])
})

test('a job runs as whoever sent it, and a failed one waits for its next try', async () => {
  const seen: unknown[] = []
  const handlers = {
    ...jobHandlers,
    sweep: async ({ act, is_last_try }: Parameters<typeof jobHandlers.sweep>[0]) => {
      const members = await act((tx) => tx.selectFrom('member').select(['tenant_id', 'user_id']).execute())
      seen.push({ members, is_last_try })
      throw new Error('Kari Nordmann is not reachable')
    },
  }
  await asMe((tx) => sendJob(tx, 'sweep', {}))
  const stop = await startWith(handlers)
  await expect.poll(() => seen.length, { timeout: 15_000 }).toBe(1)
  await stop()
  expect(seen).toEqual([{ members: [me], is_last_try: false }])
  // The worker put it back for later; what waits for its next try is run at once here.
  const kept = await queued()
  expect(kept).toMatchObject([{ name: 'sweep', state: 'retry', retry_count: 0 }])
  expect(kept[0]?.start_after).toBeGreaterThan(Date.now() + 30_000)
  expect(JSON.stringify(kept)).not.toContain('Kari')
  expect(await server.runJobs()).toEqual([{ job: 'sweep', error: null }])
})

test('the worker comes back by itself when its connections to the database are cut', { timeout: 40_000 }, async () => {
  let runs = 0
  const stop = await startWith({ ...jobHandlers, sweep: async () => void runs++ })
  const admin = new pg.Client({ connectionString: inject('cluster').superuser_url })
  await admin.connect()
  const cut = await admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = $1 and usename = 'kundebok_app' and application_name like 'pgboss%'`,
    [new URL(server.app_url).pathname.slice(1)],
  )
  await admin.end()
  expect(cut.rowCount).toBeGreaterThan(0)
  await asMe((tx) => sendJob(tx, 'sweep', {}))
  await expect.poll(() => runs, { timeout: 20_000 }).toBe(1)
  await stop()
})

test('the program knows whether the schema of the jobs is there', async () => {
  const app = new pg.Client({ connectionString: server.app_url })
  await app.connect()
  expect(await areJobsMade(app)).toBe(true)
  await app.end()
  const none = new pg.Client({
    connectionString: Object.assign(new URL(server.superuser_url), { pathname: '/postgres' }).href,
  })
  await none.connect()
  expect(await areJobsMade(none)).toBe(false)
  await none.end()
})

const startWith = (handlers: typeof jobHandlers) =>
  workOnJobs(server.app_url, server.db, handlers, { ...testSettings, mail: null }, () => {})

async function queued() {
  const admin = new pg.Client({ connectionString: server.superuser_url })
  await admin.connect()
  const { rows } = await admin.query(
    `select name, state, retry_count, extract(epoch from start_after) * 1000 as start_after, output
      from jobs.job where state <> 'completed' and name = 'sweep'`,
  )
  await admin.end()
  return rows.map((row) => ({ ...row, start_after: Number(row.start_after) }))
}
