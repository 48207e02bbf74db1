import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { type Database, inTransaction, type Write } from '#server/platform/db.ts'
import type { Who } from '#server/platform/http.ts'
import { findKeyOwner } from '#server/platform/key-owner.ts'

export const hashToken = (token: string) => createHash('sha256').update(token).digest()

/** Over https the cookie is bound to this very host (RFC 6265bis, __Host-): a neighbouring subdomain can not set it. */
const cookieName = (isSecure: boolean) => (isSecure ? '__Host-kundebok_session' : 'kundebok_session')

export function readToken(request: FastifyRequest, isSecure: boolean): string | null {
  const pattern = new RegExp(`(?:^|;\\s*)${cookieName(isSecure)}=([\\w-]{43})(?:;|$)`)
  return pattern.exec(request.headers.cookie ?? '')?.[1] ?? null
}

/** The Set-Cookie header that gives a session's token to the browser; an empty token and no time take it back. */
export function sessionCookie(token: string, seconds: number, isSecure: boolean) {
  const attributes = `Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${isSecure ? '; Secure' : ''}`
  return `${cookieName(isSecure)}=${token}; ${attributes}`
}

/** Who a request comes from; rights are read each time, so that taking them away works at once. */
export function makeAuthenticate(db: Database, isSecure: boolean) {
  return async (request: FastifyRequest): Promise<Who | null> => {
    // A request with a key is the key's alone, whatever cookie comes along.
    const { authorization } = request.headers
    if (authorization !== undefined) return findKeyOwner(db, authorization)
    const token = readToken(request, isSecure)
    if (!token) return null
    const session = await openSession(db, hashToken(token))
    if (!session) return null
    const { tenant_id, account_id: user_id } = session
    const member = await inTransaction(db, { tenant_id, user_id, via: 'screen' }, async (tx) => {
      if (session.is_dated) await noteAsSeen(tx, tenant_id, user_id)
      return tx
        .selectFrom('member')
        .select(['role', 'rights'])
        .where('tenant_id', '=', tenant_id)
        .where('user_id', '=', user_id)
        .where('deactivated_at', 'is', null)
        .executeTakeFirst()
    })
    return member
      ? { tenant_id, user_id, role: member.role as Who['role'], rights: member.rights as Who['rights'] }
      : null
  }
}

/** Colleagues see when one was here last, to the minute. */
export async function noteAsSeen(tx: Write, tenant_id: string, user_id: string) {
  await tx
    .insertInto('member_presence')
    .values({ tenant_id, user_id, seen_at: sql`now()` })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'user_id']).doUpdateSet({ seen_at: sql`now()` }))
    .execute()
}

/** A session that has not ended: eight idle hours or seven days. Its last use is noted once a minute. */
async function openSession(db: Database, tokenHash: Buffer) {
  const session = await db
    .selectFrom('auth.session')
    .select(['account_id', 'tenant_id', sql<boolean>`seen_at < now() - interval '1 minute'`.as('is_dated')])
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', sql<string>`now()`)
    .where('seen_at', '>', sql<string>`now() - interval '8 hours'`)
    .executeTakeFirst()
  if (session?.is_dated)
    await db
      .updateTable('auth.session')
      .set({ seen_at: sql`now()` })
      .where('token_hash', '=', tokenHash)
      .execute()
  return session
}
