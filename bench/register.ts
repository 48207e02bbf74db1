import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type pg from 'pg'
import { writeRegisterFiles } from '#db/seed/register-files.ts'
import { makeRawUnit } from '#db/seed/register-units.ts'
import { connect } from '#server/platform/db.ts'
import { plainOf } from '#server/register/find.ts'
import { followRegister } from '#server/register/follow.ts'
import { startRegisterFake } from '#server/register/register.fake.ts'
import type { Scenario } from './scenarios.ts'
import type { Fetch } from './measure.ts'

/** Good and bad: beginnings, common words together, places, digits, typing errors, words that are not there, patterns. */
const queries = [
  ...['nor', 'byg', 'han', 'bygg', 'norsk', 'nordfjord rør', 'hansen', 'eiendom oslo', 'bygg og anlegg', 'as bergen'],
  ...[
    'storgata 5 eiendom',
    'fisk bygg',
    'anlegg maskin tromsø',
    'transport larsen',
    'ansen',
    'legg',
    'o a n',
    'kari hansen',
  ],
  ...[
    '974',
    '9747606',
    '974760673',
    '912 345 678',
    '123',
    'rørleger',
    'nordfjrod',
    'elektor',
    'byg og anleg',
    'hanssen eindom',
  ],
  ...[
    'xyzxyz',
    'qwertyuiop',
    'zzz bygg',
    '%',
    "'",
    'a',
    'no',
    'brødrene',
    'ærlig',
    'idrettslag stavanger',
    'invest holding',
  ],
]

export function registerScenario(call: Fetch, bare: pg.Client): Scenario {
  const query = (turn: number) => queries[turn % queries.length] ?? ''
  return {
    name: 'search in the register',
    budget: 'register_search_p95_ms',
    http: (turn) => call('GET', `/api/register/units?q=${encodeURIComponent(query(turn))}`),
    sql: (turn) => bare.query('select * from register.find_units($1, 20)', [plainOf(query(turn))]),
  }
}

type Run = (script: string, environment: NodeJS.ProcessEnv, args: string[]) => ChildProcess

/** The whole register of so many units, 55 of a hundred main units, from files on this disk, by the command itself. */
export async function* measureSync(
  app_url: string,
  directory: string,
  count: number,
  run: Run,
  memoryOf: (pid: number) => number,
) {
  const units = Math.round(count * 0.55)
  const files = await writeRegisterFiles(join(directory, 'register-files'), units, count - units)
  const fake = await startRegisterFake(Array.from({ length: changes }, (_, at) => makeRawUnit(at)))
  const environment = { DATABASE_URL: app_url, REGISTER_URL: fake.register_url }
  const begun = performance.now()
  const sync = run('server/sync-register.ts', environment, [
    'sync',
    '--units',
    files.units,
    '--branches',
    files.branches,
  ])
  let memory = 0
  const watch = setInterval(
    () => (memory = Math.max(memory, sync.pid && sync.exitCode === null ? memoryOf(sync.pid) : 0)),
    200,
  )
  const code = await new Promise((resolve) => sync.once('exit', resolve))
  clearInterval(watch)
  if (code !== 0) throw new Error('The register could not be loaded.')
  yield {
    what: `register: ${count} units loaded`,
    figure: (performance.now() - begun) / 1_000,
    unit: 's',
    budget: 'register_sync_s',
  }
  yield {
    what: 'register: the loading process, resident at most',
    figure: memory,
    unit: 'MB',
    budget: 'register_sync_mb',
  }
  const db = connect(app_url)
  for (let at = 0; at < changes; at++) {
    const unit = makeRawUnit(at)
    fake.put({ ...unit, navn: `${unit.navn} NY` })
  }
  const changed = performance.now()
  const { changes: taken, problem } = await followRegister(db, {
    name: 'Register',
    base_url: fake.register_url,
    is_operators: true,
  })
  await db.destroy()
  await fake.stop()
  if (problem || taken !== changes) throw new Error(`The changes were not taken over: ${problem}, ${taken}.`)
  yield {
    what: `register: ${changes} changes followed`,
    figure: (performance.now() - changed) / 1_000,
    unit: 's',
    budget: 'register_changes_s',
  }
}

const changes = 10_000
