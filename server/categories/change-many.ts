import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { CategoryChange } from '#contract/categories.ts'
import type { companyList } from '#contract/company-list.ts'
import { tieCategories, undoOf } from './ties.ts'
import type { Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'

type Input = z.output<typeof companyList.change_many.body>
type RowChange = Exclude<Input['change'], { categories: unknown }>
/** Of the record: `c` in the conditions of companies, `p` in those of persons. */
export type Kind = 'company' | 'person'
type Selected = { selection: { ids: string[] } | { filter: unknown }; conditions: RawBuilder<unknown>[] }
const MOST = 5_000
// Each statement stays well below its time limit: every row writes its history and its search entry.
const AT_ONCE = 500

/** Changes the selected records, each with its own history; returns which were changed. */
export async function changeMany(tx: Write, who: Who, kind: Kind, selected: Selected, change: Input['change']) {
  const wanted = await findSelected(tx, who, kind, selected.conditions, 'deleted' in change && !change.deleted)
  const asked = 'ids' in selected.selection ? selected.selection.ids.length : wanted.length
  if ('categories' in change) return changeCategories(tx, who, kind, wanted, asked, change.categories)
  const { set, where } = assignment(who, change)
  const ids: string[] = []
  for (const some of inPortions(wanted)) {
    const { rows } = await sql<{ id: string }>`
      update ${sql.table(kind)} set ${set} where tenant_id = ${who.tenant_id} and id = any (${some}::uuid[]) and ${where}
      returning id`.execute(tx)
    ids.push(...rows.map(({ id }) => id))
  }
  return { ids, left: asked - ids.length }
}

async function findSelected(tx: Write, who: Who, kind: Kind, conditions: RawBuilder<unknown>[], areDeleted: boolean) {
  const record = sql.raw(kind === 'company' ? 'c' : 'p')
  const { rows } = await sql<{ id: string }>`
    select ${record}.id from ${sql.table(kind)} ${record} where ${record}.tenant_id = ${who.tenant_id}
      and ${sql.join([sql`true`, ...conditions], sql` and `)}
      and ${areDeleted ? sql`${record}.deleted_at is not null` : sql`${record}.deleted_at is null`}
    limit ${MOST + 1}`.execute(tx)
  if (rows.length > MOST) throw new AppError('invalid', { field: 'selection', message: 'selection_large' })
  return rows.map(({ id }) => id)
}

function* inPortions(ids: string[]) {
  for (let at = 0; at < ids.length; at += AT_ONCE) yield ids.slice(at, at + AT_ONCE)
}

async function changeCategories(
  tx: Write,
  who: Who,
  kind: Kind,
  wanted: string[],
  asked: number,
  change: CategoryChange,
) {
  const added = []
  const removed = []
  for (const some of inPortions(wanted)) {
    const ties = await tieCategories(tx, who, kind, some, change)
    added.push(...ties.added)
    removed.push(...ties.removed)
  }
  const undo = undoOf(added, removed)
  const ids = undo.flatMap(({ ids }) => ids)
  return { ids, left: asked - ids.length, undo }
}

/** What is set, and on which rows it changes anything: the others get no line in their history. */
function assignment(who: Who, change: RowChange) {
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
