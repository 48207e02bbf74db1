import { sql } from 'kysely'
import type { z } from 'zod'
import type { Session } from '#contract/session.ts'
import { hashToken, noteAsSeen } from '#server/platform/authenticate.ts'
import { actAs, type Read, type Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { readPreferences } from '#server/preferences/routes.ts'
import { newToken } from './links.ts'

export const sessionSeconds = 7 * 86_400
export type Place = { tenant_id: string; user_id: string }
/** How surely and how lately it was shown who she is. */
type Shown = { is_strong: boolean; confirmed_at?: string }

/** A new session, however many others there are; returns its token, which is stored nowhere. */
export async function startSession(
  tx: Write,
  { tenant_id, user_id }: Place,
  userAgent: string | undefined,
  shown: Shown = { is_strong: false },
) {
  const token = newToken()
  await actAs(tx, { tenant_id, user_id, via: 'screen' })
  await tx
    .insertInto('auth.session')
    .values({
      token_hash: hashToken(token),
      account_id: user_id,
      tenant_id,
      ...shown,
      user_agent: userAgent?.slice(0, 300) ?? null,
      expires_at: sql<string>`now() + make_interval(secs => ${sessionSeconds})`,
    })
    .execute()
  await tx
    .updateTable('auth.account')
    .set({ last_tenant_id: tenant_id })
    .where('id', '=', user_id)
    .where('last_tenant_id', 'is distinct from', tenant_id)
    .execute()
  await noteAsSeen(tx, tenant_id, user_id)
  return token
}

export async function endSession(tx: Write, tokenHash: Buffer) {
  await tx.deleteFrom('auth.session').where('token_hash', '=', tokenHash).execute()
}

/** Another firm of the same person, under a new token: the old one ends, so that no page of the first goes on in it. */
export async function switchFirm(
  tx: Write,
  who: Who,
  firmId: string,
  tokenHash: Buffer,
  userAgent: string | undefined,
) {
  const place = await tx
    .selectFrom('member')
    .select('tenant_id')
    .where('tenant_id', '=', firmId)
    .where('user_id', '=', who.user_id)
    .where('deactivated_at', 'is', null)
    .executeTakeFirst()
  if (!place) throw new AppError('not_found')
  const ended = await tx
    .deleteFrom('auth.session')
    .where('token_hash', '=', tokenHash)
    .where('account_id', '=', who.user_id)
    .returning(['is_strong', 'confirmed_at'])
    .executeTakeFirst()
  if (!ended) throw new AppError('not_signed_in')
  return startSession(tx, { tenant_id: place.tenant_id, user_id: who.user_id }, userAgent, ended)
}

export async function describeSession(db: Read, who: Who): Promise<z.input<typeof Session>> {
  const user = await db
    .selectFrom('member')
    .select(['user_id as id', 'name', 'email'])
    .where('tenant_id', '=', who.tenant_id)
    .where('user_id', '=', who.user_id)
    .executeTakeFirstOrThrow()
  // Row-level security shows a person the firms in which she has a place, and no other.
  const firms = await db
    .selectFrom('firm')
    .select(['tenant_id as id', 'name', 'is_demo', 'logo_hash'])
    .orderBy('name')
    .execute()
  const firm = firms.find(({ id }) => id === who.tenant_id)
  if (!firm) throw new AppError('not_found')
  const crm = who.role === 'administrator' ? 'change' : (who.rights.crm ?? 'none')
  return {
    user: { ...user, role: who.role },
    firm,
    firms,
    rights: { crm },
    lacks_two_factor: who.lacks_two_factor,
    preferences: await readPreferences(db, who),
  }
}
