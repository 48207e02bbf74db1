import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient, sql, type Transaction } from 'kysely'
import pg from 'pg'
import type { DB } from '#db/types.ts'

export type Database = Kysely<DB>
/** What a GET gets: it can only select. A transaction passes as Read, the plain pool does not pass as Write. */
export type Read = Pick<Kysely<DB>, 'selectFrom' | 'with' | 'fn' | 'getExecutor'>
export type Write = Transaction<DB>

/** Who acts: sets what row-level security and history go by, for one transaction. */
export type Actor = { tenant_id?: string; user_id?: string; via: 'screen' | 'api' | 'import' | 'job' | 'setup' }

// Moments as ISO text, days as they are, counts as numbers (they stay below 2^53).
const types = new pg.TypeOverrides()
types.setTypeParser(1184, moment)
types.setTypeParser(1185, (value) =>
  value
    .slice(1, -1)
    .split(',')
    .filter(Boolean)
    .map((one) => moment(one.replaceAll('"', ''))),
)
types.setTypeParser(1082, (value) => value)
types.setTypeParser(20, Number)

/** "2026-09-21 07:00:00+00", as nearly all of them come, needs no calendar. */
function moment(value: string) {
  if (value.length === 22 && value.endsWith('+00')) return `${value.slice(0, 10)}T${value.slice(11, 19)}.000Z`
  return new Date(value).toISOString()
}

/** The longest statements are given a minute by whoever sends them. */
const SILENCE_MS = 65_000

export function connect(url: string) {
  const pool = new pg.Pool({
    connectionString: url,
    max: 16,
    connectionTimeoutMillis: 4_000,
    types,
    // A line that is cut without a word is found out by this alone; longer than any statement may take.
    query_timeout: SILENCE_MS,
    keepAlive: true,
    options: '-c statement_timeout=5000 -c lock_timeout=1000 -c idle_in_transaction_session_timeout=10000',
  })
  // A connection that dies while idle is replaced at the next query; of one in use the query tells that is under way or next.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool: keepingPlans(pool) }) })
}

const KEEP = '/* keep plan */'
/** A plan takes some hundred kB of its connection: what is asked in ever new ways is planned anew. */
const MOST_KEPT = 200

/**
 * Ends a hot read: each connection then plans it once, which for a card costs four times what reading it does.
 * Only where the text of the statement is one of few, and its plan does not hang on the values asked for.
 */
export const keepPlan = sql.raw(KEEP)

/** As a pool for Kysely, which has no names for statements: what ends with `keepPlan` is prepared under one. */
function keepingPlans(pool: pg.Pool): PostgresPool {
  const names = new Map<string, string>()
  const nameOf = (text: string) => {
    const name = names.get(text) ?? (names.size < MOST_KEPT ? `kept_${names.size}` : '')
    if (name) names.set(text, name)
    return name
  }
  return {
    connect: async () => {
      const client = await pool.connect()
      let isSilent = false
      const query = (text: string, values: unknown[]) => {
        const asked = client.query({ text, values, name: text.endsWith(KEEP) ? nameOf(text) : '' })
        asked.catch((error: Error) => (isSilent ||= error.message === 'Query read timeout'))
        return asked
      }
      // It could also read by a cursor, which nothing here does.
      return { query, release: () => client.release(isSilent) } as unknown as PostgresPoolClient
    },
    end: () => pool.end(),
  }
}

/** Says who acts for the rest of the transaction. */
export async function actAs(tx: Read, actor: Actor) {
  await sql.raw(`select ${settings(actor)}`).execute(tx)
}

/** The one place that sets the tenant. Written out, so that a transaction can begin with it in one message. */
function settings({ tenant_id = '', user_id = '', via }: Actor) {
  const set = (name: string, value: string) => `set_config('app.${name}', ${pg.escapeLiteral(value)}, true)`
  return [set('tenant_id', tenant_id), set('user_id', user_id), set('via', via)].join(', ')
}

/** Runs `work` in one transaction as `actor`; tried again, at most three times, when PostgreSQL asks for that. */
export async function inTransaction<T>(db: Database, actor: Actor, work: (tx: Write) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await db.connection().execute((connection) => transact(connection, actor, work))
    } catch (error) {
      const code = (error as { code?: string }).code ?? ''
      if (!['40001', '40P01'].includes(code) || tries === 3) throw error
    }
  }
}

/** On one connection: Kysely's own transaction would say `begin` and who acts in two messages, at each request. */
async function transact<T>(connection: Kysely<DB>, actor: Actor, work: (tx: Write) => Promise<T>): Promise<T> {
  await sql.raw(`begin; select ${settings(actor)}`).execute(connection)
  try {
    const result = await work(connection as unknown as Write)
    await sql.raw('commit').execute(connection)
    return result
  } catch (error) {
    // Where the connection is gone, so is the transaction: what went wrong first is what is told.
    await sql
      .raw('rollback')
      .execute(connection)
      .catch(() => undefined)
    throw error
  }
}
