// The supervisor behind npm start: database, migrations, web client and web process, one line with the address.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Config, readConfig } from '#server/platform/config.ts'
import { makeDemo } from '#server/platform/demo-firm.ts'
import { type Cluster, startCluster } from '#server/platform/embedded/cluster.ts'
import { checkDatabase } from '#server/platform/embedded/check.ts'
import { holdDataFolder } from '#server/platform/embedded/folder.ts'
import { migrate } from '#server/platform/migrate.ts'

const root = join(import.meta.dirname, '..')

try {
  await start(readConfig(process.env))
} catch (error) {
  console.error((error as Error).message)
  process.exit(1)
}

async function start(config: Config) {
  await refuseTakenPort(config)
  buildWebWhenChanged()
  const database = config.database_url ? await foreignDatabase(config) : await embeddedDatabase(config)
  let stopping = false
  let web: ChildProcess | undefined
  const stop = async (code: number) => {
    if (stopping) return
    stopping = true
    if (web && web.exitCode === null && web.signalCode === null) {
      const ended = new Promise((resolve) => web?.once('exit', resolve))
      web.kill('SIGTERM')
      await Promise.race([ended, wait(10_000)])
    }
    await database.stop()
    process.exit(code)
  }
  process.on('SIGINT', () => stop(0))
  process.on('SIGTERM', () => stop(0))
  // bin/start.mjs holds the other end of standard input: when that ends, so do we, even after a kill -9 of it.
  if (process.env.KUNDEBOK_LAUNCHER === 'stdin') process.stdin.on('end', () => stop(0)).resume()

  if (process.argv.includes('--demo')) await makeDemo(database.app_url)
  let pause = 100
  const runWeb = () => {
    web = spawn(process.execPath, [join(root, 'server', 'main.ts')], {
      cwd: root,
      env: { ...process.env, DATABASE_URL: database.app_url },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    web.on('message', () => {
      pause = 100
      console.log(`Kundebok: ${config.public_url}`)
    })
    web.on('exit', async (code) => {
      if (stopping) return
      if (code === 3) return stop(1)
      console.error('The web process ended; starting it again.')
      await wait(pause)
      pause = Math.min(pause * 2, 5_000)
      if (!stopping) runWeb()
    })
  }
  runWeb()
}

async function embeddedDatabase(config: Config): Promise<Pick<Cluster, 'app_url' | 'stop'>> {
  const release = holdDataFolder(config.data_dir)
  const cluster = await startCluster(config.data_dir)
  await migrate(cluster.owner_url)
  const stop = async () => {
    await cluster.stop()
    release()
  }
  return { app_url: cluster.app_url, stop }
}

async function foreignDatabase(config: Config) {
  const app_url = config.database_url ?? ''
  if (config.database_owner_url) {
    await checkDatabase(config.database_owner_url, 'DATABASE_OWNER_URL')
    await migrate(config.database_owner_url)
  }
  await checkDatabase(app_url, 'DATABASE_URL')
  return { app_url, stop: async () => {} }
}

function refuseTakenPort({ host, port }: Config) {
  return new Promise<void>((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new Error(
          error.code === 'EADDRINUSE'
            ? `Port ${port} on ${host} is taken by another program: stop that one, or set PORT.`
            : `Port ${port} on ${host} can not be used (${error.code}): set HOST or PORT.`,
        ),
      ),
    )
    probe.listen(port, host, () => probe.close(() => resolve()))
  })
}

/** The build is kept as long as nothing that it is made of has changed. */
function buildWebWhenChanged() {
  const files = [
    'package-lock.json',
    'vite.config.ts',
    'index.html',
    ...globSync('{web,contract}/**/*.{ts,tsx,css,svg}', { cwd: root }).sort(),
  ]
  const hash = createHash('sha256')
  for (const file of files) hash.update(file).update(readFileSync(join(root, file)))
  const stamp = hash.digest('hex')
  const stampFile = join(root, 'dist', 'built-from')
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  console.log('Building the web client …')
  execFileSync(
    process.execPath,
    [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'error'],
    { cwd: root, stdio: 'inherit' },
  )
  writeFileSync(stampFile, stamp)
}
