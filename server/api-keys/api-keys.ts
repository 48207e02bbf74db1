import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { ApiKey, ApiKeyInput, KeyScope } from '#contract/api-keys.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { hashKey } from '#server/platform/key-owner.ts'

/** Keys in force that one member may have. */
const MOST = 20
const SHOWN = 200
const PREFIX = 'kb_'.length + 8

/** Makes a key, which is in the answer and nowhere else. */
export async function createKey(tx: Write, who: Who, input: z.output<typeof ApiKeyInput>) {
  const inForce = (await listKeys(tx, who, who.user_id)).filter(({ state }) => state === 'active')
  if (inForce.length >= MOST) throw new AppError('invalid', { field: 'name', message: 'too_many_keys' })
  const firm = Buffer.from(who.tenant_id.replaceAll('-', ''), 'hex')
  const key = `kb_${Buffer.concat([randomBytes(32), firm]).toString('base64url')}`
  const { id } = await tx
    .insertInto('api_key')
    .values({
      tenant_id: who.tenant_id,
      user_id: who.user_id,
      name: input.name,
      scopes: [...new Set(input.scopes)],
      prefix: key.slice(0, PREFIX),
      key_hash: hashKey(key),
      expires_at: sql<string>`now() + make_interval(days => ${input.days})`,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const made = await keysOf(tx, who).where('api_key.id', '=', id).executeTakeFirstOrThrow()
  return { ...made, key }
}

/** The firm's keys, or one member's: those in force first, the newest first. */
export async function listKeys(db: Read, who: Who, user_id?: string): Promise<ApiKey[]> {
  const keys = keysOf(db, who)
  return (user_id ? keys.where('api_key.user_id', '=', user_id) : keys)
    .orderBy('state')
    .orderBy('api_key.id', 'desc')
    .limit(SHOWN)
    .execute()
}

const keysOf = (db: Read, who: Who) =>
  db
    .selectFrom('api_key')
    .innerJoin('member', (join) =>
      join.onRef('member.tenant_id', '=', 'api_key.tenant_id').onRef('member.user_id', '=', 'api_key.user_id'),
    )
    .select(['api_key.id', 'api_key.name', 'prefix', 'api_key.created_at', 'expires_at', 'last_used_at'])
    .select('member.name as owner_name')
    .select(sql<KeyScope[]>`scopes`.as('scopes'))
    .select(
      sql<ApiKey['state']>`case when revoked_at is not null then 'revoked' when expires_at <= now() then 'expired'
        else 'active' end`.as('state'),
    )
    .where('api_key.tenant_id', '=', who.tenant_id)

/** In force with the next request; nothing is deleted, so that history keeps its sense. */
export async function revokeKey(tx: Write, who: Who, id: string, user_id?: string) {
  const mine = tx.updateTable('api_key').where('tenant_id', '=', who.tenant_id).where('id', '=', id)
  const revoked = await (user_id ? mine.where('user_id', '=', user_id) : mine)
    .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', sql<string>`now()`) }))
    .executeTakeFirst()
  if (revoked.numUpdatedRows === 0n) throw new AppError('not_found')
}
