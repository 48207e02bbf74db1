// What is done outside the request, later or again: jobs are rows in the same database (pg-boss, schema jobs), sent in
// the transaction of what they follow from. A job that was sent is run at least once: its handler must bear running twice.
import { sql } from 'kysely'
import type pg from 'pg'
import {
  fromKysely,
  getConstructionPlans,
  getMigrationPlans,
  type JobWithMetadata,
  PgBoss,
  type QueueOptions,
} from 'pg-boss'
import packaged from 'pg-boss/package.json' with { type: 'json' }
import type { Language } from '#contract/messages.ts'
import { type Actor, type Database, inTransaction, type Write } from '#server/platform/db.ts'
import type { Secrets } from '#server/platform/secrets.ts'
import type { MailSettings, Services } from '#server/platform/config.ts'
import type { Service } from '#server/platform/outgoing.ts'
import { outlast } from '#server/platform/outlast.ts'

const { pgboss } = packaged

/** The kinds of jobs, and what each is told. */
type JobData = {
  send_mail: { mail_id: string }
  follow_register: Record<string, never>
  sync_register: Record<string, never>
  remind: Record<string, never>
  mail_notifications: { user_id: string }
  mail_digests: Record<string, never>
  seal_history: Record<string, never>
  find_places: Record<string, never>
  find_places_of: { company_id: string }
  sweep: Record<string, never>
  fetch_register: Record<string, never>
  watch_register: Record<string, never>
  send_sms: Record<string, never>
  send_due_sms: Record<string, never>
  work_on_import: { import_id: string; turn: number; language: Language }
}
export type JobName = keyof JobData

/** How often and how long each is tried. */
const queues: Record<JobName, QueueOptions> = {
  // Six tries within some two hours: a mail server that is away for lunch is back by then.
  send_mail: { retryLimit: 5, retryDelay: 120, retryBackoff: true, retryDelayMax: 3_600, expireInSeconds: 120 },
  follow_register: { retryLimit: 0, expireInSeconds: 1_800 },
  sync_register: { retryLimit: 0, expireInSeconds: 7_200 },
  // The next minute comes soon enough.
  remind: { retryLimit: 0, expireInSeconds: 300 },
  mail_notifications: { retryLimit: 3, retryDelay: 30, retryBackoff: true, expireInSeconds: 120 },
  mail_digests: { retryLimit: 2, retryDelay: 60, expireInSeconds: 1_800 },
  // The next one does what this one could not.
  seal_history: { retryLimit: 0, expireInSeconds: 3_600 },
  // The next minute's goes on where this one stopped.
  find_places: { retryLimit: 0, expireInSeconds: 120 },
  find_places_of: { retryLimit: 0, expireInSeconds: 120 },
  sweep: { retryLimit: 2, retryDelay: 60, expireInSeconds: 600 },
  // The next minute's goes on where this one stopped.
  fetch_register: { retryLimit: 0, expireInSeconds: 120 },
  // The next one goes on where this one ended.
  watch_register: { retryLimit: 0, expireInSeconds: 840 },
  // What these leave behind, the next minute finds; each message counts its own tries. Somebody may be waiting for the first.
  send_sms: { retryLimit: 2, retryDelay: 1, expireInSeconds: 3_600, heartbeatSeconds: 10 },
  send_due_sms: { retryLimit: 0, expireInSeconds: 3_600 },
  // Of a process that was killed the heartbeat is missed, and another takes the work over within half a minute.
  work_on_import: {
    ...{ retryLimit: 4, retryDelay: 2, retryBackoff: true, retryDelayMax: 30 },
    ...{ expireInSeconds: 1_800, heartbeatSeconds: 10 },
  },
}

/** What the handlers need beside the database. */
export type JobSettings = {
  mail: MailSettings | null
  services: Services
  /** The address that people type: where links in letters lead to. */
  public_url: string
  /** Opens what the database holds encrypted. */
  secrets: Secrets
  /** The file outside the database that the seals of the history are copied to. */
  history_heads?: string
  /** What knows where addresses are; null where the operator wants none asked. */
  geocoder?: Service | null
  /** For what takes longer than any request may, on a connection of its own. */
  database_url?: string | undefined
  /** For files that are too large for the database. */
  data_dir?: string
}

