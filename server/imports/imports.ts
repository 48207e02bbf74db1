import type { z } from 'zod'
import { type Import, PIECE } from '#contract/imports.ts'
import type { Who } from '#server/companies/insert-many.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import { lock, noCounts } from './head.ts'

export async function readImports(db: Read, who: Who, id?: string): Promise<z.input<typeof Import>[]> {
  const rows = await db
    .selectFrom('import as i')
    .leftJoin('member as m', (join) =>
      join.onRef('m.tenant_id', '=', 'i.tenant_id').onRef('m.user_id', '=', 'i.created_by'),
    )
    .selectAll('i')
    .select('m.name as user_name')
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('import_row as r')
            .select('r.number')
            .whereRef('r.tenant_id', '=', 'i.tenant_id')
            .whereRef('r.import_id', '=', 'i.id'),
        )
        .as('has_rows'),
    )
    .where('i.tenant_id', '=', who.tenant_id)
    .$if(id !== undefined, (query) => query.where('i.id', '=', id ?? ''))
    .orderBy('i.created_at', 'desc')
    .limit(50)
    .execute()
  return rows.map(
    (row) => ({ ...row, counts: { ...noCounts, ...(row.counts as object) } }) as unknown as z.input<typeof Import>,
  )
}

export async function readImport(db: Read, who: Who, id: string) {
  const [found] = await readImports(db, who, id)
  if (!found) throw new AppError('not_found')
  return found
}

export async function beginImport(tx: Write, who: Who, input: { file_name: string; size: number }) {
  const { id } = await tx
    .insertInto('import')
    .values({ tenant_id: who.tenant_id, ...input })
    .returning('id')
    .executeTakeFirstOrThrow()
  return readImport(tx, who, id)
}

export async function keepPiece(tx: Write, who: Who, id: string, number: number, bytes: unknown) {
  const head = await lock(tx, who, id)
  if (head.state !== 'receiving') throw new AppError('conflict')
  if (!Buffer.isBuffer(bytes)) throw new AppError('malformed')
  if (bytes.length > PIECE) throw new AppError('too_large')
  await tx
    .insertInto('import_piece')
    .values({ tenant_id: who.tenant_id, import_id: id, number, bytes })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'import_id', 'number']).doUpdateSet((eb) => ({ bytes: eb.ref('excluded.bytes') })),
    )
    .execute()
}
