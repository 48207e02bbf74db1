import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { companyList, CompanyFilter, ListedCompany, Selection, sortColumns } from '#contract/company-list.ts'
import { categoriesOfRow } from '#server/categories/ties.ts'
import { keepPlan, type Read } from '#server/platform/db.ts'
import type { Who } from '#server/platform/http.ts'
import { type Cursor, pageOf, readCursor, readInOrder, type SortKey } from '#server/platform/pages.ts'

type Query = z.output<typeof companyList.list.query>
type Column = (typeof sortColumns)[number]
export type Order = { sort: Column; order: 'asc' | 'desc' }

const keys: Record<Column, SortKey> = {
  name: { key: sql`c.name collate "nb-x-icu"`, type: 'text', mayLack: false },
  customer_number: { key: sql`c.customer_number`, type: 'bigint', mayLack: false },
  org_number: { key: sql`c.org_number`, type: 'text', mayLack: true },
  city: { key: sql`c.city collate "nb-x-icu"`, type: 'text', mayLack: true },
  employees: { key: sql`c.employees`, type: 'integer', mayLack: true },
  turnover_ore: { key: sql`c.turnover_ore`, type: 'bigint', mayLack: true },
  created_at: { key: sql`c.id`, type: 'uuid', mayLack: false },
  changed_at: { key: sql`c.changed_at`, type: 'timestamptz', mayLack: false },
}

/** A page of the list; `after` is the key of the last row seen, never an offset. */
export async function listCompanies(db: Read, who: Who, query: Query) {
  const after = readCursor(query.after)
  return pageOf(await readPage(db, who, filterConditions(who, query), query, after, query.size + 1), query.size)
}

type Row = ListedCompany & { sort_key: string | null }

export async function readPage(
  db: Read,
  who: Who,
  conditions: RawBuilder<unknown>[],
  { sort, order }: Order,
  after: Cursor | null,
  wanted: number,
): Promise<Row[]> {
  return readInOrder<Row>(keys[sort], sql`c.id`, order, after, wanted, (more, by, limit) =>
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
  const all = [sql`c.tenant_id = ${who.tenant_id}`, sql`c.deleted_at is null`, ...conditions]
  // The page first, what belongs to its rows afterwards.
  const { rows } = await sql<Row>`
    select c.*, m.name as owner_name,
      ${categoriesOfRow('company', 'c')} as categories
    from (select c.*, (${key})::text as sort_key, row_number() over (order by ${order}) as place from company c
      where ${sql.join(all, sql` and `)} order by ${order} limit ${sql.lit(limit)}) c
    left join member m on m.tenant_id = c.tenant_id and m.user_id = c.owner_id
    order by c.place ${keepPlan}`.execute(db)
  return rows
}

/** Each criterion that is given must hold. */
export function filterConditions(who: Who, filter: CompanyFilter): RawBuilder<unknown>[] {
  const { q, email, phone, address, website, city, is, owner_ids, category_ids, inactive } = filter
  const fragments = [email, phone && phone.replace(/^\+|[^\d+]/g, ''), address, website.replace(/^https?:\/\//, '')]
  const typed = fragments.filter(Boolean)
  // A number with no digit in it is in no company.
  if (phone && !/\d/.test(phone)) return [sql`false`]
  return [
    ...(q || typed.length > 0 ? [sql`c.id = any (array(select find_companies(${q}, ${typed}::text[])))`] : []),
    // Where the fragment is in the right field, and not in another that was searched beside it.
    ...(email ? [sql`concat_ws(' ', c.email, array_to_string(c.invoice_emails, ' ')) ilike ${containing(email)}`] : []),
    ...(website ? [sql`c.website ilike ${containing(website)}`] : []),
    ...(city ? [sql`fold(c.city) like fold(${startingWith(city)})`] : []),
    ...(is === 'any' ? [] : [sql`${sql.ref(`c.is_${is}`)}`]),
    ...(owner_ids.length > 0 ? [sql`c.owner_id = any (${owner_ids}::uuid[])`] : []),
    ...(category_ids.length > 0
      ? [
          sql`exists (select from company_category cc where cc.tenant_id = ${who.tenant_id} and cc.company_id = c.id
          and cc.category_id = any (${category_ids}::uuid[]))`,
        ]
      : []),
    ...(inactive === 'with' ? [] : [inactive === 'only' ? sql`c.inactive_at is not null` : sql`c.inactive_at is null`]),
  ]
}

const literal = (value: string) => value.replace(/[\\%_]/g, '\\$&')
const containing = (value: string) => `%${literal(value)}%`
const startingWith = (value: string) => `${literal(value)}%`

/** The conditions that a selection comes to. */
export const selectionConditions = (who: Who, selection: Selection) =>
  'ids' in selection ? [sql`c.id = any (${selection.ids}::uuid[])`] : filterConditions(who, selection.filter)

/** Counted no further than anyone looks. */
export async function countCompanies(db: Read, who: Who, filter: CompanyFilter): Promise<number> {
  const all = [sql`c.tenant_id = ${who.tenant_id}`, sql`c.deleted_at is null`, ...filterConditions(who, filter)]
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (select from company c where ${sql.join(all, sql` and `)} limit 10001) c`.execute(db)
  return rows[0]?.count ?? 0
}
