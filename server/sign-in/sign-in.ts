import { sql } from 'kysely'
import { hashToken } from '#server/platform/authenticate.ts'
import { actAs, type Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Secrets } from '#server/platform/secrets.ts'
import { acceptAs } from './accept.ts'
import { confirmByCode } from './confirm.ts'
import { newToken } from './links.ts'
import { type CheckedPassword, settlePassword } from './own-password.ts'
import { startSession } from './sessions.ts'
import { hasTotp } from './totp.ts'

type Outcome = { token: string; pending: null } | { token: null; pending: string }

/** First step of signing in: the password. Gives a session, or, with a second step, only the right to send its code. */
export async function signIn(
  tx: Write,
  checked: CheckedPassword,
  input: { invitation?: string | undefined },
  userAgent: string | undefined,
): Promise<Outcome> {
  const { id } = await settlePassword(tx, checked, { field: 'password', message: 'wrong_password' })
  const invitation = input.invitation === undefined ? null : hashToken(input.invitation)
  if (await hasTotp(tx, id)) return { token: null, pending: await awaitCode(tx, id, invitation) }
  return { token: await enter(tx, id, invitation, userAgent, { is_strong: false }), pending: null }
}

/** The password was right: five minutes for the code. */
async function awaitCode(tx: Write, account_id: string, invitation_hash: Buffer | null) {
  const pending = newToken()
  await tx
    .insertInto('auth.pending_sign_in')
    .values({
      token_hash: hashToken(pending),
      account_id,
      invitation_hash,
      expires_at: sql<string>`now() + interval '5 minutes'`,
    })
    .execute()
  return pending
}

/** Second step: a code of the app or a recovery code. Returns the session's token. */
export async function enterCode(
  tx: Write,
  secrets: Secrets,
  input: { pending: string; code: string },
  userAgent: string | undefined,
) {
  // Locked: guesses of one sign-in come one by one.
  const pending = await tx
    .selectFrom('auth.pending_sign_in')
    .select(['token_hash', 'account_id', 'invitation_hash'])
    .where('token_hash', '=', hashToken(input.pending))
    .where('expires_at', '>', sql<string>`now()`)
    .forUpdate()
    .executeTakeFirst()
  if (!pending) throw new AppError('invalid', { field: 'code', message: 'code_expired' })
  await confirmByCode(tx, secrets, pending.account_id, input.code)
  await tx.deleteFrom('auth.pending_sign_in').where('token_hash', '=', pending.token_hash).execute()
  return enter(tx, pending.account_id, pending.invitation_hash, userAgent, { is_strong: true })
}

/** Who has shown all that is asked for gets a session: in the firm that invites, else in the one she was in last. */
export async function enter(
  tx: Write,
  account_id: string,
  invitation: Buffer | null,
  userAgent: string | undefined,
  shown: { is_strong: boolean },
): Promise<string> {
  const tenant_id = invitation ? await acceptAs(tx, account_id, invitation) : await lastPlace(tx, account_id)
  return startSession(tx, { tenant_id, user_id: account_id }, userAgent, shown)
}

async function lastPlace(tx: Write, account_id: string) {
  await actAs(tx, { user_id: account_id, via: 'screen' })
  const place = await tx
    .selectFrom('member')
    .innerJoin('auth.account', 'auth.account.id', 'member.user_id')
    .select('member.tenant_id')
    .where('member.user_id', '=', account_id)
    .where('member.deactivated_at', 'is', null)
    .orderBy(sql`member.tenant_id is not distinct from auth.account.last_tenant_id`, 'desc')
    .orderBy('member.created_at')
    .executeTakeFirst()
  if (!place) throw new AppError('forbidden')
  return place.tenant_id
}