type JobCall<K extends JobName> = JobSettings & {
  data: JobData[K]
  /** One transaction as whoever sent the job. As many of them as the work needs; never one around a call to the outside. */
  act: <T>(work: (tx: Write) => Promise<T>) => Promise<T>
  /** For a job of the installation, which nobody sent: as the firm it works for. */
  db: Database
  is_last_try: boolean
  /** Whoever sent the job; null for one of the installation. */
  sender: { tenant_id: string; user_id: string } | null
  /** Aborted when the process is to end, or another has taken the job over: a long job stops where it is. */
  signal: AbortSignal
}
export type JobHandlers = { [K in JobName]: (call: JobCall<K>) => Promise<void> }

/** Sends a job within the caller's transaction: with a rollback it was never there. It runs as whoever acts now. */
export async function sendJob<K extends JobName>(tx: Write, name: K, data: JobData[K]) {
  // As pg-boss' own insert, which would need a second connection to find out about the queue.
  const { rows } = await sql`
    insert into jobs.job (name, data, retry_limit, retry_delay, retry_backoff, retry_delay_max, expire_seconds,
      deletion_seconds, keep_until, policy, dead_letter, heartbeat_seconds)
    select name, jsonb_build_object('tenant_id', acting_tenant(), 'user_id', acting_user(), 'data', ${JSON.stringify(data)}::jsonb),
      retry_limit, retry_delay, retry_backoff, retry_delay_max, expire_seconds,
      deletion_seconds, now() + make_interval(secs => retention_seconds), policy, dead_letter, heartbeat_seconds
    from jobs.queue where name = ${name} returning id`.execute(tx)
  if (rows.length !== 1) throw new Error(`There is no queue for the job ${name}.`)
}

type Sent<K extends JobName> = { tenant_id: string | null; user_id: string | null; data: JobData[K] }
type Waiting<K extends JobName> = Pick<JobWithMetadata<Sent<K>>, 'data' | 'retryCount' | 'retryLimit'>

async function runJob<K extends JobName>(
  db: Database,
  handlers: JobHandlers,
  settings: JobSettings,
  name: K,
  { data: sent, retryCount, retryLimit }: Waiting<K>,
  signal: AbortSignal,
) {
  // A scheduled job comes without a sender.
  const actor: Actor = { via: 'job' }
  if (sent?.tenant_id) actor.tenant_id = sent.tenant_id
  if (sent?.user_id) actor.user_id = sent.user_id
  const act: JobCall<K>['act'] = (work) => inTransaction(db, actor, work)
  const is_last_try = retryCount >= retryLimit
  const { tenant_id, user_id } = actor
  const sender = tenant_id && user_id ? { tenant_id, user_id } : null
  const call = { data: sent?.data ?? ({} as JobData[K]), act, db, is_last_try, sender, signal }
  await handlers[name]({ ...settings, ...call })
}

/** Runs jobs as they come, and the scheduled ones at their times, until stopped. */
export async function workOnJobs(
  url: string,
  db: Database,
  handlers: JobHandlers,
  settings: JobSettings,
  report: (about: object, what: string) => void,
) {
  const boss = new PgBoss({
    ...{ connectionString: url, schema: 'jobs', max: 4, connectionTimeoutMillis: 10_000 },
    // A line that is cut without a word would be waited at for a quarter of an hour.
    ...{ query_timeout: 10_000, keepAlive: true },
    // The schema is the owner's, who makes it at migration; the program's role may not rebuild indexes either.
    ...{ migrate: false, createSchema: false, reindex: false, monitorVacuum: false },
    ...{ superviseIntervalSeconds: 10, monitorIntervalSeconds: 10 },
  })
  boss.on('error', (error) => report(withoutValues(error), 'jobs'))
  await boss.start({ attempts: 8 })
  const ending = new AbortController()
  // An import's job has somebody waiting at the screen.
  const polling = { includeMetadata: true, pollingIntervalSeconds: 0.5 } as const
  for (const name of Object.keys(queues) as JobName[]) {
    await boss.work<Sent<typeof name>, void, typeof polling>(name, polling, async ([job]) => {
      if (!job) return
      try {
        const signal = AbortSignal.any([ending.signal, job.signal])
        await outlast(() => runJob(db, handlers, settings, name, job, signal), signal)
      } catch (error) {
        report({ job: name, ...withoutValues(error) }, 'a job failed')
        throw nameOf(error)
      }
    })
  }
  await boss.schedule('sweep', '17 * * * *', {}, { missed: 'once' })
  await boss.schedule('seal_history', '*/5 * * * *', {}, { missed: 'once' })
  await boss.schedule('follow_register', '40 * * * *', {}, { missed: 'skip' })
  await boss.schedule('fetch_register', '* * * * *', {}, { missed: 'skip' })
  await boss.schedule('watch_register', '*/15 * * * *', {}, { missed: 'once' })
  await boss.schedule('sync_register', '10 3 * * *', {}, { tz: 'Europe/Oslo', missed: 'skip' })
  await boss.schedule('remind', '* * * * *', {}, { missed: 'skip' })
  await boss.schedule('find_places', '* * * * *', {}, { missed: 'skip' })
  await boss.schedule('send_due_sms', '* * * * *', {}, { missed: 'skip' })
  await boss.schedule('mail_digests', '0 7 * * *', {}, { tz: 'Europe/Oslo', missed: 'once' })
  return async () => {
    ending.abort()
    await boss.stop({ timeout: 5_000 })
  }
}

