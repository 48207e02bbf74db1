import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '#server/platform/db.ts'
import { sendJob } from '#server/platform/jobs.ts'
import { firmInput, testApp } from '#server/platform/test.ts'

let server: Awaited<ReturnType<typeof testApp>>
let admin: pg.Client
beforeAll(async () => {
  server = await testApp()
  admin = new pg.Client({ connectionString: server.superuser_url })
  await admin.connect()
})
afterAll(async () => {
  await admin.end()
  await server.stop()
})

test('the hourly sweep takes what has had its time, and nothing else', async () => {
  const kari = server.client()
  await kari('POST', '/api/setup', firmInput)
  const write = (key: string) => kari('POST', '/api/companies', { name: key }, { 'idempotency-key': key })
  expect((await write('old')).status).toBe(201)
  expect((await write('new')).status).toBe(201)
  await admin.query(`update idempotency_key set created_at = now() - interval '25 hours' where key = 'old'`)
  const [me] = (await admin.query('select tenant_id, user_id from member')).rows
  await admin.query(
    `insert into auth.session (token_hash, account_id, tenant_id, expires_at, seen_at) values
      ('\\x01', $1, $2, now() - interval '1 minute', now()), ('\\x02', $1, $2, now() + interval '1 day', now() - interval '9 hours')`,
    [me.user_id, me.tenant_id],
  )
  await admin.query(
    `insert into mail (tenant_id, recipient, subject, body, language, state, created_at) values
      ($1, 'a@firma.example', 'old', 'link', 'nb', 'failed', now() - interval '8 days'),
      ($1, 'a@firma.example', 'new', 'link', 'nb', 'failed', now() - interval '6 days')`,
    [me.tenant_id],
  )
  await inTransaction(server.db, { via: 'job' }, (tx) => sendJob(tx, 'sweep', {}))
  expect(await server.runJobs()).toEqual([{ job: 'sweep', error: null }])

  expect((await admin.query('select key from idempotency_key')).rows).toEqual([{ key: 'new' }])
  expect((await admin.query('select from auth.session')).rowCount).toBe(1)
  expect((await admin.query('select subject, body from mail order by subject')).rows).toEqual([
    { subject: 'new', body: 'link' },
    { subject: 'old', body: null },
  ])
  expect((await kari('GET', '/api/companies')).status).toBe(200)
})
