// npm run bench -- [--companies 100000] [--activity] [--no-browser] [--import 100000 [--workbook]] [--register 2000000]: fills a database of its own, once, and measures against budgets.json.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { startCluster } from '#server/platform/embedded/cluster.ts'
import { holdDataFolder } from '#server/platform/embedded/folder.ts'
import { migrate } from '#server/platform/migrate.ts'
import { hashToken } from '#server/platform/authenticate.ts'
import { buildWebWhenChanged } from '#server/platform/start/build-web.ts'
import { HEAP_LIMITS } from '#server/platform/start/keep-running.ts'
import { makeActivityScenarios } from './activity.ts'
import { measureBrowser } from './browser.ts'
import { measureImport } from './import.ts'
import { measureLive } from './live.ts'
import { makeClient, measure } from './measure.ts'
import { measureSync, registerScenario } from './register.ts'
import { makeScenarios, runScenario } from './scenarios.ts'

const root = join(import.meta.dirname, '..')
const { values: options } = parseArgs({
  options: {
    companies: { type: 'string', default: '100000' },
    /** With notes, tasks and appointments around the companies: measures what shows them as well. */
    activity: { type: 'boolean', default: false },
    browser: { type: 'boolean', default: true },
    /** Instead of all else: rows of a file that is imported into the firm and undone again. */
    import: { type: 'string' },
    workbook: { type: 'boolean', default: false },
    /** Instead of all else: a made-up register of so many units and branches, loaded, followed and searched. */
    register: { type: 'string' },
  },
  allowNegative: true,
})
if (options.register) options.companies = '1000'
const directory =
  process.env.DATA_DIR ??
  join(
    root,
    'data',
    options.register ? 'bench-register' : `bench-${options.companies}${options.activity ? '-activity' : ''}`,
  )
const budgets = JSON.parse(readFileSync(join(import.meta.dirname, 'budgets.json'), 'utf8')) as Record<
  string,
  number | Record<string, number>
>
let isOver = false

/** One line of the report; a figure above its budget fails the run at the end. */
function report(what: string, figure: number, unit: string, budget: string, isFloor = false) {
  const found = budgets[budget]
  const limit = typeof found === 'object' ? found[options.companies] : found
  const isKept = limit === undefined || (isFloor ? figure >= limit : figure <= limit)
  if (!isKept) isOver = true
  const bound = limit === undefined ? '' : `${isFloor ? '≥' : '≤'} ${limit} ${isKept ? 'ok' : 'OVER'}`
  console.log(`${what.padEnd(52)} ${figure.toFixed(1).padStart(9)} ${unit.padEnd(4)} ${bound}`)
}

const isWhole = !options.import && !options.register
if (isWhole) await buildWebWhenChanged()
await fill()
if (isWhole) report('cold start with data', await coldStart(), 'ms', 'cold_start_ms')
const release = holdDataFolder(directory)
const cluster = await startCluster(directory)
try {
  await migrate(cluster.owner_url)
  await measureServer()
} finally {
  await cluster.stop()
  release()
}
process.exit(isOver ? 1 : 0)

/** Seeds the firm; what is there already is passed over quickly. */
async function fill() {
  const seed = run('db/seed/seed.ts', { DATA_DIR: directory }, [
    ...['--companies', options.companies],
    ...(options.activity ? ['--activity'] : []),
  ])
  const code = await new Promise((resolve) => seed.once('exit', resolve))
  if (code !== 0) throw new Error('The data could not be made.')
}

function run(script: string, environment: NodeJS.ProcessEnv, args: string[] = []): ChildProcess {
  return spawn(process.execPath, [...HEAP_LIMITS, join(root, script), ...args], {
    // What this program starts is not npm's own child: it does not end with a standard input that it has not got.
    env: {
      ...process.env,
      KUNDEBOK_LAUNCHER: '',
      RATE_LIMIT: '0',
      GEOCODER_URL: 'off',
      TILE_URL: 'off',
      ...environment,
    },
    stdio: ['ignore', script.startsWith('server/start') ? 'pipe' : 'inherit', 'inherit', 'ipc'],
  })
}

/** From the start of npm start's program to its line with the address. */
async function coldStart() {
  const begun = performance.now()
  const program = run('server/start.ts', { DATA_DIR: directory, PORT: '0', DATABASE_URL: '' })
  await new Promise<void>((resolve, reject) => {
    program.stdout?.on('data', (text: Buffer) => text.includes('Kundebok: http') && resolve())
    program.once('exit', () => reject(new Error('The program did not start.')))
  })
  const took = performance.now() - begun
  const ended = new Promise((resolve) => program.once('exit', resolve))
  program.kill('SIGTERM')
  await ended
  return took
}

