// Whose calendar a program comes for: HTTP Basic (RFC 7617) with an app password, never the real one.
import { sql } from 'kysely'
import { hashAppPassword } from '#server/calendar-access/app-passwords.ts'
import { actAs, type Database, inTransaction, type Write } from '#server/platform/db.ts'
import type { Who } from '#server/platform/http.ts'

/** Null for whoever has none that works. */
export async function findAppUser(db: Database, authorization: string | undefined): Promise<Who | null> {
  const [, encoded] = /^Basic ([\w+/=-]{1,600})$/i.exec(authorization ?? '') ?? []
  if (!encoded) return null
  const [, name = '', password = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? []
  if (!name || !password) return null
  return inTransaction(db, { via: 'api' }, async (tx) => {
    const user_id = await accountOf(tx, name.normalize('NFC').trim().toLowerCase())
    if (!user_id) return null
    await actAs(tx, { user_id, via: 'api' })
    const places = await tx
      .selectFrom('member')
      .select('tenant_id')
      .where('user_id', '=', user_id)
      .where('deactivated_at', 'is', null)
      .execute()
    for (const { tenant_id } of places) {
      await actAs(tx, { tenant_id, user_id, via: 'api' })
      const found = await memberWith(tx, tenant_id, user_id, hashAppPassword(password))
      if (found) return found
    }
    return null
  })
}

/** By the address that one signs in with, or by the user's id. */
async function accountOf(tx: Write, name: string): Promise<string | null> {
  if (/^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/.test(name)) return name
  const account = await tx.selectFrom('auth.account').select('id').where('email', '=', name).executeTakeFirst()
  return account?.id ?? null
}

/** With the rights of the moment, and never as an administrator. */
async function memberWith(tx: Write, tenant_id: string, user_id: string, hash: Buffer): Promise<Who | null> {
  const { rows } = await sql<{ id: string; role: string; crm: string | null; is_dated: boolean; lacks: boolean }>`
    select w.id, m.role, m.rights ->> 'crm' as crm,
      coalesce(w.last_used_at < now() - interval '1 minute', true) as is_dated,
      f.requires_two_factor
        and not exists (select from auth.totp t where t.account_id = m.user_id and t.confirmed_at is not null)
        and not exists (select from auth.passkey p where p.account_id = m.user_id) as lacks
    from app_password w
    join member m on m.tenant_id = w.tenant_id and m.user_id = w.user_id and m.deactivated_at is null
    join firm f on f.tenant_id = w.tenant_id
    where w.tenant_id = ${tenant_id} and w.user_id = ${user_id} and w.password_hash = ${hash}
      and w.revoked_at is null`.execute(tx)
  const [found] = rows
  if (!found) return null
  if (found.is_dated)
    await tx
      .updateTable('app_password')
      .set({ last_used_at: sql<string>`now()` })
      .where('tenant_id', '=', tenant_id)
      .where('id', '=', found.id)
      .execute()
  const crm =
    found.role === 'administrator' ? 'change' : found.crm === 'change' || found.crm === 'read' ? found.crm : 'none'
  const lacks_two_factor = found.lacks
  return { tenant_id, user_id, role: 'user', rights: { crm }, is_fresh: false, lacks_two_factor, via: 'api' }
}
