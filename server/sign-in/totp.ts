import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { Secret, TOTP } from 'otpauth'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Secrets } from '#server/platform/secrets.ts'

/** RFC 6238 as every authenticator app does it: SHA-1, six digits, thirty seconds. */
const PERIOD = 30
const kind = { issuer: 'Kundebok', algorithm: 'SHA1', digits: 6, period: PERIOD }
const placeOf = (accountId: string) => `auth.totp.secret ${accountId}`

export async function hasTotp(db: Read, accountId: string): Promise<boolean> {
  const totp = await db
    .selectFrom('auth.totp')
    .select('account_id')
    .where('account_id', '=', accountId)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst()
  return totp !== undefined
}

/** A new secret, for the app to read; it is in force when a code of it has come back. */
export async function startTotp(tx: Write, secrets: Secrets, accountId: string, email: string) {
  if (await hasTotp(tx, accountId)) throw new AppError('conflict')
  const totp = new TOTP({ ...kind, label: email, secret: new Secret({ size: 20 }) })
  const secret = secrets.encrypt(totp.secret.base32, placeOf(accountId))
  await tx
    .insertInto('auth.totp')
    .values({ account_id: accountId, secret })
    .onConflict((conflict) =>
      conflict.column('account_id').doUpdateSet({ secret, last_step: 0, created_at: sql`now()` }),
    )
    .execute()
  return { secret: totp.secret.base32, uri: totp.toString() }
}

/** Puts a new secret in force by a code of it; returns the recovery codes. */
export async function confirmTotp(tx: Write, secrets: Secrets, accountId: string, code: string) {
  if (await hasTotp(tx, accountId)) throw new AppError('conflict')
  if (!(await takeStep(tx, secrets, accountId, code))) return null
  await tx
    .updateTable('auth.totp')
    .set({ confirmed_at: sql`now()` })
    .where('account_id', '=', accountId)
    .execute()
  return renewRecoveryCodes(tx, accountId)
}

export async function endTotp(tx: Write, accountId: string): Promise<boolean> {
  await tx.deleteFrom('auth.recovery_code').where('account_id', '=', accountId).execute()
  const ended = await tx.deleteFrom('auth.totp').where('account_id', '=', accountId).executeTakeFirst()
  return ended.numDeletedRows > 0n
}

/** Takes a code of the app, or a recovery code, which is then gone. */
export async function takeCode(tx: Write, secrets: Secrets, accountId: string, code: string): Promise<boolean> {
  const bare = code.replace(/[\s-]/g, '').toUpperCase()
  if (/^\d{6}$/.test(bare)) return takeStep(tx, secrets, accountId, bare)
  const used = await tx
    .deleteFrom('auth.recovery_code')
    .where('account_id', '=', accountId)
    .where('code_hash', '=', hashCode(accountId, bare))
    .executeTakeFirst()
  return used.numDeletedRows > 0n
}

/** The clock of a phone may be half a minute off. A step is taken once: what was seen over a shoulder is worth nothing. */
async function takeStep(tx: Write, secrets: Secrets, accountId: string, code: string) {
  const row = await tx.selectFrom('auth.totp').select('secret').where('account_id', '=', accountId).executeTakeFirst()
  if (!row) return false
  const secret = Secret.fromBase32(secrets.decrypt(row.secret, placeOf(accountId)))
  const timestamp = Date.now()
  const delta = new TOTP({ ...kind, secret }).validate({ token: code.replace(/\s/g, ''), timestamp, window: 1 })
  if (delta === null) return false
  const step = Math.floor(timestamp / 1000 / PERIOD) + delta
  const taken = await tx
    .updateTable('auth.totp')
    .set({ last_step: step })
    .where('account_id', '=', accountId)
    .where('last_step', '<', step)
    .executeTakeFirst()
  return taken.numUpdatedRows > 0n
}

const hashCode = (accountId: string, bare: string) => createHash('sha256').update(`${accountId} ${bare}`).digest()
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** Ten codes of 80 random bits, for the day that the phone is lost; the ones before are gone. */
export async function renewRecoveryCodes(tx: Write, accountId: string): Promise<string[]> {
  const codes = Array.from({ length: 10 }, () => Array.from(randomBytes(16), (byte) => letters[byte % 32]).join(''))
  await tx.deleteFrom('auth.recovery_code').where('account_id', '=', accountId).execute()
  await tx
    .insertInto('auth.recovery_code')
    .values(codes.map((code) => ({ account_id: accountId, code_hash: hashCode(accountId, code) })))
    .execute()
  return codes.map((code) => code.replace(/(.{4})(?=.)/g, '$1-'))
}
