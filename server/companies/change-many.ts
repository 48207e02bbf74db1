import { sql } from 'kysely'
import type { z } from 'zod'
import type { CategoryChange } from '#contract/categories.ts'
import type { companyList } from '#contract/company-list.ts'
import { tieCategories, undoOf } from '#server/categories/ties.ts'
import type { Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { selectionConditions } from './list.ts'

type Input = z.output<typeof companyList.change_many.body>
type RowChange = Exclude<Input['change'], { categories: unknown }>
const MOST = 5_000
// Each statement stays well below its time limit: every row writes its history and its search entry.
const AT_ONCE = 500

/** Changes the selected companies, each with its own history; returns which were changed. */
export async function changeCompanies(tx: Write, who: Who, { selection, change }: Input) {
  const wanted = await findSelected(tx, who, selection, 'deleted' in change && !change.deleted)
  const asked = 'ids' in selection ? selection.ids.length : wanted.length
  if ('categories' in change) return changeCategories(tx, who, wanted, asked, change.categories)
  const { set, where } = assignment(who, change)
  const ids: string[] = []
  for (const some of inPortions(wanted)) {
    const { rows } = await sql<{ id: string }>`
      update company c set ${set} where c.tenant_id = ${who.tenant_id} and c.id = any (${some}::uuid[]) and ${where}
      returning c.id`.execute(tx)
    ids.push(...rows.map(({ id }) => id))
  }
  return { ids, left: asked - ids.length }
}

async function findSelected(tx: Write, who: Who, selection: Input['selection'], areDeleted: boolean) {
  const { rows } = await sql<{ id: string }>`
    select c.id from company c where c.tenant_id = ${who.tenant_id}
      and ${sql.join([sql`true`, ...selectionConditions(who, selection)], sql` and `)}
      and ${areDeleted ? sql`c.deleted_at is not null` : sql`c.deleted_at is null`}
    limit ${MOST + 1}`.execute(tx)
  if (rows.length > MOST) throw new AppError('invalid', { field: 'selection', message: 'selection_large' })
  return rows.map(({ id }) => id)
}

function* inPortions(ids: string[]) {
  for (let at = 0; at < ids.length; at += AT_ONCE) yield ids.slice(at, at + AT_ONCE)
}

async function changeCategories(tx: Write, who: Who, wanted: string[], asked: number, change: CategoryChange) {
  const added = []
  const removed = []
  for (const some of inPortions(wanted)) {
    const ties = await tieCategories(tx, who, 'company', some, change)
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
    return { set: sql`owner_id = ${change.owner_id}`, where: sql`c.owner_id is distinct from ${change.owner_id}::uuid` }
  if ('inactive' in change)
    return change.inactive
      ? { set: sql`inactive_at = now()`, where: sql`c.inactive_at is null` }
      : { set: sql`inactive_at = null`, where: sql`c.inactive_at is not null` }
  return change.deleted
    ? { set: sql`deleted_at = now(), deleted_by = ${who.user_id}`, where: sql`c.deleted_at is null` }
    : { set: sql`deleted_at = null, deleted_by = null`, where: sql`c.deleted_at is not null` }
}
