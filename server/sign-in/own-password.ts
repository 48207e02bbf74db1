import type { MessageCode } from '#contract/messages.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import { verifyPassword } from '#server/platform/password.ts'
import { countFailure, forgive, refuseWhileClosed } from './brake.ts'

type Whose = { email: string } | { id: string }
export type CheckedPassword = {
  guessed: { kind: 'password'; of: string }
  account: { id: string; email: string; password_hash: string } | undefined
  is_right: boolean
}

/** The slow part of asking for a password. It holds no connection, so that many may sign in at once. */
export async function checkPassword(db: Read, whose: Whose, password: string): Promise<CheckedPassword> {
  const account = await db
    .selectFrom('auth.account')
    .select(['id', 'email', 'password_hash'])
    .where((eb) => eb.and(whose))
    .executeTakeFirst()
  const guessed = { kind: 'password', of: account?.email ?? ('email' in whose ? whose.email : whose.id) } as const
  await refuseWhileClosed(db, guessed)
  const is_right = await verifyPassword(password, account?.password_hash ?? null)
  return { guessed, account, is_right }
}

/** The account, when the password was right and still is; else the failure is counted, and refused at the field. */
export async function settlePassword(
  tx: Write,
  { guessed, account, is_right }: CheckedPassword,
  refusal: { field: string; message: MessageCode },
) {
  await refuseWhileClosed(tx, guessed)
  const now = account && (await hashOf(tx, account.id))
  if (!account || !is_right || now !== account.password_hash) {
    await countFailure(tx, guessed)
    throw new AppError('invalid', { ...refusal, keeps_writes: true })
  }
  await forgive(tx, guessed)
  return account
}

async function hashOf(tx: Write, id: string) {
  const account = await tx.selectFrom('auth.account').select('password_hash').where('id', '=', id).executeTakeFirst()
  return account?.password_hash
}
