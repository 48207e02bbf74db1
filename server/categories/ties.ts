import { sql } from 'kysely'
import type { CategoryChange, TiedCategory } from '#contract/categories.ts'
import { keepPlan, type Read, type Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import type { Kind } from './categories.ts'

/** The categories of the record `of` in an outer statement, as JSON in the order of names. */
export const categoriesOfRow = (kind: Kind, of: string) => sql<TiedCategory[]>`coalesce((
  select json_agg(json_build_object('id', g.id, 'name', g.name, 'colour', g.colour) order by g.name collate "nb-x-icu")
  from ${sql.table(`${kind}_category`)} x join category g on g.tenant_id = x.tenant_id and g.id = x.category_id
  where x.tenant_id = ${sql.ref(`${of}.tenant_id`)} and x.${sql.ref(`${kind}_id`)} = ${sql.ref(`${of}.id`)}), '[]')`

export async function readTied(db: Read, who: Who, kind: Kind, id: string) {
  const { rows } = await sql<{ items: TiedCategory[] }>`
    select ${categoriesOfRow(kind, 'r')} as items from ${sql.table(kind)} r
    where r.tenant_id = ${who.tenant_id} and r.id = ${id} and r.deleted_at is null ${keepPlan}`.execute(db)
  if (!rows[0]) throw new AppError('not_found')
  return rows[0]
}

export async function changeTied(tx: Write, who: Who, kind: Kind, id: string, change: CategoryChange) {
  await readTied(tx, who, kind, id)
  await tieCategories(tx, who, kind, [id], change)
  return readTied(tx, who, kind, id)
}

type Tie = { record_id: string; category_id: string }

/** Ties and unties on all these records; tells what came of it, so that it can be undone. */
export async function tieCategories(tx: Write, who: Who, kind: Kind, ids: string[], { add, remove }: CategoryChange) {
  await judge(tx, who, kind, add)
  const table = sql.table(`${kind}_category`)
  const record = sql.ref(`${kind}_id`)
  const { rows: removed } = await sql<Tie>`
    delete from ${table} where tenant_id = ${who.tenant_id} and ${record} = any (${ids}::uuid[])
      and category_id = any (${remove}::uuid[]) returning ${record} as record_id, category_id`.execute(tx)
  const { rows: added } = await sql<Tie>`
    insert into ${table} (tenant_id, ${record}, category_id)
    select ${who.tenant_id}, r.id, g.id from ${sql.table(kind)} r, unnest(${add}::uuid[]) g (id)
    where r.tenant_id = ${who.tenant_id} and r.id = any (${ids}::uuid[]) and r.deleted_at is null
    on conflict do nothing returning ${record} as record_id, category_id`.execute(tx)
  return { added, removed }
}

/** Only what is offered for such a record can be tied; it is locked, so that it stays so until the end. */
async function judge(tx: Write, who: Who, kind: Kind, add: string[]) {
  const offered = await tx
    .selectFrom('category')
    .select(['id', 'archived_at', kind === 'company' ? 'for_companies as is_for' : 'for_persons as is_for'])
    .where('tenant_id', '=', who.tenant_id)
    .where(sql<boolean>`id = any (${add}::uuid[])`)
    .orderBy('id')
    .forShare()
    .execute()
  const refuse = (message: 'unknown_category' | 'category_archived' | 'category_kind') => {
    throw new AppError('invalid', { field: 'add', message })
  }
  if (new Set(add).size > offered.length) refuse('unknown_category')
  if (offered.some(({ archived_at }) => archived_at)) refuse('category_archived')
  if (!offered.every(({ is_for }) => is_for)) refuse('category_kind')
}

/** What takes back these ties: the records that had the same done to them together. */
export function undoOf(added: Tie[], removed: Tie[]) {
  const changes = new Map<string, { add: string[]; remove: string[] }>()
  const changeOf = (id: string) => changes.get(id) ?? changes.set(id, { add: [], remove: [] }).get(id)
  for (const { record_id, category_id } of added) changeOf(record_id)?.remove.push(category_id)
  for (const { record_id, category_id } of removed) changeOf(record_id)?.add.push(category_id)
  const alike = new Map<string, { ids: string[]; categories: { add: string[]; remove: string[] } }>()
  for (const [id, { add, remove }] of changes) {
    const categories = { add: add.toSorted(), remove: remove.toSorted() }
    const key = JSON.stringify(categories)
    const group = alike.get(key) ?? { ids: [], categories }
    group.ids.push(id)
    alike.set(key, group)
  }
  return [...alike.values()]
}
