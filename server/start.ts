// The supervisor behind npm start: web client, database, migrations, web and job processes, one line with the address.
import { join } from 'node:path'
import { addressOf, readConfig } from '#server/platform/config.ts'
import { makeDemo } from '#server/sign-in/demo-firm.ts'
import { readSecretKeys } from '#server/platform/secrets.ts'
import { buildWebWhenChanged } from '#server/platform/start/build-web.ts'
import { keepRunning } from '#server/platform/start/keep-running.ts'
import { reservePort } from '#server/platform/start/port.ts'
import { provideDatabase } from '#server/platform/start/provide-database.ts'

/** What was started, to be stopped in the opposite order. */
const stops: (() => Promise<void>)[] = []
const wish = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => wish.abort())
// bin/start.mjs holds the other end of standard input: when that ends, so do we, even after a kill -9 of it.
if (process.env.KUNDEBOK_LAUNCHER === 'stdin') process.stdin.on('end', () => wish.abort()).resume()

let exitCode = 0
try {
  await run()
} catch (error) {
  if (!wish.signal.aborted) {
    console.error((error as Error).message)
    exitCode = 1
  }
}
for (const stop of stops.toReversed()) await stop()
process.exit(exitCode)

/** Returns when we are asked to stop. Throws one sentence when the program can not run. */
async function run() {
  const config = readConfig(process.env)
  // First: of two starts on the same folder, the second should hear of that rather than of the port.
  const database = await provideDatabase(config)
  stops.push(database.stop)
  wish.signal.throwIfAborted()
  readSecretKeys(config)
  const port = await reservePort(config.host, config.port)
  await buildWebWhenChanged()
  wish.signal.throwIfAborted()
  if (process.argv.includes('--demo')) await makeDemo(database.app_url)

  const address = process.env.PUBLIC_URL ? config.public_url : addressOf(config.host, port)
  // The web process gets the role that row-level security holds, and no other.
  const { DATABASE_OWNER_URL: _owner, BACKUP_URL: _reader, KUNDEBOK_LAUNCHER: _launcher, ...environment } = process.env
  const settings = { ...environment, PORT: String(port), PUBLIC_URL: address, DATABASE_URL: database.app_url }
  const web = keepRunning('web', join(import.meta.dirname, 'main.ts'), settings)
  stops.push(web.stop)
  const jobs = keepRunning('jobs', join(import.meta.dirname, 'worker.ts'), settings)
  stops.push(jobs.stop)
  const asked = new Promise<void>((resolve) => wish.signal.addEventListener('abort', () => resolve()))
  if (wish.signal.aborted) return
  await Promise.race([Promise.all([web.ready, jobs.ready]), web.failed, jobs.failed, asked])
  if (wish.signal.aborted) return
  console.log(`Kundebok: ${address}`)
  await Promise.race([web.failed, jobs.failed, asked])
}
