// npm run seed -- --companies 100000 [--activity] [--tenant <id>] [--seed <number>]: fills a firm with made-up Norwegian
// companies, and with --activity with what happens around them: notes, tasks, appointments, about ten for each.
import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { SetupInput } from '#contract/session.ts'
import { readConfig } from '#server/platform/config.ts'
import { connect, type Database, inTransaction } from '#server/platform/db.ts'
import { startCluster } from '#server/platform/embedded/cluster.ts'
import { holdDataFolder } from '#server/platform/embedded/folder.ts'
import { migrate } from '#server/platform/migrate.ts'
import { hashPassword } from '#server/platform/password.ts'
import type { Who } from '#server/companies/insert-many.ts'
import { isSetupNeeded, makeFirst } from '#server/sign-in/setup.ts'
import { provideColleagues } from './colleagues.ts'
import { loadActivity } from './load-activity.ts'
import { loadFirms } from './load.ts'

const usage = 'Use: npm run seed -- --companies <1 to 1900000> [--activity] [--tenant <firm id>] [--seed <1 to 1000>]'

try {
  await seedFirm(readOptions())
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}

type Options = { companies: number; activity: boolean; seed: number; tenant: string | undefined }

function readOptions(): Options {
  const options = {
    companies: { type: 'string' },
    activity: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    tenant: { type: 'string' },
  } as const
  let values
  try {
    values = parseArgs({ options }).values
  } catch {
    throw new Error(usage)
  }
  const [companies, seed] = [Number(values.companies), Number(values.seed)]
  const isWithin = (value: number, most: number) => Number.isInteger(value) && value >= 1 && value <= most
  if (!isWithin(companies, 1_900_000) || !isWithin(seed, 1_000)) throw new Error(usage)
  return { companies, activity: values.activity, seed, tenant: values.tenant }
}

async function seedFirm({ companies, activity, seed, tenant }: Options) {
  const database = await openDatabase()
  const db = connect(database.app_url)
  try {
    const firm = await findFirm(db, tenant)
    // With the administrator they are twenty, as many as share a calendar in the bench.
    await provideColleagues(db, firm, activity ? 19 : 8)
    const begun = performance.now()
    const seconds = () => Math.round((performance.now() - begun) / 1_000)
    const added = await loadFirms(db, firm, {
      seed,
      companies,
      onProgress: async (done) => {
        // Plans made for empty tables read them whole; so the planner is told early, and again as the tables grow.
        if ([500, 5_000, 50_000, 500_000].includes(done)) await analyze(database.owner_url)
        if (done % 10_000 === 0) console.log(`${done} companies, ${seconds()} s`)
      },
    })
    const noted = activity ? await addActivity(db, database.owner_url, firm, seed) : null
    if (!(await analyze(database.owner_url)))
      console.log('DATABASE_OWNER_URL is not set, so the tables were not analyzed; PostgreSQL will do it by itself.')
    console.log(
      `${added} companies added to ${firm.name} (${firm.tenant_id}) in ${seconds()} s; ${companies - added} were there already.`,
    )
    if (noted !== null) console.log(`${noted} notes, tasks and appointments added.`)
  } finally {
    await db.destroy()
    await database.stop()
  }
}

async function addActivity(db: Database, ownerUrl: string | undefined, firm: Who, seed: number) {
  const begun = performance.now()
  return loadActivity(db, firm, {
    seed,
    today: new Date().toISOString().slice(0, 10),
    onProgress: async (done) => {
      if ([500, 5_000, 50_000].includes(done)) await analyze(ownerUrl)
      if (done % 10_000 === 0)
        console.log(`activity of ${done} companies, ${Math.round((performance.now() - begun) / 1_000)} s`)
    },
  })
}

/** The database of DATABASE_URL, or else the embedded one of DATA_DIR, which must not be in use. */
async function openDatabase() {
  const config = readConfig(process.env)
  if (config.database_url)
    return { app_url: config.database_url, owner_url: config.database_owner_url, stop: async () => {} }
  const release = holdDataFolder(config.data_dir)
  const cluster = await startCluster(config.data_dir)
  const stop = async () => {
    await cluster.stop()
    release()
  }
  try {
    await migrate(cluster.owner_url)
  } catch (error) {
    await stop()
    throw error
  }
  return { app_url: cluster.app_url, owner_url: cluster.owner_url, stop }
}

/** The firm asked for, the only one, or on an empty installation a new one, with an administrator to sign in as. */
async function findFirm(db: Database, tenant: string | undefined) {
  if (await isSetupNeeded(db)) return makeFirm(db)
  const firms = await listFirms(db)
  const wanted = tenant
    ? firms.find(({ tenant_id }) => tenant_id === tenant)
    : firms.length === 1
      ? firms[0]
      : undefined
  if (wanted) return wanted
  const lines = firms.map(({ tenant_id, name }) => `  --tenant ${tenant_id}   ${name}`)
  throw new Error(
    [tenant ? 'There is no such firm. The firms are:' : 'Several firms are here; choose one:', ...lines].join('\n'),
  )
}

/** No role of the program sees all firms at once; each account sees those that it has a place in. */
async function listFirms(db: Database) {
  const accounts = await db.selectFrom('auth.account').select('id').orderBy('created_at').execute()
  const firms = new Map<string, { tenant_id: string; user_id: string; name: string }>()
  for (const { id: user_id } of accounts) {
    const rows = await inTransaction(db, { user_id, via: 'setup' }, (tx) =>
      tx
        .selectFrom('member')
        .innerJoin('firm', 'firm.tenant_id', 'member.tenant_id')
        .select(['firm.tenant_id', 'firm.name'])
        .where('member.user_id', '=', user_id)
        .where('member.role', '=', 'administrator')
        .where('member.deactivated_at', 'is', null)
        .execute(),
    )
    for (const { tenant_id, name } of rows)
      if (!firms.has(tenant_id)) firms.set(tenant_id, { tenant_id, user_id, name })
  }
  return [...firms.values()]
}

async function makeFirm(db: Database) {
  const password = randomBytes(12).toString('base64url')
  const input = SetupInput.parse({
    firm_name: 'Prøvefirma AS',
    name: 'Prøve Administrator',
    email: 'admin@kundebok.example',
    password,
  })
  const hash = await hashPassword(password)
  const made = await inTransaction(db, { via: 'setup' }, (tx) => makeFirst(tx, input, hash))
  console.log(`Firm made: ${input.firm_name}. Sign in as ${input.email} with the password ${password}`)
  return { ...made, name: input.firm_name }
}

/** The planner learns what has changed; only the owner of the tables may tell it, otherwise autovacuum does in time. */
async function analyze(ownerUrl: string | undefined): Promise<boolean> {
  if (!ownerUrl) return false
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  await client.query(`analyze company, person, affiliation, category, company_category, search_entry, history, member,
    note, task, task_participant, appointment, appointment_participant, history_detail`)
  await client.end()
  return true
}
