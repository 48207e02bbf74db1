import type { z } from 'zod'
import type { Firm, FirmInput } from '#contract/firm.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'

type Row = z.input<typeof Firm>

export async function readFirm(db: Read, who: Who): Promise<Row> {
  const row = await db.selectFrom('firm').selectAll().where('tenant_id', '=', who.tenant_id).executeTakeFirstOrThrow()
  return row as Row
}

export async function updateFirm(tx: Write, who: Who, input: z.output<typeof FirmInput>, version: number) {
  const { postal_address, visiting_address, ...rest } = input
  return changeFirm(tx, who, version, {
    ...rest,
    postal_address: postal_address && JSON.stringify(postal_address),
    visiting_address: visiting_address && JSON.stringify(visiting_address),
  })
}

/** Writes when the firm still has `version`; otherwise 412 with the firm as it is now. */
export async function changeFirm(tx: Write, who: Who, version: number, values: object): Promise<Row> {
  const row = await tx
    .updateTable('firm')
    .set(values)
    .where('tenant_id', '=', who.tenant_id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst()
  if (row) return row as Row
  throw new AppError('stale', { current: await readFirm(tx, who) })
}
