import { sql } from 'kysely'
import type { Profile } from '#contract/profile.ts'
import { actAs, type Read, type Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { hashPassword } from '#server/platform/password.ts'
import type { Secrets } from '#server/platform/secrets.ts'
import { countFailure, forgive, refuseWhileClosed } from '#server/sign-in/brake.ts'
import { type CheckedPassword, settlePassword } from '#server/sign-in/own-password.ts'
import { refuseCommonPassword } from '#server/sign-in/password-rule.ts'
import { listPasskeys } from '#server/sign-in/passkeys.ts'
import { setPassword } from '#server/sign-in/reset.ts'
import { confirmTotp, hasTotp } from '#server/sign-in/totp.ts'
import { noteOnMember } from '#server/sign-in/note.ts'

export async function readProfile(db: Read, who: Who, tokenHash: Buffer | null): Promise<Profile> {
  const me = await db
    .selectFrom('member')
    .select(['version', 'name', 'email'])
    .where('tenant_id', '=', who.tenant_id)
    .where('user_id', '=', who.user_id)
    .executeTakeFirstOrThrow()
  const { left } = await db
    .selectFrom('auth.recovery_code')
    .select((eb) => eb.fn.countAll<number>().as('left'))
    .where('account_id', '=', who.user_id)
    .executeTakeFirstOrThrow()
  const link = await db
    .selectFrom('auth.link')
    .select('email')
    .where('account_id', '=', who.user_id)
    .where('purpose', '=', 'email')
    .where('expires_at', '>', sql<string>`now()`)
    .executeTakeFirst()
  return {
    ...me,
    new_email: link?.email ?? null,
    two_factor: { is_on: await hasTotp(db, who.user_id), recovery_codes_left: left },
    passkeys: await listPasskeys(db, who.user_id),
    sessions: await listSessions(db, who, tokenHash),
  }
}

/** Open sessions in all firms, the last used first. */
const listSessions = (db: Read, who: Who, tokenHash: Buffer | null) =>
  db
    .selectFrom('auth.session')
    .leftJoin('firm', 'firm.tenant_id', 'auth.session.tenant_id')
    .select([
      'auth.session.id',
      'user_agent',
      'firm.name as firm_name',
      'auth.session.created_at',
      'auth.session.seen_at',
      sql<boolean>`auth.session.token_hash is not distinct from ${tokenHash}`.as('is_this'),
    ])
    .where('auth.session.account_id', '=', who.user_id)
    .where('auth.session.expires_at', '>', sql<string>`now()`)
    .where('auth.session.seen_at', '>', sql<string>`now() - interval '8 hours'`)
    .orderBy('is_this', 'desc')
    .orderBy('auth.session.seen_at', 'desc')
    .execute()

/** A person has one name, in all her firms. False when it is not the version that was seen. */
export async function rename(tx: Write, who: Who, name: string, version: number): Promise<boolean> {
  const seen = await tx
    .selectFrom('member')
    .select('version')
    .where('tenant_id', '=', who.tenant_id)
    .where('user_id', '=', who.user_id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (seen.version !== version) return false
  await inEachFirm(tx, who.user_id, { name })
  await actAs(tx, { tenant_id: who.tenant_id, user_id: who.user_id, via: 'screen' })
  return true
}

export async function inEachFirm(tx: Write, user_id: string, values: { name: string } | { email: string }) {
  await actAs(tx, { user_id, via: 'screen' })
  const places = await tx.selectFrom('member').select('tenant_id').where('user_id', '=', user_id).execute()
  for (const { tenant_id } of places) {
    await actAs(tx, { tenant_id, user_id, via: 'screen' })
    await tx
      .updateTable('member')
      .set(values)
      .where('tenant_id', '=', tenant_id)
      .where('user_id', '=', user_id)
      .execute()
  }
}

/** The new password, when it may be one. */
export async function hashNewPassword(
  input: { old_password: string; password: string },
  { account }: Pick<CheckedPassword, 'account'>,
) {
  if (input.password === input.old_password)
    throw new AppError('invalid', { field: 'password', message: 'same_password' })
  await refuseCommonPassword(input.password, account ? [account.email] : [])
  return hashPassword(input.password)
}

/** Whoever else was in by the old password is out. */
export async function changePassword(
  tx: Write,
  who: Who,
  checked: CheckedPassword,
  password_hash: string,
  tokenHash: Buffer,
) {
  await settlePassword(tx, checked, { field: 'old_password', message: 'wrong_own_password' })
  await setPassword(tx, who.user_id, password_hash)
  await endOtherSessions(tx, who, tokenHash)
  await noteOnMember(tx, who, who.user_id, { password: [null, true] })
}

export async function endSessionOf(tx: Write, who: Who, id: string) {
  const ended = await tx
    .deleteFrom('auth.session')
    .where('id', '=', id)
    .where('account_id', '=', who.user_id)
    .executeTakeFirst()
  if (ended.numDeletedRows === 0n) throw new AppError('not_found')
}

export async function endOtherSessions(tx: Write, who: Who, tokenHash: Buffer) {
  await tx
    .deleteFrom('auth.session')
    .where('account_id', '=', who.user_id)
    .where('token_hash', '<>', tokenHash)
    .execute()
}

export async function confirmTwoFactor(tx: Write, secrets: Secrets, who: Who, code: string) {
  const guessed = { kind: 'code', of: who.user_id } as const
  await refuseWhileClosed(tx, guessed)
  const codes = await confirmTotp(tx, secrets, who.user_id, code)
  if (!codes) {
    await countFailure(tx, guessed)
    throw new AppError('invalid', { field: 'code', message: 'wrong_code', keeps_writes: true })
  }
  await forgive(tx, guessed)
  await noteOnMember(tx, who, who.user_id, { two_factor: [false, true] })
  return { codes }
}

export async function renamePasskey(tx: Write, who: Who, id: string, name: string) {
  const renamed = await tx
    .updateTable('auth.passkey')
    .set({ name })
    .where('id', '=', id)
    .where('account_id', '=', who.user_id)
    .executeTakeFirst()
  if (renamed.numUpdatedRows === 0n) throw new AppError('not_found')
}

export async function removePasskey(tx: Write, who: Who, id: string) {
  const removed = await tx
    .deleteFrom('auth.passkey')
    .where('id', '=', id)
    .where('account_id', '=', who.user_id)
    .returning('name')
    .executeTakeFirst()
  if (!removed) throw new AppError('not_found')
  await noteOnMember(tx, who, who.user_id, { passkey: [removed.name, null] })
}
