import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { type RawBuilder, sql } from 'kysely'
import { type Database, inTransaction, type Write } from '#server/platform/db.ts'

/** Rows of one seal at most: a broken one is looked for among as many. */
const BATCH = 10_000
/** What is younger is left for the next time: a clock that is set back by less does no harm. */
const YOUNG_SECONDS = 60
/** How long is waited for transactions that may still write older rows. */
const WAIT_MS = 30_000

/** A row as it is sealed: what was done, and apart from it the values, of which the seal knows but a salted hash. */
export type SealedRow = { id: string; head: string; salt: string | null; changes: string }
export const sealedColumns = `h.id, h.salt, h.changes::text as changes, jsonb_build_array(h.id,
  (extract(epoch from h.at) * 1000000)::bigint, h.user_id, h.via, h.action, h.entity, h.entity_id, h.company_id, h.person_id,
  h.copy_of, encode(h.detail_hash, 'hex'))::text as head`

type Batch = { tenant_id: string; number: number; up_to: string; rows: SealedRow[] }

const sha256 = (...parts: (string | Buffer)[]) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** As hash_values in the database: the salt's sixteen bytes, and the values as PostgreSQL writes jsonb. */
export const hashValues = (salt: string | null, changes: string) =>
  sha256(Buffer.from((salt ?? '').replaceAll('-', ''), 'hex'), changes)

/** SHA-256 over the seal before (32 zeros for the first), whose batch it is, and each row. */
export function hashBatch(previous: Buffer | null, { tenant_id, number, up_to, rows }: Batch): Buffer {
  const leaves = rows.map(({ head, salt, changes }) => sha256(`${head}\n`, hashValues(salt, changes)))
  return sha256(previous ?? Buffer.alloc(32), `${tenant_id}\n${number}\n${up_to}\n${rows.length}\n`, ...leaves)
}

/** Seals what no transaction can add to any more, for every firm. Nobody who writes waits for it. */
export async function sealAll(db: Database, signal: AbortSignal, young = YOUNG_SECONDS) {
  const up_to = await closedUpTo(db, signal, young)
  if (!up_to) return
  const firms = await db.selectFrom('auth.tenant').select('tenant_id').execute()
  for (const { tenant_id } of firms)
    while (
      !signal.aborted &&
      (await inTransaction(db, { tenant_id, via: 'job' }, (tx) => sealBatch(tx, tenant_id, up_to)))
    );
}

/**
 * The id below which the history is closed: ids begin with the time at which they were made, and every transaction that
 * was writing then has ended. null when one of them lasts; then it is sealed the next time.
 */
async function closedUpTo(db: Database, signal: AbortSignal, young: number): Promise<string | null> {
  const { rows } = await sql<{ up_to: string; xid: string }>`
    select rpad(lpad(to_hex((extract(epoch from clock_timestamp() - make_interval(secs => ${young})) * 1000)::bigint), 12, '0'), 32, 'f')::uuid as up_to,
      pg_current_xact_id()::text as xid`.execute(db)
  const [now] = rows
  if (!now) return null
  for (let waited = 0; waited < WAIT_MS && !signal.aborted; waited += 200) {
    const oldest = await sql<{ is_over: boolean }>`
      select pg_snapshot_xmin(pg_current_snapshot()) > ${now.xid}::xid8 as is_over`.execute(db)
    if (oldest.rows[0]?.is_over) return now.up_to
    await wait(200)
  }
  return null
}

/** Seals one batch of a firm; true when there may be another. */
async function sealBatch(tx: Write, tenant_id: string, closed: string): Promise<boolean> {
  const last = await tx
    .selectFrom('history_seal')
    .select(['number', 'up_to', 'hash'])
    .where('tenant_id', '=', tenant_id)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  const above: RawBuilder<unknown> = last ? sql`and h.id > ${last.up_to}` : sql``
  const { rows } = await sql<SealedRow>`
    select ${sql.raw(sealedColumns)} from history h
    where h.tenant_id = ${tenant_id} and h.id <= ${closed} ${above} order by h.id limit ${BATCH}`.execute(tx)
  if (rows.length === 0) return false
  const isFull = rows.length === BATCH
  const number = (last?.number ?? 0) + 1
  const up_to = isFull ? (rows.at(-1)?.id ?? closed) : closed
  const hash = hashBatch(last?.hash ?? null, { tenant_id, number, up_to, rows })
  const added = await tx
    .insertInto('history_seal')
    .values({ tenant_id, number, up_to, row_count: rows.length, hash })
    // Another process has just sealed the same.
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return isFull && added.numInsertedOrUpdatedRows === 1n
}
