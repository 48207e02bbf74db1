import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { keepPlan, type Database, inTransaction, type Write } from '#server/platform/db.ts'
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
    const hash = hashToken(token)
    const { rows } = await sql<
      Who & { is_dated: boolean }
    >`select * from auth.session_member(${hash}) ${keepPlan}`.execute(db)
    const [member] = rows
    if (!member) return null
    const { is_dated, ...who } = member
    if (is_dated) await noteUse(db, who, hash)
    return who
  }
}

/** The last use of a session, noted once a minute: it ends after eight idle hours, and after seven days. */
async function noteUse(db: Database, { tenant_id, user_id }: Who, hash: Buffer) {
  await inTransaction(db, { tenant_id, user_id, via: 'screen' }, async (tx) => {
    await noteAsSeen(tx, tenant_id, user_id)
    await tx
      .updateTable('auth.session')
      .set({ seen_at: sql`now()` })
      .where('token_hash', '=', hash)
      .execute()
  })
}

/** Colleagues see when one was here last, to the minute. */
export async function noteAsSeen(tx: Write, tenant_id: string, user_id: string) {
  await tx
    .insertInto('member_presence')
    .values({ tenant_id, user_id, seen_at: sql`now()` })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'user_id']).doUpdateSet({ seen_at: sql`now()` }))
    .execute()
}
