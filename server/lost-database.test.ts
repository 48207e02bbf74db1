// The job process itself, and a database of its own that is taken away from it in each way that there is.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect as dial, createServer, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cluster, startCluster } from '#server/platform/embedded/cluster.ts'
import { migrate } from '#server/platform/migrate.ts'

const directory = mkdtempSync(join(tmpdir(), 'kundebok-lost-'))
let cluster: Cluster
let line: Awaited<ReturnType<typeof layLine>>
let worker: ChildProcess
let admin: pg.Client

beforeAll(async () => {
  cluster = await startCluster(directory, false)
  await migrate(cluster.owner_url)
  line = await layLine(Number(new URL(cluster.app_url).port))
  admin = await comeIn()
  await admin.query('insert into auth.tenant (tenant_id) values (gen_random_uuid())')
  const address = Object.assign(new URL(cluster.app_url), { port: line.port, search: '' }).href
  worker = fork(join(import.meta.dirname, 'worker.ts'), {
    env: { ...process.env, DATABASE_URL: address, DATA_DIR: directory, GEOCODER_URL: 'off', LOG_LEVEL: 'silent' },
  })
  await once(worker, 'message')
})
afterAll(async () => {
  worker.kill('SIGTERM')
  if (worker.exitCode === null) await once(worker, 'exit')
  await admin.end()
  line.stop()
  await cluster.stop()
  rmSync(directory, { recursive: true })
})

/** A job of whose kind one is sent each minute anyway, for nobody in particular. */
async function send(name: 'remind' | 'send_due_sms') {
  const { rows } = await admin.query(
    `insert into jobs.job (name, data, retry_limit, expire_seconds) select name, null, retry_limit, expire_seconds
     from jobs.queue where name = $1 returning id`,
    [name],
  )
  return rows[0].id as string
}
const stateOf = async (id: string) =>
  (await admin.query('select state from jobs.job where id = $1', [id])).rows[0].state
const isDone = (id: string, within = 5_000) =>
  expect.poll(() => stateOf(id), { timeout: within, interval: 20 }).toBe('completed')
const cut = (which = '') =>
  admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'kundebok_app' ${which}`)

test('jobs go on when connections are cut, one at a time and all at once', async () => {
  await isDone(await send('remind'))
  const { rows } = await admin.query(`select pid from pg_stat_activity where usename = 'kundebok_app'`)
  expect(rows.length).toBeGreaterThan(1)
  for (const { pid } of rows) {
    await cut(`and pid = ${pid}`)
    await isDone(await send('remind'))
  }
  for (let times = 0; times < 20; times++) {
    await cut()
    await wait(times * 5)
  }
  await isDone(await send('remind'))
})

test('a job whose transaction was cut is done all the same', async () => {
  const other = await comeIn()
  for (const which of ['waiting', 'all']) {
    await other.query('begin; lock table sms in access exclusive mode')
    const id = await send('send_due_sms')
    const waiting = `and wait_event_type = 'Lock'`
    await expect.poll(async () => (await cut(waiting)).rowCount, { interval: 10 }).toBe(1)
    if (which === 'all') await cut()
    await other.query('rollback')
    await isDone(id)
  }
  await other.end()
})

test('jobs go on within seconds of the database being started again', async () => {
  const postmaster = Number(readFileSync(join(directory, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
  // What was written last is kept here, as it would not be by a crash of the whole machine.
  process.kill(postmaster, 'SIGQUIT')
  await admin.end().catch(() => undefined)
  admin = await comeIn()
  await isDone(await send('remind'))
})

test('jobs go on when the database was out of reach for a while', async () => {
  line.cut()
  await wait(6_000)
  const id = await send('remind')
  line.mend()
  await isDone(id)
})

test('a line that lets nothing through and does not say so is given up', async () => {
  line.mute()
  await isDone(await send('remind'), 20_000)
})

/** As the superuser, as soon as there is a database. */
async function comeIn() {
  for (;;) {
    const client = new pg.Client({ connectionString: cluster.superuser_url })
    client.on('error', () => undefined)
    try {
      await client.connect()
      return client
    } catch {
      await client.end().catch(() => undefined)
      await wait(50)
    }
  }
}

/** A way to the database that can be cut, mended, and made silent. */
async function layLine(to: number) {
  let isOpen = true
  const ends = new Set<[Socket, Socket]>()
  const muted = new WeakSet<Socket>()
  const server = createServer((here) => {
    if (!isOpen) {
      here.resetAndDestroy()
      return
    }
    const there = dial(to, '127.0.0.1')
    const pair: [Socket, Socket] = [here, there]
    ends.add(pair)
    const pass = (from: Socket, into: Socket) => {
      from.on('data', (data) => muted.has(here) || into.write(data))
      from.on('error', () => undefined)
      from.on('close', () => {
        ends.delete(pair)
        if (!muted.has(here)) into.destroy()
      })
    }
    pass(here, there)
    pass(there, here)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    isOpen = false
    for (const [here] of ends) here.resetAndDestroy()
  }
  return {
    port: String((server.address() as AddressInfo).port),
    cut,
    mend: () => void (isOpen = true),
    /** Of the connections that there are; new ones get through. */
    mute: () => ends.forEach(([here]) => muted.add(here)),
    stop: () => {
      for (const [here, there] of ends) [here, there].forEach((end) => end.destroy())
      server.close()
    },
  }
}
