import { spawn } from 'node:child_process'
import { closeSync, existsSync, globSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { clotheForPostgres } from './ordinary-user.ts'
import { findStranger, stopOrphan } from './orphan.ts'

export type Postgres = { ended: Promise<void>; stop: () => Promise<void> }

type Launch = { program: string; data: string; port: number; durable: boolean; log: string; password: string }

/**
 * Runs the server and holds its own standard input, a pipe from us. When the pipe ends, because we close it or because
 * we were killed, the server gets SIGINT, its word for an orderly stop at once.
 */
const GUARD = `
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
{ read -r _ <&3; kill -INT "$server"; } 2>/dev/null &
guard=$!
exec 3<&-
wait "$server"
code=$?
kill "$guard" 2>/dev/null
exit "$code"`

/** Starts PostgreSQL on `data` and waits until it answers. Throws one sentence when it does not. */
export async function launchPostgres({ program, data, port, durable, log, password }: Launch): Promise<Postgres> {
  await stopOrphan(data)
  for (const leftover of globSync('.s.PGSQL.*', { cwd: data })) rmSync(join(data, leftover), { force: true })
  const start = openLog(log)
  const child = spawn('/bin/sh', ['-c', GUARD, 'kundebok-database', ...commandLine(program, data, port, durable)], {
    // A session of its own: Ctrl+C in the terminal must not reach it before the web process has let go of it.
    detached: true,
    cwd: data,
    env: environment(data),
    stdio: ['pipe', start.file, start.file],
  })
  closeSync(start.file)
  child.stdin?.on('error', () => {})
  let running = true
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      running = false
      resolve()
    }
    child.once('exit', end)
    child.once('error', end)
  })
  const stop = async () => {
    child.stdin?.end()
    if ((await Promise.race([ended, wait(30_000, 'late', { ref: false })])) === 'late') await stopOrphan(data)
    await ended
  }
  if (await answers(port, password, () => running)) return { ended, stop }
  if (running) await stop()
  throw new Error(`The database did not start: ${reasonFrom(log, start.size)}`)
}

function commandLine(program: string, data: string, port: number, durable: boolean) {
  const settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    // In the data folder, where it starts: the whole path may be too long for a socket.
    unix_socket_directories: '.',
    max_connections: '60',
    shared_buffers: '128MB',
    // Errors of single statements may name what people typed; they belong to the program's own log, which knows better.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    fsync: durable ? 'on' : 'off',
    synchronous_commit: durable ? 'on' : 'off',
    full_page_writes: durable ? 'on' : 'off',
    jit: 'off',
    random_page_cost: '1.1',
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return [...clotheForPostgres(data).prefix, program, '-D', data, ...flags]
}

/**
 * After a crash of the machine another process may have the number that the lock file postmaster.pid names, and
 * PostgreSQL would take it for itself and refuse. Named as its grandparent, PostgreSQL disregards that number, and makes
 * sure of the rest (its shared memory is unused) before it takes the file over. We never delete that file.
 */
function environment(data: string) {
  const { PGOPTIONS: _options, PGDATA: _data, ...rest } = process.env
  const stranger = findStranger(data)
  return { ...rest, LC_ALL: 'C', ...(stranger ? { PG_GRANDPARENT_PID: String(stranger) } : {}) }
}

function openLog(log: string) {
  if (existsSync(log) && statSync(log).size > 5_000_000) renameSync(log, `${log}.old`)
  const file = openSync(log, 'a', 0o600)
  return { file, size: statSync(log).size }
}

async function answers(port: number, password: string, isRunning: () => boolean) {
  // Recovery after a crash takes as long as it takes; only a server that ended does not start.
  while (isRunning()) {
    const client = new pg.Client({
      host: '127.0.0.1',
      port,
      user: 'postgres',
      database: 'postgres',
      password,
      connectionTimeoutMillis: 2_000,
    })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.end()
      return true
    } catch (error) {
      // Wrong password: that is not our server, or not our secret.
      if ((error as { code?: string }).code === '28P01') return false
      await wait(25)
    }
  }
  return false
}

function reasonFrom(log: string, offset: number) {
  const written = readFileSync(log).subarray(offset).toString()
  const telling = written.split('\n').find((line) => /FATAL|PANIC|could not|No space/.test(line))
  const reason = telling?.replace(/^.*?(FATAL|PANIC|LOG|WARNING|ERROR):\s*/, '').trim()
  if (reason && /No space left/.test(reason)) return `there is no space left on the disk of ${dirname(log)}.`
  return reason ? `${reason}.` : `see ${log}.`
}
