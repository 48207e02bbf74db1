import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { ListedPerson, PersonFilter, personList, PersonSelection, personSorts } from '#contract/person-list.ts'
import { categoriesOfRow } from '#server/categories/ties.ts'
import { changeMany } from '#server/categories/change-many.ts'
import { keepPlan, type Read, type Write } from '#server/platform/db.ts'
import type { Who } from '#server/platform/http.ts'
import { type Cursor, pageOf, readCursor, readInOrder, type SortKey } from '#server/platform/pages.ts'

type Column = (typeof personSorts)[number]
type Order = { sort: Column; order: 'asc' | 'desc' }

const keys: Record<Column, SortKey> = {
  name: { key: sql`p.sort_name collate "nb-x-icu"`, type: 'text', mayLack: false },
  customer_number: { key: sql`p.customer_number`, type: 'bigint', mayLack: true },
  created_at: { key: sql`p.id`, type: 'uuid', mayLack: false },
  changed_at: { key: sql`p.changed_at`, type: 'timestamptz', mayLack: false },
}

/** A page of the list; `after` is the key of the last row seen, never an offset. */
export async function listPersons(db: Read, who: Who, query: z.output<typeof personList.list.query>) {
  const after = readCursor(query.after)
  return pageOf(await readPage(db, who, filterConditions(who, query), query, after, query.size + 1), query.size)
}

type Row = ListedPerson & { sort_key: string | null }

export async function readPage(
  db: Read,
  who: Who,
  conditions: RawBuilder<unknown>[],
  { sort, order }: Order,
  after: Cursor | null,
  wanted: number,
): Promise<Row[]> {
  return readInOrder<Row>(keys[sort], sql`p.id`, order, after, wanted, (more, by, limit) =>
    select(db, who, keys[sort].key, [...conditions, ...more], by, limit),
  )
}

async function select(
  db: Read,
  who: Who,
  key: RawBuilder<unknown>,
  conditions: RawBuilder<unknown>[],
  order: RawBuilder<unknown>,
  limit: number,
): Promise<Row[]> {
  const all = [sql`p.tenant_id = ${who.tenant_id}`, sql`p.deleted_at is null`, ...conditions]
  // The page first, what belongs to its rows afterwards. Of several roles, the one that is shown is the oldest present one.
  const { rows } = await sql<Row>`
    select p.*, concat_ws(' ', p.first_name, p.last_name) as name, a.title, coalesce(a.phone, p.phone) as reach_phone,
      coalesce(a.mobile, p.mobile) as reach_mobile, coalesce(a.email, p.email, p.alternative_email) as reach_email,
      array(select c.name from affiliation r join company c on c.tenant_id = r.tenant_id and c.id = r.company_id
        where r.tenant_id = p.tenant_id and r.person_id = p.id and (r.to_on is null or r.to_on > current_date) order by r.id limit 5) as companies,
      ${categoriesOfRow('person', 'p')} as categories
    from (select p.*, (${key})::text as sort_key, row_number() over (order by ${order}) as place from person p
      where ${sql.join(all, sql` and `)} order by ${order} limit ${sql.lit(limit)}) p
    left join lateral (select r.title, r.phone, r.mobile, r.email from affiliation r
      where r.tenant_id = p.tenant_id and r.person_id = p.id and (r.to_on is null or r.to_on > current_date) order by r.id limit 1) a on true
    order by p.place ${keepPlan}`.execute(db)
  return rows
}

/** Each criterion that is given must hold. */
function filterConditions(
  who: Who,
  { q, company_id, category_ids, is, inactive }: PersonFilter,
): RawBuilder<unknown>[] {
  return [
    ...(q ? [sql`p.id = any (array(select find_persons(${q})))`] : []),
    ...(company_id
      ? [
          sql`p.id = any (array(select a.person_id from affiliation a
          where a.tenant_id = ${who.tenant_id} and a.company_id = ${company_id}))`,
        ]
      : []),
    ...(category_ids.length > 0
      ? [
          sql`exists (select from person_category pc where pc.tenant_id = ${who.tenant_id} and pc.person_id = p.id
          and pc.category_id = any (${category_ids}::uuid[]))`,
        ]
      : []),
    ...(is === 'private_customer' ? [sql`p.customer_number is not null`] : []),
    ...(is === 'unlinked'
      ? [sql`not exists (select from affiliation a where a.tenant_id = ${who.tenant_id} and a.person_id = p.id)`]
      : []),
    ...(inactive === 'with' ? [] : [inactive === 'only' ? sql`p.inactive_at is not null` : sql`p.inactive_at is null`]),
  ]
}

/** The conditions that a selection comes to. */
export const selectionConditions = (who: Who, selection: PersonSelection) =>
  'ids' in selection ? [sql`p.id = any (${selection.ids}::uuid[])`] : filterConditions(who, selection.filter)

/** Counted no further than anyone looks. */
export async function countPersons(db: Read, who: Who, filter: PersonFilter): Promise<number> {
  const all = [sql`p.tenant_id = ${who.tenant_id}`, sql`p.deleted_at is null`, ...filterConditions(who, filter)]
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (select from person p where ${sql.join(all, sql` and `)} limit 10001) p`.execute(db)
  return rows[0]?.count ?? 0
}

export const changePersons = (
  tx: Write,
  who: Who,
  { selection, change }: z.output<typeof personList.change_many.body>,
) => changeMany(tx, who, 'person', { selection, conditions: selectionConditions(who, selection) }, change)
