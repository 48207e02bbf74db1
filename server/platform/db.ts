import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
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
types.setTypeParser(1184, (value) => new Date(value).toISOString())
types.setTypeParser(1082, (value) => value)
types.setTypeParser(20, Number)

export function connect(url: string) {
  const pool = new pg.Pool({
    connectionString: url,
    max: 16,
    connectionTimeoutMillis: 4_000,
    types,
    options: '-c statement_timeout=5000 -c lock_timeout=1000 -c idle_in_transaction_session_timeout=10000',
  })
  // A connection that dies while idle is replaced at the next query; there is nothing else to do.
  pool.on('error', () => {})
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
}

/** Says who acts for the rest of the transaction. The one place that sets the tenant. */
export async function actAs(tx: Write, actor: Actor) {
  await sql`select set_config('app.tenant_id', ${actor.tenant_id ?? ''}, true),
    set_config('app.user_id', ${actor.user_id ?? ''}, true),
    set_config('app.via', ${actor.via}, true)`.execute(tx)
}

/** Runs `work` in one transaction as `actor`; tried again, at most three times, when PostgreSQL asks for that. */
export async function inTransaction<T>(db: Database, actor: Actor, work: (tx: Write) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await db.transaction().execute(async (tx) => {
        await actAs(tx, actor)
        return await work(tx)
      })
    } catch (error) {
      const code = (error as { code?: string }).code ?? ''
      if (!['40001', '40P01'].includes(code) || tries === 3) throw error
    }
  }
}
