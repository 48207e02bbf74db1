import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Session, SetupInput } from '#contract/session.ts'
import { hashToken, sessionCookie } from '#server/platform/authenticate.ts'
import { type Database, inTransaction, type Read, type Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { hashPassword, verifyPassword } from '#server/platform/password.ts'
import { fillDemoFirm } from '#db/seed/demo.ts'

export async function isSetupNeeded(db: Read): Promise<boolean> {
  return !(await db.selectFrom('auth.account').select('id').limit(1).executeTakeFirst())
}

/** Makes the first firm with its administrator, and signs her in. Refused with 404 once there is an account. */
export async function setUpFirm(
  tx: Write,
  input: z.output<typeof SetupInput>,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  await makeFirst(tx, input).then((made) => startSession(tx, made, request, reply))
}

/** As setUpFirm, without a browser. Returns the ids of the firm and its administrator. */
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
  await sql`select set_config('app.tenant_id', ${made.tenant_id}, true),
    set_config('app.user_id', ${made.user_id}, true)`.execute(tx)
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
 * Ten wrong passwords in a row close the account for a minute, so that guessing is slow and locking someone out is
 * not worth it. The count is kept even though the request fails; that is why this opens its own transaction.
 */
export async function signIn(
  db: Database,
  input: { email: string; password: string },
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const account = await db
    .selectFrom('auth.account')
    .select(['id', 'password_hash', sql<boolean>`coalesce(locked_until > now(), false)`.as('is_locked')])
    .where('email', '=', input.email)
    .executeTakeFirst()
  if (account?.is_locked) throw new AppError('too_many')
  const isRight = await verifyPassword(input.password, account?.password_hash ?? null)
  if (account && !isRight) {
    await db
      .updateTable('auth.account')
      .set({
        failed_attempts: sql`case when failed_attempts >= 9 then 0 else failed_attempts + 1 end`,
        locked_until: sql`case when failed_attempts >= 9 then now() + interval '1 minute' end`,
      })
      .where('id', '=', account.id)
      .execute()
  }
  if (!account || !isRight) throw new AppError('invalid', { field: 'password', message: 'wrong_password' })
  await inTransaction(db, { user_id: account.id, via: 'screen' }, async (tx) => {
    const place = await tx
      .selectFrom('member')
      .select('tenant_id')
      .where('user_id', '=', account.id)
      .where('deactivated_at', 'is', null)
      .orderBy('created_at')
      .executeTakeFirst()
    if (!place) throw new AppError('forbidden')
    await tx
      .updateTable('auth.account')
      .set({ failed_attempts: 0, locked_until: null })
      .where('id', '=', account.id)
      .execute()
    await startSession(tx, { tenant_id: place.tenant_id, user_id: account.id }, request, reply)
  })
}

async function startSession(
  tx: Write,
  { tenant_id, user_id }: { tenant_id: string; user_id: string },
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const token = randomBytes(32).toString('base64url')
  await tx
    .insertInto('auth.session')
    .values({
      token_hash: hashToken(token),
      account_id: user_id,
      tenant_id,
      expires_at: sql<string>`now() + interval '7 days'`,
    })
    .execute()
  reply.header('set-cookie', cookie(token, 7 * 86_400, request.protocol === 'https'))
}

function cookie(token: string, seconds: number, secure: boolean) {
  return `${sessionCookie}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure ? '; Secure' : ''}`
}

export async function endSession(tx: Write, tokenHash: Buffer, reply: FastifyReply) {
  await tx.deleteFrom('auth.session').where('token_hash', '=', tokenHash).execute()
  reply.header('set-cookie', cookie('', 0, false))
}

export async function describeSession(db: Read, who: Who): Promise<z.input<typeof Session>> {
  const user = await db
    .selectFrom('member')
    .select(['user_id as id', 'name', 'email'])
    .where('tenant_id', '=', who.tenant_id)
    .where('user_id', '=', who.user_id)
    .executeTakeFirstOrThrow()
  // Row-level security shows a person the firms in which she has a place, and no other.
  const firms = await db.selectFrom('firm').select(['tenant_id as id', 'name', 'is_demo']).orderBy('name').execute()
  const firm = firms.find(({ id }) => id === who.tenant_id)
  if (!firm) throw new AppError('not_found')
  const crm = who.role === 'administrator' ? 'change' : (who.rights.crm ?? 'none')
  return { user: { ...user, role: who.role }, firm, firms, rights: { crm } }
}
