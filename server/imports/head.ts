import { sql } from 'kysely'
import type { Import, ImportCounts } from '#contract/imports.ts'
import type { Who } from '#server/companies/insert-many.ts'
import type { Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Rule } from './values.ts'

export const noCounts: ImportCounts = {
  new: 0,
  known: 0,
  repeated: 0,
  faulty: 0,
  made: 0,
  changed: 0,
  persons: 0,
  left_out: 0,
  kept: 0,
}

/** Of an undoing also how many results there are in all, and how many are left. */
type Counts = Partial<ImportCounts> & { results?: number; left?: number }

export type Head = {
  id: string
  state: Import['state']
  halt: Import['halt']
  size: number
  has_header: boolean
  header: string[]
  mapping: (string | null)[]
  rule: Rule
  row_count: number
  done_rows: number
  last_number: number
  counts: Counts
  turn: number
}

/** The import as it stands, for whoever is at the screen. */
export async function lock(tx: Write, who: Who, id: string): Promise<Head> {
  // A job may be in the middle of a step.
  await sql`set local lock_timeout = '4s'`.execute(tx)
  const head = await query(tx, who, id).executeTakeFirst()
  if (!head) throw new AppError('not_found')
  return head as unknown as Head
}

/** For a job: null when it is not to work on, because the import is gone, rests, or another job is at it. */
export async function lockForWork(tx: Write, who: Who, id: string, turn: number): Promise<Head | null> {
  const head = await query(tx, who, id).where('turn', '=', turn).where('halt', 'is', null).executeTakeFirst()
  return (head ?? null) as Head | null
}

/** One transaction of a job's turn with the import locked; null, and nothing done, when the turn is over. */
export type InTurn = <T>(work: (tx: Write, head: Head) => Promise<T>) => Promise<T | null>

const query = (tx: Write, who: Who, id: string) =>
  tx.selectFrom('import').selectAll().where('tenant_id', '=', who.tenant_id).where('id', '=', id).forUpdate()

type Change = Partial<Omit<Head, 'id' | 'size'>> & { format?: object; refusal?: string | null }

export async function setHead(tx: Write, who: Who, id: string, { counts, mapping, format, ...rest }: Change) {
  await tx
    .updateTable('import')
    .set({
      ...rest,
      ...(counts && { counts: JSON.stringify(counts) }),
      ...(mapping && { mapping: JSON.stringify(mapping) }),
      ...(format && { format: JSON.stringify(format) }),
    })
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .execute()
}
