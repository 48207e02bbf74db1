import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { inTransaction } from '#server/platform/db.ts'
import { sendJob } from '#server/platform/jobs.ts'
import { type Client, firmInput, testApp } from '#server/platform/test.ts'
import { copyHeads, readHeads } from './heads.ts'
import { sealAll } from './seal.ts'
import { verifyHistory } from './verify.ts'

let site: Awaited<ReturnType<typeof testApp>>
let superuser: pg.Client
let kari: Client
let tenant: string
let folder: string
let heads: string

beforeAll(async () => {
  site = await testApp()
  superuser = new pg.Client({ connectionString: site.superuser_url })
  await superuser.connect()
  kari = site.client()
  await kari('POST', '/api/setup', firmInput)
  tenant = (await kari('GET', '/api/session')).body.firm.id
  folder = mkdtempSync(join(tmpdir(), 'kundebok-heads-'))
  heads = join(folder, 'deep', 'history-heads')
  for (const name of ['En AS', 'To AS', 'Tre AS']) await kari('POST', '/api/companies', { name })
  await addPrivateNote()
  await seal()
  await kari('POST', '/api/companies', { name: 'Fire AS' })
  await seal()
  await kari('POST', '/api/companies', { name: 'Fem AS' })
})
afterAll(async () => {
  await superuser.end()
  await site.stop()
  rmSync(folder, { recursive: true })
})
// Whatever a test spoils is as it was for the next one.
beforeEach(async (context) => {
  await superuser.query('begin')
  context.onTestFinished(async () => {
    await superuser.query('rollback')
  })
})

async function addPrivateNote() {
  const user_id = (await kari('GET', '/api/session')).body.user.id as string
  const company_id = (await kari('POST', '/api/companies', { name: 'Notert AS' })).body.id as string
  await inTransaction(site.db, { tenant_id: tenant, user_id, via: 'screen' }, (tx) =>
    tx
      .insertInto('note')
      .values({
        ...{ tenant_id: tenant, company_id, subject: 'Hemmelig', body: '{}', noted_on: '2026-11-25' },
        ...{ author_id: user_id, is_private: true },
      })
      .execute(),
  )
}

/** As the job does, but at once, also what was written just now. */
async function seal() {
  // Ids are in time's order by the millisecond.
  await new Promise((resolve) => setTimeout(resolve, 5))
  await sealAll(site.db, new AbortController().signal, 0)
  await copyHeads(site.db, heads)
}

/** What the command finds of the firm, seen through the changes that are not committed. */
async function verify(copies = readHeads(heads) ?? []) {
  // The reading begins a transaction of its own: within this one, that is a notice and no more.
  const reader = {
    query: (text: string, values?: unknown[]) =>
      /^(begin|rollback)/.test(text) ? null : superuser.query(text, values),
  }
  for await (const finding of verifyHistory(reader as pg.Client, copies))
    if (finding.tenant_id === tenant) return finding
  throw new Error('The firm was not looked at.')
}

test('what is old enough is sealed in order, and what was written since waits for the next seal', async () => {
  const { rows } = await superuser.query('select number, row_count from history_seal order by number')
  expect(rows.map(({ number }) => number)).toEqual([1, 2])
  const found = await verify()
  expect(found).toMatchObject({ name: 'Testfirma AS', seals: 2, fault: null })
  expect(found.unsealed).toBeGreaterThan(0)
  expect(found.rows).toBe(rows[0].row_count + rows[1].row_count + found.unsealed)
  expect(readFileSync(heads, 'utf8').trim().split('\n')).toHaveLength(2)
  expect(statSync(heads).mode & 0o777).toBe(0o600)
})

