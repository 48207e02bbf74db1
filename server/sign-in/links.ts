import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { hashToken } from '#server/platform/authenticate.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'

type Purpose =
  | { purpose: 'reset'; account_id: string }
  | { purpose: 'email'; account_id: string; email: string }
  | { purpose: 'invitation'; tenant_id: string; invitation_id: string }

export const newToken = () => randomBytes(32).toString('base64url')

/** A link that works once; returns its token, which is stored nowhere. */
export async function makeLink(tx: Write, purpose: Purpose, minutes: number): Promise<string> {
  const token = newToken()
  await tx
    .deleteFrom('auth.link')
    .where('expires_at', '<', sql<string>`now()`)
    .execute()
  await tx
    .insertInto('auth.link')
    .values({
      ...purpose,
      token_hash: hashToken(token),
      expires_at: sql<string>`now() + make_interval(mins => ${minutes})`,
    })
    .execute()
  return token
}

/** What a link is for, while it works. */
export async function readLink(db: Read, tokenHash: Buffer, purpose: Purpose['purpose']) {
  const link = await db
    .selectFrom('auth.link')
    .select(['account_id', 'tenant_id', 'invitation_id', 'email'])
    .where('token_hash', '=', tokenHash)
    .where('purpose', '=', purpose)
    .where('expires_at', '>', sql<string>`now()`)
    .executeTakeFirst()
  return link ?? refuseLink()
}

/** Uses a link up: of two who try at once, one gets it. */
export async function useLink(tx: Write, tokenHash: Buffer, purpose: Purpose['purpose']) {
  const link = await tx
    .deleteFrom('auth.link')
    .where('token_hash', '=', tokenHash)
    .where('purpose', '=', purpose)
    .where('expires_at', '>', sql<string>`now()`)
    .returning(['account_id', 'tenant_id', 'invitation_id', 'email'])
    .executeTakeFirst()
  return link ?? refuseLink()
}

export function refuseLink(): never {
  throw new AppError('invalid', { field: 'token', message: 'link_used' })
}
