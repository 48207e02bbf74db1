import type { z } from 'zod'
import type { Firm, FirmInput } from '#contract/firm.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { hasSecondStep } from '#server/sign-in/confirm.ts'

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

/** Who switches it on has a second step herself: she must not shut herself out with the others. */
export async function requireTwoFactor(
  tx: Write,
  who: Who,
  { requires_two_factor }: { requires_two_factor: boolean },
  version: number,
) {
  if (requires_two_factor && !(await hasSecondStep(tx, who.user_id)))
    throw new AppError('invalid', { field: 'requires_two_factor', message: 'own_two_factor_first' })
  return changeFirm(tx, who, version, { requires_two_factor })
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
