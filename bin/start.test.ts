// The whole program as npm start runs it, as processes of their own, through crashes and on unfit ground.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, expect, inject, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'kundebok start å '))
const data = join(folder, 'data')
const running: ChildProcess[] = []

afterEach(async () => {
  for (const program of running.splice(0)) {
    program.kill('SIGTERM')
    await ended(program)
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('starts on an empty folder, prints one address, and SIGTERM stops all of it', { timeout: 60_000 }, async () => {
  const program = await start()
  expect(await isLive(program.address)).toBe(true)
  // In a checkout: not for git, nor for the formatter and the linter, which go by the same file.
  expect(readFileSync(join(data, '.gitignore'), 'utf8')).toBe('*\n')
  expect(
    program
      .output()
      .split('\n')
      .filter((line) => line.includes('http')),
  ).toHaveLength(1)
  const database = databasePid()
  program.process.kill('SIGTERM')
  expect(await ended(program.process)).toBe(0)
  expect(isAlive(database)).toBe(false)
  expect(existsSync(join(data, 'postgres', 'postmaster.pid'))).toBe(false)
})

test('a second start on the same folder is refused in a sentence', { timeout: 60_000 }, async () => {
  const first = await start()
  const second = await startInVain()
  expect(second).toEqual({
    code: 1,
    said: `Kundebok already runs on the data folder ${data} (process ${first.process.pid}): stop that one, or set DATA_DIR to another folder.`,
  })
  expect(await isLive(first.address)).toBe(true)
})

test('a taken port is refused in a sentence, and the database is stopped again', { timeout: 60_000 }, async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => other.once('listening', resolve))
  const address = other.address()
  const port = typeof address === 'object' && address ? String(address.port) : ''
  const refused = await startInVain({ PORT: port })
  other.close()
  expect(refused).toEqual({
    code: 1,
    said: `Port ${port} on 127.0.0.1 is taken by another program: stop that one, or set PORT to another number.`,
  })
  expect(existsSync(join(data, 'postgres', 'postmaster.pid'))).toBe(false)
})

test('kill -9 of the supervisor takes everything with it, and the next start works', { timeout: 60_000 }, async () => {
  const program = await start()
  const database = databasePid()
  program.process.kill('SIGKILL')
  await expect.poll(() => isAlive(database), { timeout: 15_000 }).toBe(false)
  await expect.poll(() => isLive(program.address), { timeout: 15_000 }).toBe(false)
  const next = await start()
  expect(await isLive(next.address)).toBe(true)
})

test(
  'a start right after kill -9 of the supervisor and the guard takes over the orphan database',
  { timeout: 60_000 },
  async () => {
    const program = await start()
    const orphan = databasePid()
    for (const guard of childrenOf(program.process.pid ?? 0).filter((child) =>
      child.command.includes('kundebok-database'),
    ))
      for (const { pid } of [...childrenOf(guard.pid), guard]) if (pid !== orphan) process.kill(pid, 'SIGKILL')
    program.process.kill('SIGKILL')
    await ended(program.process)
    const next = await start()
    expect(databasePid()).not.toBe(orphan)
    expect(isAlive(orphan)).toBe(false)
    expect(await isLive(next.address)).toBe(true)
  },
)

test('after kill -9 of the database the program answers again within five seconds', { timeout: 60_000 }, async () => {
  const program = await start()
  const before = databasePid()
  process.kill(before, 'SIGKILL')
  await expect.poll(() => isReady(program.address), { timeout: 5_000 }).toBe(true)
  expect(databasePid()).not.toBe(before)
})

test('after kill -9 of the web process it is there again at the same address', { timeout: 60_000 }, async () => {
  const program = await start()
  const web = childrenOf(program.process.pid ?? 0).find((child) => child.command.includes('main.ts'))
  process.kill(web?.pid ?? 0, 'SIGKILL')
  await expect.poll(() => isReady(program.address), { timeout: 10_000 }).toBe(true)
})

test(
  'after kill -9 of the job process another one takes its place, and both end with the program',
  { timeout: 60_000 },
  async () => {
    const program = await start()
    const jobs = () =>
      childrenOf(program.process.pid ?? 0).find((child) => child.command.includes('worker.ts') && child.state !== 'Z')
    const first = jobs()?.pid ?? 0
    process.kill(first, 'SIGKILL')
    await expect.poll(() => jobs()?.pid ?? first, { timeout: 10_000 }).not.toBe(first)
    const second = jobs()?.pid ?? 0
    expect(await isReady(program.address)).toBe(true)
    program.process.kill('SIGINT')
    expect(await ended(program.process)).toBe(0)
    expect(isAlive(second)).toBe(false)
  },
)

test(
  'a lock file that names a stranger, as after a power cut, does not hinder the start',
  { timeout: 60_000 },
  async () => {
    const first = await start()
    const lock = readFileSync(join(data, 'postgres', 'postmaster.pid'), 'utf8')
    first.process.kill('SIGTERM')
    await ended(first.process)
    const stranger = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { cwd: tmpdir() })
    writeFileSync(join(data, 'postgres', 'postmaster.pid'), lock.replace(/^\d+/, String(stranger.pid)))
    const next = await start()
    expect(await isLive(next.address)).toBe(true)
    expect(isAlive(stranger.pid ?? 0)).toBe(true)
    stranger.kill()
  },
)

