import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Session, SetupInput } from '#contract/session.ts'
import { hashToken } from '#server/platform/authenticate.ts'
import { actAs, type Read, type Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { readPreferences } from '#server/preferences/routes.ts'
import { hashPassword, verifyPassword } from '#server/platform/password.ts'
import { fillDemoFirm } from '#db/seed/demo.ts'

export async function isSetupNeeded(db: Read): Promise<boolean> {
  return !(await db.selectFrom('auth.account').select('id').limit(1).executeTakeFirst())
}

/** Makes the first firm and its administrator; returns their ids. Refused with 404 once there is an account. */
export async function makeFirst(tx: Write, input: z.output<typeof SetupInput>) {
  // Two setups at once: the second waits here, then sees the first one's account.
  await sql`select pg_advisory_xact_lock(hashtext('kundebok setup'))`.execute(tx)
  if (!(await isSetupNeeded(tx))) throw new AppError('not_found')
  const account = await tx
    .insertInto('auth.account')
    .values({ email: input.email, password_hash: await hashPassword(input.password) })
    .returning('id')
    .executeTakeFirstOrThrow()
  const made = { tenant_id: crypto.randomUUID(), user_id: account.id }
  await actAs(tx, { ...made, via: 'setup' })
  const { tenant_id } = made
  await tx
    .insertInto('firm')
    .values({
      tenant_id,
      name: input.firm_name,
      org_number: input.org_number,
      postal_address: input.postal_address && JSON.stringify(input.postal_address),
      is_demo: input.demo,
    })
    .execute()
  await tx
    .insertInto('member')
    .values({ ...made, name: input.name, email: input.email, role: 'administrator' })
    .execute()
  await tx.insertInto('number_series').values({ tenant_id, kind: 'customer', next_number: 10_000 }).execute()
  if (input.demo) await fillDemoFirm(tx, made.tenant_id, made.user_id)
  return made
}

/**
 * Signs in; returns the session's token. Ten wrong passwords in a row close the account for a minute, so that guessing
 * is slow and locking someone out is not worth it.
 */
export async function signIn(tx: Write, input: { email: string; password: string }): Promise<string> {
  const account = await tx
    .selectFrom('auth.account')
    .select(['id', 'password_hash', sql<boolean>`coalesce(locked_until > now(), false)`.as('is_locked')])
    .where('email', '=', input.email)
    .executeTakeFirst()
  if (account?.is_locked) throw new AppError('too_many')
  const isRight = await verifyPassword(input.password, account?.password_hash ?? null)
  if (account) await countAttempt(tx, account.id, isRight)
  if (!account || !isRight)
    throw new AppError('invalid', { field: 'password', message: 'wrong_password', keeps_writes: true })
  await actAs(tx, { user_id: account.id, via: 'screen' })
  const place = await tx
    .selectFrom('member')
    .select('tenant_id')
    .where('user_id', '=', account.id)
    .where('deactivated_at', 'is', null)
    .orderBy('created_at')
    .executeTakeFirst()
  if (!place) throw new AppError('forbidden')
  return startSession(tx, { tenant_id: place.tenant_id, user_id: account.id })
}

async function countAttempt(tx: Write, accountId: string, isRight: boolean) {
  await tx
    .updateTable('auth.account')
    .set(
      isRight
        ? { failed_attempts: 0, locked_until: null }
        : {
            failed_attempts: sql`case when failed_attempts >= 9 then 0 else failed_attempts + 1 end`,
            locked_until: sql`case when failed_attempts >= 9 then now() + interval '1 minute' end`,
          },
    )
    .where('id', '=', accountId)
    .execute()
}

export const sessionSeconds = 7 * 86_400

/** A new session, however many others there are; returns its token, which is stored nowhere. */
export async function startSession(tx: Write, { tenant_id, user_id }: { tenant_id: string; user_id: string }) {
  const token = randomBytes(32).toString('base64url')
  await tx
    .insertInto('auth.session')
    .values({
      token_hash: hashToken(token),
      account_id: user_id,
      tenant_id,
      expires_at: sql<string>`now() + make_interval(secs => ${sessionSeconds})`,
    })
    .execute()
  return token
}

export async function endSession(tx: Write, tokenHash: Buffer) {
  await tx.deleteFrom('auth.session').where('token_hash', '=', tokenHash).execute()
}

export async function describeSession(db: Read, who: Who): Promise<z.input<typeof Session>> {
  const user = await db
    .selectFrom('member')
    .select(['user_id as id', 'name', 'email'])
    .where('tenant_id', '=', who.tenant_id)
    .where('user_id', '=', who.user_id)
    .executeTakeFirstOrThrow()
  // Row-level security shows a person the firms in which she has a place, and no other.
  const firms = await db.selectFrom('firm').select(['tenant_id as id', 'name', 'is_demo', 'logo_hash']).orderBy('name').execute()
  const firm = firms.find(({ id }) => id === who.tenant_id)
  if (!firm) throw new AppError('not_found')
  const crm = who.role === 'administrator' ? 'change' : (who.rights.crm ?? 'none')
  return {
    user: { ...user, role: who.role },
    firm,
    firms,
    rights: { crm },
    preferences: await readPreferences(db, who),
  }
}
