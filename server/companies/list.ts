import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { companyList, CompanyFilter, ListedCompany, Selection, sortColumns } from '#contract/company-list.ts'
import { isCleanText } from '#contract/rules.ts'
import { categoriesOfRow } from '#server/categories/ties.ts'
import type { Read } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'

type Query = z.output<typeof companyList.list.query>
type Column = (typeof sortColumns)[number]
export type Order = { sort: Column; order: 'asc' | 'desc' }

/** What each order goes by, and whether a row may lack it. Ids are made in the order of time, so they stand for "created". */
const keys: Record<Column, { key: RawBuilder<unknown>; type: string; mayLack: boolean }> = {
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
  const after = query.after ? readCursor(query.after) : null
  const rows = await readPage(db, who, filterConditions(who, query), query, after, query.size + 1)
  const items = rows.slice(0, query.size)
  const last = items.at(-1)
  return { items, next: rows.length > query.size && last ? writeCursor(last) : null }
}

type Row = ListedCompany & { sort_key: string | null }
export type Cursor = { key: string | null; id: string }

/** Rows that have the key, in its order, and after them those that lack it, by id. */
export async function readPage(
  db: Read,
  who: Who,
  conditions: RawBuilder<unknown>[],
  { sort, order }: Order,
  after: Cursor | null,
  wanted: number,
): Promise<Row[]> {
  const { key, type, mayLack } = keys[sort]
  const direction = sql.raw(order)
  const beyond = sql.raw(order === 'asc' ? '>' : '<')
  const isAmongLacking = mayLack && after !== null && after.key === null
  const with_key = isAmongLacking
    ? []
    : await select(
        db,
        who,
        key,
        [
          ...conditions,
          ...(mayLack ? [sql`${key} is not null`] : []),
          ...(after ? [sql`(${key}, c.id) ${beyond} (${after.key}::${sql.raw(type)}, ${after.id}::uuid)`] : []),
        ],
        sql`${key} ${direction}, c.id ${direction}`,
        wanted,
      )
  if (!mayLack || with_key.length === wanted) return with_key
  const lacking = await select(
    db,
    who,
    key,
    [...conditions, sql`${key} is null`, ...(isAmongLacking ? [sql`c.id > ${after.id}::uuid`] : [])],
    sql`c.id`,
    wanted - with_key.length,
  )
  return [...with_key, ...lacking]
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
      where ${sql.join(all, sql` and `)} order by ${order} limit ${limit}) c
    left join member m on m.tenant_id = c.tenant_id and m.user_id = c.owner_id
    order by c.place`.execute(db)
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

const Key = z.tuple([z.string().refine(isCleanText).nullable(), z.uuid()])

export const cursorOf = (row: Row): Cursor => ({ key: row.sort_key, id: row.id })
export const writeCursor = (row: Pick<Row, 'sort_key' | 'id'>) =>
  Buffer.from(JSON.stringify([row.sort_key, row.id])).toString('base64url')

/** The cursor is the last row's key and id; whoever writes another gets 400. */
export function readCursor(text: string): Cursor {
  const parsed = Key.safeParse(parseJson(Buffer.from(text, 'base64url').toString()))
  if (!parsed.success) throw new AppError('malformed')
  const [key, id] = parsed.data
  return { key, id }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