/** Runs all that waits, also what waits for its next try, and tells how each run ended. For tests. */
export async function runWaitingJobs(db: Database, handlers: JobHandlers, settings: JobSettings) {
  const boss = new PgBoss({
    ...{ db: fromKysely(db), schema: 'jobs', migrate: false, createSchema: false },
    ...{ supervise: false, schedule: false, registerInstance: false },
  })
  await boss.start()
  const outcomes: { job: JobName; error: unknown }[] = []
  for (const name of Object.keys(queues) as JobName[]) {
    const waiting = await boss.fetch<Sent<typeof name>>(name, {
      ...{ includeMetadata: true, batchSize: 1_000, ignoreStartAfter: true },
    })
    for (const job of waiting) {
      try {
        await runJob(db, handlers, settings, name, job, new AbortController().signal)
        await boss.complete(name, job.id)
        outcomes.push({ job: name, error: null })
      } catch (error) {
        await boss.fail(name, job.id, nameOf(error))
        outcomes.push({ job: name, error })
      }
    }
  }
  await boss.stop({ graceful: false })
  return outcomes
}

/** Kept with the job, and logged: where it happened, not what a message or a row may hold of people. */
function withoutValues(error: unknown) {
  const { name, code, stack } = error as Error & { code?: string }
  return { name, code, at: stack?.split('\n').filter((line) => line.startsWith('    at ')) }
}

function nameOf(error: unknown) {
  const { name, code } = error as Error & { code?: string }
  return { name, code }
}

/** Makes the schema jobs, or brings it up to date, as the owner; the program's role may use it and owns none of it. */
export async function makeJobs(owner: pg.Client) {
  const version = await schemaVersion(owner)
  if (version === null) await owner.query(getConstructionPlans('jobs'))
  else if (version < pgboss.schema) await owner.query(getMigrationPlans('jobs', version))
  const boss = new PgBoss({
    ...{
      db: { executeSql: async (text: string, values?: unknown[]) => owner.query(text, values) },
      schema: 'jobs',
      migrate: false,
    },
    ...{ supervise: false, schedule: false, registerInstance: false },
  })
  await boss.start()
  for (const [name, options] of Object.entries(queues)) {
    await boss.createQueue(name, options)
    await boss.updateQueue(name, options)
  }
  await boss.stop({ graceful: false })
  await owner.query(`
    grant usage on schema jobs to kundebok_app;
    grant select, insert, update, delete on all tables in schema jobs to kundebok_app;
    grant execute on all functions in schema jobs to kundebok_app`)
}

/** The version of the schema jobs that is there; null when there is none. */
async function schemaVersion(client: pg.Client): Promise<number | null> {
  const made = await client.query<{ there: boolean }>(`select to_regclass('jobs.version') is not null as there`)
  if (!made.rows[0]?.there) return null
  const { rows } = await client.query<{ version: number }>('select version from jobs.version')
  return rows[0]?.version ?? null
}

/** Whether the schema is as this version of pg-boss needs it; asked by the program's role. */
export async function areJobsMade(app: pg.Client): Promise<boolean> {
  const { rows } = await app.query<{ usable: boolean }>(
    `select coalesce(has_schema_privilege(to_regnamespace('jobs'), 'usage'), false) as usable`,
  )
  return rows[0]?.usable === true && (await schemaVersion(app)) === pgboss.schema
}