async function measureServer() {
  if (options.register)
    for await (const step of measureSync(cluster.app_url, directory, Number(options.register), run, (pid) =>
      residentMegabytes(pid, 'VmHWM'),
    ))
      report(step.what, step.figure, step.unit, step.budget)
  const bare = new pg.Client({ connectionString: cluster.app_url })
  await bare.connect()
  const { tenant_id, cookie } = await openSession(bare)
  await bare.query(`select set_config('app.tenant_id', $1, false)`, [tenant_id])
  const port = 3_900 + (process.pid % 90)
  const web = run('server/main.ts', {
    DATABASE_URL: cluster.app_url,
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: '',
    RATE_LIMIT: '0',
  })
  await new Promise((resolve) => web.once('message', resolve))
  try {
    if (options.import) return await importFile(port, cookie, Number(options.import), web.pid)
    const call = makeClient(port, cookie)
    const scenarios = options.register
      ? [registerScenario(call, bare)]
      : [...(await makeScenarios(call, bare)), ...(options.activity ? await makeActivityScenarios(call, bare) : [])]
    for (const clients of [1, 16])
      for (const scenario of scenarios) {
        const { times, bare_p50 } = await runScenario(scenario, clients, clients === 1 ? 600 : 1_500)
        const title = `${scenario.name}, ${clients} client${clients === 1 ? '' : 's'}`
        const ratio = `p50 ${times.p50.toFixed(1)}, bare SQL ${bare_p50.toFixed(1)}, ratio ${(times.p50 / bare_p50).toFixed(1)}`
        report(`${title}: p95`, times.p95, 'ms', clients === 1 ? scenario.budget : '')
        console.log(`${''.padEnd(4)}${ratio}, ${times.per_second.toFixed(0)} per second`)
      }
    if (options.register) return
    const card = scenarios.find(({ name }) => name === 'card')
    if (card) report('cards', (await measure(16, 10_000, card.http)).per_second, '/s', 'card_reads_per_second', true)
    report('web process, resident', residentMegabytes(web.pid), 'MB', 'web_process_mb')
    const live = await measureLive(port, call, bare, tenant_id ?? '', () => residentMegabytes(web.pid))
    report('500 open streams, resident', live.megabytes, 'MB', 'streams_mb')
    report('a change is heard by all of them: p95', live.p95, 'ms', 'change_heard_p95_ms')
    if (options.browser)
      for await (const { what, figure, unit, budget } of measureBrowser(port, cookie, call))
        report(what, figure, unit, budget)
  } finally {
    web.kill('SIGTERM')
    await bare.end()
  }
}

async function importFile(port: number, cookie: string, rows: number, web: number | undefined) {
  const jobs = run('server/worker.ts', { DATABASE_URL: cluster.app_url })
  await new Promise((resolve) => jobs.once('message', resolve))
  try {
    for await (const { what, seconds } of measureImport(port, cookie, rows, options.workbook ? 'xlsx' : 'csv')) {
      report(what, seconds, 's', '')
      console.log(
        `${''.padEnd(4)}at most ${residentMegabytes(web, 'VmHWM').toFixed(0)} MB (web), ${residentMegabytes(jobs.pid, 'VmHWM').toFixed(0)} MB (jobs)`,
      )
    }
    report('web process, resident at most', residentMegabytes(web, 'VmHWM'), 'MB', 'import_process_mb')
    report('job process, resident at most', residentMegabytes(jobs.pid, 'VmHWM'), 'MB', 'import_process_mb')
  } finally {
    const ended = new Promise((resolve) => jobs.once('exit', resolve))
    jobs.kill('SIGTERM')
    await ended
  }
}

/** A session of the firm's administrator, as signing in makes one. */
async function openSession(bare: pg.Client) {
  const token = randomBytes(32).toString('base64url')
  const { rows } = await bare.query<{ id: string }>('select id from auth.account order by created_at limit 1')
  await bare.query(`select set_config('app.user_id', $1, false)`, [rows[0]?.id])
  const { rows: places } = await bare.query<{ tenant_id: string }>('select tenant_id from member where user_id = $1', [
    rows[0]?.id,
  ])
  const tenant_id = places[0]?.tenant_id
  await bare.query(
    `insert into auth.session (token_hash, account_id, tenant_id, expires_at) values ($1, $2, $3, now() + interval '1 day')`,
    [hashToken(token), rows[0]?.id, tenant_id],
  )
  return { tenant_id, cookie: `kundebok_session=${token}` }
}

/** Linux alone tells. */
function residentMegabytes(pid: number | undefined, what: 'VmRSS' | 'VmHWM' = 'VmRSS') {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(new RegExp(`${what}:\\s+(\\d+)`).exec(status)?.[1]) / 1_000
}
