import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { modules, type Right } from '#contract/endpoint.ts'
import { type Database, inTransaction } from '#server/platform/db.ts'
import type { Who } from '#server/platform/http.ts'

/** A key is kb_ and 64 characters: 32 random bytes, then the firm's id, which tells where to look for it. */
const form = /^Bearer (kb_([\w-]{64}))$/

/** Who a key acts for: its owner as of now, with no more rights than its scopes, and never an administrator. */
export async function findKeyOwner(db: Database, authorization: string): Promise<Who | null> {
  const [, key, encoded] = form.exec(authorization) ?? []
  if (!key || !encoded) return null
  const tenant_id = asUuid(Buffer.from(encoded, 'base64url').subarray(32))
  const owner = await inTransaction(db, { tenant_id, via: 'api' }, async (tx) => {
    const found = await tx
      .selectFrom('api_key')
      .innerJoin('member', (join) =>
        join
          .onRef('member.tenant_id', '=', 'api_key.tenant_id')
          .onRef('member.user_id', '=', 'api_key.user_id')
          .on('member.deactivated_at', 'is', null),
      )
      .innerJoin('firm', 'firm.tenant_id', 'api_key.tenant_id')
      .select(['api_key.id', 'api_key.user_id', 'scopes', 'role', 'rights'])
      .select(sql<boolean>`coalesce(last_used_at < now() - interval '1 minute', true)`.as('is_dated'))
      .select(
        sql<boolean>`requires_two_factor
          and not exists (select from auth.totp t where t.account_id = api_key.user_id and t.confirmed_at is not null)
          and not exists (select from auth.passkey p where p.account_id = api_key.user_id)`.as('lacks_two_factor'),
      )
      .where('api_key.tenant_id', '=', tenant_id)
      .where('key_hash', '=', hashKey(key))
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', sql<string>`now()`)
      .executeTakeFirst()
    if (found?.is_dated)
      await tx
        .updateTable('api_key')
        .set({ last_used_at: sql`now()` })
        .where('tenant_id', '=', tenant_id)
        .where('id', '=', found.id)
        .execute()
    return found
  })
  if (!owner) return null
  const rights = Object.fromEntries(modules.map((module) => [module, rightIn(module, owner)]))
  const { user_id, lacks_two_factor } = owner
  return { tenant_id, user_id, role: 'user', rights, is_fresh: false, lacks_two_factor, via: 'api' }
}

export const hashKey = (key: string) => createHash('sha256').update(key).digest()

type Owner = { role: string; rights: unknown; scopes: string[] }

function rightIn(module: (typeof modules)[number], { role, rights, scopes }: Owner): Right {
  const owned = role === 'administrator' ? 'change' : ((rights as Who['rights'])[module] ?? 'none')
  if (owned === 'none') return 'none'
  if (owned === 'change' && scopes.includes(`${module}:change`)) return 'change'
  return scopes.some((scope) => scope.startsWith(`${module}:`)) ? 'read' : 'none'
}

export const asUuid = (bytes: Buffer) =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
