import { sql } from 'kysely'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import type { Secrets } from '#server/platform/secrets.ts'
import { countFailure, forgive, refuseWhileClosed } from './brake.ts'
import { hasTotp, takeCode } from './totp.ts'

/** What she may show besides her password. */
export async function waysToConfirm(db: Read, accountId: string) {
  return { code: await hasTotp(db, accountId), passkey: await hasPasskey(db, accountId) }
}

export async function hasSecondStep(db: Read, accountId: string): Promise<boolean> {
  return (await hasTotp(db, accountId)) || (await hasPasskey(db, accountId))
}

async function hasPasskey(db: Read, accountId: string) {
  const passkey = await db
    .selectFrom('auth.passkey')
    .select('id')
    .where('account_id', '=', accountId)
    .limit(1)
    .executeTakeFirst()
  return passkey !== undefined
}

/** A code of the app or a recovery code, of the one who sits there. */
export async function confirmByCode(tx: Write, secrets: Secrets, accountId: string, code: string) {
  const guessed = { kind: 'code', of: accountId } as const
  await refuseWhileClosed(tx, guessed)
  if (!(await takeCode(tx, secrets, accountId, code))) {
    await countFailure(tx, guessed)
    throw new AppError('invalid', { field: 'code', message: 'wrong_code', keeps_writes: true })
  }
  await forgive(tx, guessed)
}

/** She has shown who she is, in this session: by the password alone, or by a code or passkey, which is surer. */
export async function noteAsConfirmed(tx: Write, tokenHash: Buffer, { is_strong }: { is_strong: boolean }) {
  await tx
    .updateTable('auth.session')
    .set({ confirmed_at: sql`now()`, ...(is_strong ? { is_strong } : {}) })
    .where('token_hash', '=', tokenHash)
    .execute()
}

/**
 * Where one of her firms requires a second step, who knows only the password must not make another one beside that which
 * there is, nor take it away: also not from within a firm that requires none.
 */
export async function refuseWithoutSecondStep(tx: Write, who: Who, tokenHash: Buffer) {
  const session = await tx
    .selectFrom('auth.session')
    .select('is_strong')
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
  if (session?.is_strong) return
  if ((await isSecondStepRequired(tx)) && (await hasSecondStep(tx, who.user_id)))
    throw new AppError('two_factor_required')
}

/** Whether one of her firms requires it: row-level security shows her those, and no other. */
async function isSecondStepRequired(db: Read): Promise<boolean> {
  const firm = await db
    .selectFrom('firm')
    .select('tenant_id')
    .where('requires_two_factor', '=', true)
    .limit(1)
    .executeTakeFirst()
  return firm !== undefined
}

/** After one was taken away: it was not the last, or none is required. */
export async function refuseLastSecondStep(tx: Write, who: Who, field: string) {
  if ((await isSecondStepRequired(tx)) && !(await hasSecondStep(tx, who.user_id)))
    throw new AppError('invalid', { field, message: 'last_second_step' })
}
