import { type RawBuilder, sql } from 'kysely'
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

type Change = { owner_id: string | null } | { inactive: boolean } | { deleted: boolean }
/** Conditions on the record, which is `c` or `p` in them. */
type Selected = { ids: string[] | null; conditions: RawBuilder<unknown>[] }

export const changeCompanies = (tx: Write, who: Who, { selection, change }: Input) =>
  changeMany(tx, who, 'company', { ids: idsOf(selection), conditions: selectionConditions(who, selection) }, change)

export const idsOf = (selection: object) => ('ids' in selection ? (selection.ids as string[]) : null)

/** Changes the selected records, each with its own history; returns which were changed. */
export async function changeMany(
  tx: Write,
  who: Who,
  kind: 'company' | 'person',
  { ids: asked, conditions }: Selected,
  change: Change,
) {
  const [table, alias] = [sql.table(kind), sql.raw(kind === 'company' ? 'c' : 'p')]
  const { set, where } = assignment(who, change)
  const { rows: wanted } = await sql<{ id: string }>`
    select ${alias}.id from ${table} ${alias} where ${alias}.tenant_id = ${who.tenant_id}
      and ${sql.join([sql`true`, ...conditions], sql` and `)}
      and ${'deleted' in change && !change.deleted ? sql`${alias}.deleted_at is not null` : sql`${alias}.deleted_at is null`}
    limit ${MOST + 1}`.execute(tx)
  if (wanted.length > MOST) throw new AppError('invalid', { field: 'selection', message: 'selection_large' })
  const ids: string[] = []
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const some = wanted.slice(at, at + AT_ONCE).map(({ id }) => id)
    const { rows } = await sql<{ id: string }>`
      update ${table} set ${set} where tenant_id = ${who.tenant_id} and id = any (${some}::uuid[]) and ${where}
      returning id`.execute(tx)
    ids.push(...rows.map(({ id }) => id))
  }
  return { ids, left: (asked?.length ?? wanted.length) - ids.length }
}

/** What is set, and on which rows it changes anything: the others get no line in their history. */
function assignment(who: Who, change: Change) {
  if ('owner_id' in change)
    return { set: sql`owner_id = ${change.owner_id}`, where: sql`owner_id is distinct from ${change.owner_id}::uuid` }
  if ('inactive' in change)
    return change.inactive
      ? { set: sql`inactive_at = now()`, where: sql`inactive_at is null` }
      : { set: sql`inactive_at = null`, where: sql`inactive_at is not null` }
  return change.deleted
    ? { set: sql`deleted_at = now(), deleted_by = ${who.user_id}`, where: sql`deleted_at is null` }
    : { set: sql`deleted_at = null, deleted_by = null`, where: sql`deleted_at is not null` }
}
