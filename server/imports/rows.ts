import { sql } from 'kysely'
import type { z } from 'zod'
import type { ImportRow, imports } from '#contract/imports.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { lock } from './head.ts'
import { readImport } from './imports.ts'
import type { Rule } from './values.ts'

/** A page of rows in the order of the file. */
export async function readRows(db: Read, who: Who, id: string, query: z.output<typeof imports.rows.query>) {
  await readImport(db, who, id)
  const rows = await db
    .selectFrom('import_row as r')
    .leftJoin('company as c', (join) => join.onRef('c.tenant_id', '=', 'r.tenant_id').onRef('c.id', '=', 'r.match_id'))
    .select(['r.number', 'r.cells', 'r.state', 'r.decision', 'r.errors', 'r.matched_by'])
    .select(
      sql<ImportRow['match']>`case when c.id is not null then jsonb_build_object('id', c.id, 'name', c.name) end`.as(
        'match',
      ),
    )
    .where('r.tenant_id', '=', who.tenant_id)
    .where('r.import_id', '=', id)
    .where('r.number', '>', query.after)
    .where('r.state', '<>', 'header')
    .$if(query.state !== undefined, (select) => select.where('r.state', '=', query.state ?? ''))
    .orderBy('r.number')
    .limit(query.size + 1)
    .execute()
  const items = rows.slice(0, query.size) as unknown as ImportRow[]
  return { items, next: rows.length > query.size ? (items.at(-1)?.number ?? null) : null }
}

/** Before the import begins; afterwards it is as it is. */
export async function decideRow(
  tx: Write,
  who: Who,
  { id, number }: { id: string; number: number },
  decision: Rule | null,
) {
  const { state } = await readImport(tx, who, id)
  if (state !== 'checked') throw new AppError('conflict')
  const decided = await tx
    .updateTable('import_row')
    .set({ decision })
    .where('tenant_id', '=', who.tenant_id)
    .where('import_id', '=', id)
    .where('number', '=', number)
    .where('state', '<>', 'header')
    .executeTakeFirst()
  if (decided.numUpdatedRows === 0n) throw new AppError('not_found')
}

/** A job that is at the file finds nothing more to do. */
export async function forgetImport(tx: Write, who: Who, id: string) {
  const { state } = await lock(tx, who, id)
  if (state === 'importing' || state === 'undoing') throw new AppError('conflict')
  await tx.deleteFrom('import').where('tenant_id', '=', who.tenant_id).where('id', '=', id).execute()
}