test(
  'an account is unlocked while the program runs, when it is stopped, and in a database of DATABASE_URL',
  { timeout: 60_000 },
  async () => {
    const unlock = async (email: string[], settings: Record<string, string> = {}) => {
      const { program, output } = launch(settings, 'unlock.ts', email)
      return { code: await ended(program), said: output().trim() }
    }
    const usable = { code: 0, said: expect.stringMatching(/\/new-password\/[\w-]{43}$/) as string }
    const first = await start()
    const email = 'kari@fjellregnskap.example'
    const made = await fetch(`${first.address}/api/setup`, {
      method: 'POST',
      headers: { 'kundebok-client': 'test', 'content-type': 'application/json' },
      body: JSON.stringify({ firm_name: 'Fjell AS', name: 'Kari', email, password: 'rolig som en fjord' }),
    })
    expect(made.status).toBe(204)
    expect(await unlock([email.toUpperCase()], { PUBLIC_URL: first.address })).toEqual(usable)
    const { kundebok_app } = JSON.parse(readFileSync(join(data, 'database-secrets.json'), 'utf8')) as {
      kundebok_app: string
    }
    const port = readFileSync(join(data, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3]
    const DATABASE_URL = `postgres://kundebok_app:${kundebok_app}@127.0.0.1:${port}/kundebok`
    expect(await unlock([email], { DATABASE_URL, DATA_DIR: join(folder, 'none') })).toEqual(usable)
    first.process.kill('SIGTERM')
    await ended(first.process)
    expect(await unlock([email])).toEqual(usable)
    expect(existsSync(join(data, 'postgres', 'postmaster.pid'))).toBe(false)

    const refused = (said: string) => ({ code: 1, said })
    expect(await unlock([])).toEqual(refused('Use: npm run unlock -- someone@firm.example'))
    expect(await unlock(['x@y.example'])).toEqual(refused('There is no account with the address x@y.example.'))
    const none = join(folder, 'none')
    expect(await unlock([email], { DATA_DIR: none })).toEqual(
      refused(`There is no database in ${none}: set DATA_DIR to the folder where Kundebok keeps its own.`),
    )
    expect(existsSync(none)).toBe(false)
  },
)

test('data of another PostgreSQL is refused in a sentence', async () => {
  const old = join(folder, 'old')
  mkdirSync(join(old, 'postgres'), { recursive: true })
  writeFileSync(join(old, 'postgres', 'PG_VERSION'), '17\n')
  writeFileSync(
    join(old, 'database-secrets.json'),
    JSON.stringify({ postgres: 'a', kundebok_owner: 'b', kundebok_app: 'c', kundebok_backup: 'd' }),
  )
  const { code, said } = await startInVain({ DATA_DIR: old })
  expect(code).toBe(1)
  expect(said).toBe(
    'The data folder is of PostgreSQL 17, but this program brings PostgreSQL 18: set DATA_DIR to another folder.',
  )
})

test('a data folder that can not be made is refused in a sentence', async () => {
  writeFileSync(join(folder, 'file'), '')
  const unfit = join(folder, 'file', 'data')
  expect(await startInVain({ DATA_DIR: unfit })).toEqual({ code: 1, said: `The data folder ${unfit} is not a folder.` })
})

test('a wrong setting is named in a sentence, without its value', async () => {
  expect(await startInVain({ PORT: '70000' })).toEqual({
    code: 1,
    said: 'PORT must be a whole number from 0 to 65535.',
  })
  const { said } = await startInVain({ DATABASE_URL: 'mysql://role:secret@localhost/x' })
  expect(said).toBe('DATABASE_URL must be like postgres://role:password@host:5432/database.')
})

test('a database that can not be reached, or a role above the rules, is refused in a sentence', async () => {
  const { superuser_url, owner_url } = inject('cluster')
  const unreachable = await startInVain({ DATABASE_URL: 'postgres://kundebok_app:secret@127.0.0.1:1/kundebok' })
  expect(unreachable.code).toBe(1)
  expect(unreachable.said).toMatch(/^The database of DATABASE_URL can not be reached: .*ECONNREFUSED.*\.$/)
  const superuser = await startInVain({ DATABASE_URL: superuser_url })
  expect(superuser.said).toMatch(/^The role of DATABASE_URL is superuser or bypasses row-level security/)
  const owner = await startInVain({ DATABASE_URL: owner_url })
  expect(owner.said).toMatch(/^The role of DATABASE_URL owns the tables/)
})

type Started = { process: ChildProcess; address: string; output: () => string }

async function start(): Promise<Started> {
  const { program, output } = launch()
  for (;;) {
    const address = /^Kundebok: (http\S+)$/m.exec(output())?.[1]
    if (address) return { process: program, address, output }
    if (program.exitCode !== null) throw new Error(`It did not start: ${output()}`)
    await wait(20)
  }
}

async function startInVain(settings: Record<string, string> = {}) {
  const { program, output } = launch(settings)
  return { code: await ended(program), said: output().trim() }
}

function launch(settings: Record<string, string> = {}, file = 'start.ts', more: string[] = []) {
  const program = spawn(process.execPath, [join(root, 'server', file), ...more], {
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', PORT: '0', DATA_DIR: data, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.push(program)
  let said = ''
  for (const stream of [program.stdout, program.stderr]) stream?.on('data', (chunk) => (said += String(chunk)))
  return { program, output: () => said }
}

async function ended(program: ChildProcess) {
  while (program.exitCode === null && program.signalCode === null) await wait(20)
  return program.exitCode
}

const isLive = (address: string) => answers(`${address}/api/health/live`)
const isReady = (address: string) => answers(`${address}/api/health/ready`)

async function answers(url: string) {
  try {
    return (await fetch(url)).status === 200
  } catch {
    return false
  }
}

function databasePid() {
  return Number(readFileSync(join(data, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
}

/** A process that has ended but was not yet collected by its parent counts as ended. */
function isAlive(pid: number) {
  const found = processes().find((known) => known.pid === pid)
  return found !== undefined && found.state !== 'Z'
}

function childrenOf(parent: number) {
  return processes().filter((known) => known.parent === parent)
}

/** Read from Linux' /proc: a small Debian has no ps. */
function processes() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const [state = '', parent] = readFileSync(`/proc/${name}/stat`, 'utf8')
          .replace(/^.*\) /, '')
          .split(' ')
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ')
        return [{ pid: Number(name), parent: Number(parent), state, command }]
      } catch {
        return []
      }
    })
}
