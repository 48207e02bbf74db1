import { sql } from 'kysely'
import type { z } from 'zod'
import type { companyList } from '#contract/company-list.ts'
import type { Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { selectionConditions } from './list.ts'

type Input = z.output<typeof companyList.change_many.body>
const MOST = 5_000
// Each statement stays well below its time limit: every row writes its history and its search entry.
const AT_ONCE = 500

/** Changes the selected companies, each with its own history; returns which were changed. */
export async function changeCompanies(tx: Write, who: Who, { selection, change }: Input) {
  const { set, where } = assignment(who, change)
  const { rows: wanted } = await sql<{ id: string }>`
    select c.id from company c where c.tenant_id = ${who.tenant_id}
      and ${sql.join(selectionConditions(who, selection).length > 0 ? selectionConditions(who, selection) : [sql`true`], sql` and `)}
      and ${'deleted' in change && !change.deleted ? sql`c.deleted_at is not null` : sql`c.deleted_at is null`}
    limit ${MOST + 1}`.execute(tx)
  if (wanted.length > MOST) throw new AppError('invalid', { field: 'selection', message: 'selection_large' })
  const ids: string[] = []
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const some = wanted.slice(at, at + AT_ONCE).map(({ id }) => id)
    const { rows } = await sql<{ id: string }>`
      update company c set ${set} where c.tenant_id = ${who.tenant_id} and c.id = any (${some}::uuid[]) and ${where}
      returning c.id`.execute(tx)
    ids.push(...rows.map(({ id }) => id))
  }
  const asked = 'ids' in selection ? selection.ids.length : wanted.length
  return { ids, left: asked - ids.length }
}

/** What is set, and on which rows it changes anything: the others get no line in their history. */
function assignment(who: Who, change: Input['change']) {
  if ('owner_id' in change)
    return { set: sql`owner_id = ${change.owner_id}`, where: sql`c.owner_id is distinct from ${change.owner_id}::uuid` }
  if ('inactive' in change)
    return change.inactive
      ? { set: sql`inactive_at = now()`, where: sql`c.inactive_at is null` }
      : { set: sql`inactive_at = null`, where: sql`c.inactive_at is not null` }
  return change.deleted
    ? { set: sql`deleted_at = now(), deleted_by = ${who.user_id}`, where: sql`c.deleted_at is null` }
    : { set: sql`deleted_at = null, deleted_by = null`, where: sql`c.deleted_at is not null` }
}
