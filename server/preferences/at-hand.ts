import { sql } from 'kysely'
import type { Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'

// What a member keeps at hand is hers alone: the tables' policy names the user as well as the tenant.

type Kind = 'company' | 'person'

/** Notes that the card was opened now. */
export async function noteOpened(tx: Write, who: Who, kind: Kind, id: string) {
  const { numAffectedRows } = await sql`
    insert into recent_record (tenant_id, user_id, kind, record_id)
    select tenant_id, ${who.user_id}, ${kind}, id from ${sql.table(kind)}
    where tenant_id = ${who.tenant_id} and id = ${id} and deleted_at is null
    on conflict (tenant_id, user_id, kind, record_id) do update set opened_at = now()`.execute(tx)
  if (!numAffectedRows) throw new AppError('not_found')
}

export async function addFavourite(tx: Write, who: Who, kind: Kind, id: string) {
  const { numAffectedRows } = await sql`
    insert into favourite (tenant_id, user_id, kind, record_id)
    select tenant_id, ${who.user_id}, ${kind}, id from ${sql.table(kind)}
    where tenant_id = ${who.tenant_id} and id = ${id} and deleted_at is null
    on conflict (tenant_id, user_id, kind, record_id) do nothing`.execute(tx)
  if (!numAffectedRows && !(await isFavourite(tx, who, kind, id))) throw new AppError('not_found')
}

async function isFavourite(tx: Write, who: Who, kind: Kind, id: string) {
  const row = await tx
    .selectFrom('favourite')
    .select('record_id')
    .where('tenant_id', '=', who.tenant_id)
    .where('user_id', '=', who.user_id)
    .where('kind', '=', kind)
    .where('record_id', '=', id)
    .executeTakeFirst()
  return row !== undefined
}

export async function removeFavourite(tx: Write, who: Who, kind: Kind, id: string) {
  const { numDeletedRows } = await tx
    .deleteFrom('favourite')
    .where('tenant_id', '=', who.tenant_id)
    .where('user_id', '=', who.user_id)
    .where('kind', '=', kind)
    .where('record_id', '=', id)
    .executeTakeFirst()
  if (!numDeletedRows) throw new AppError('not_found')
}