const company = `(select id from history where entity = 'company' order by id limit 1)`
test.each([
  [
    'a value that was changed',
    `update history set changes = '{"name": [null, "Falsk AS"]}' where id = ${company}`,
    /seal 1 .* changed/,
  ],
  ['another doer', `update history set user_id = gen_random_uuid() where id = ${company}`, /seal 1 .* changed/],
  ['a row that was taken away', `delete from history where id = ${company}`, /seal 1 .* entries where/],
  [
    'a row that was added to the past',
    `insert into history (tenant_id, id, action, entity, entity_id)
     select tenant_id, overlay(id::text placing 'ffff' from 33)::uuid, 'changed', 'company', entity_id from history where id = ${company}`,
    /seal 1 .* entries where/,
  ],
  [
    'a private value that was changed',
    `update history_detail set changes = '{"subject": [null, "Falsk"]}'`,
    /seal 1 .* values of entry/,
  ],
  ['a private value that was taken away', 'delete from history_detail', /seal 1 .* values of entry/],
  ['a seal that was taken out', 'delete from history_seal where number = 1', /seal 1 is missing/],
  [
    'a tail that was cut off, with its rows',
    `delete from history_seal where number = 2`,
    /2 seals were copied outside, 1 are here/,
  ],
  [
    'a seal that was written anew',
    `update history_seal set hash = sha256('x') where number = 2`,
    /seal 2 .* not the one that was copied/,
  ],
])('%s is found', async (_, spoil, fault) => {
  await superuser.query(spoil)
  expect((await verify()).fault).toMatch(fault)
})

test('without the copy outside, a chain that was cut off looks whole: that is what the copy is for', async () => {
  await superuser.query('delete from history_seal where number = 2')
  expect((await verify([])).fault).toBeNull()
})

test('a firm that is gone, but was copied outside, is told of', async () => {
  const gone = '019aaaaa-0000-7000-8000-000000000000'
  const reader = {
    query: (text: string, values?: unknown[]) =>
      /^(begin|rollback)/.test(text) ? null : superuser.query(text, values),
  }
  const findings = []
  for await (const finding of verifyHistory(reader as pg.Client, [
    { tenant_id: gone, number: 1, hash: 'a'.repeat(64) },
  ]))
    findings.push(finding)
  expect(findings.find(({ tenant_id }) => tenant_id === gone)?.fault).toMatch(/gone/)
})

test('nothing is sealed past a transaction that still writes: it is waited for, and is in the seal', async ({
  onTestFinished,
}) => {
  const slow = new pg.Client({ connectionString: site.superuser_url })
  await slow.connect()
  onTestFinished(() => slow.end())
  await slow.query('begin')
  await slow.query(`insert into history (tenant_id, action, entity, entity_id) values ($1, 'changed', 'company', $1)`, [
    tenant,
  ])
  const sealing = seal()
  // The job waits for it: half a second is long enough to have sealed all else.
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  expect((await superuser.query('select from history_seal')).rowCount).toBe(2)
  await slow.query('commit')
  await sealing
  expect(await verify()).toMatchObject({ seals: 3, fault: null })
})

test('the job leaves what was written in the last minute for the next time, and runs twice without harm', async () => {
  const before = (await superuser.query('select from history_seal')).rowCount
  await inTransaction(site.db, { via: 'job' }, (tx) => sendJob(tx, 'seal_history', {}))
  expect(await site.runJobs({ history_heads: heads })).toEqual([{ job: 'seal_history', error: null }])
  expect((await superuser.query('select from history_seal')).rowCount).toBe(before)
  await seal()
  const copies = readHeads(heads)
  await seal()
  expect(readHeads(heads)).toEqual(copies)
})

test('lines that are not ours in the file of copies are passed over', () => {
  const file = join(folder, 'odd')
  writeFileSync(file, `\nhello\n2026-11-25T12:00:00Z ${tenant} 1 ${'ab'.repeat(32)}\n`)
  expect(readHeads(file)).toEqual([{ tenant_id: tenant, number: 1, hash: 'ab'.repeat(32) }])
  expect(readHeads(join(folder, 'none'))).toBeNull()
})

test('the program can neither change nor take away a seal or an entry', async () => {
  const app = new pg.Client({ connectionString: site.app_url })
  await app.connect()
  await app.query(`select set_config('app.tenant_id', $1, false)`, [tenant])
  for (const statement of [
    'delete from history',
    `update history set via = 'api'`,
    'delete from history_seal',
    'update history_seal set number = 9',
    'delete from history_detail',
  ])
    await expect(app.query(statement), statement).rejects.toThrow(/permission denied/)
  await app.end()
})
