import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { CompanyFilter } from '#contract/company-list.ts'
import type { places, PlaceState } from '#contract/places.ts'
import { filterConditions } from '#server/companies/list.ts'
import type { Read } from '#server/platform/db.ts'
import type { Who } from '#server/platform/http.ts'
import { pageOf, readCursor, readInOrder } from '#server/platform/pages.ts'

const MOST = 10_000

/** Of the row `x` of company_point and, where more than that is asked for, of its company `c`. */
function conditionsOf(who: Who, filter: CompanyFilter) {
  const { inactive, is, ...more } = filter
  const others = filterConditions(who, { ...more, inactive: 'with', is: 'any' })
  const own = [
    sql`x.tenant_id = ${who.tenant_id}`,
    ...(inactive === 'with' ? [] : [inactive === 'only' ? sql`x.is_inactive` : sql`not x.is_inactive`]),
    ...(is === 'any' ? [] : [sql.ref(`x.is_${is}`)]),
  ]
  const company = sql`join company c on c.tenant_id = x.tenant_id and c.id = x.company_id`
  const isPlain = others.length === 0
  return { isPlain, from: sql`company_point x ${isPlain ? sql`` : company}`, conditions: [...own, ...others] }
}

type Points = z.output<typeof places.points.reply>

/**
 * Where the companies are, and how many are nowhere: one statement, and three texts instead of forty thousand values. What
 * has criteria is found once and kept; a plain table is read twice in less time than it is kept. A name that has a line
 * break, which lies between names here, has a space instead.
 */
export async function readPoints(db: Read, who: Who, filter: CompanyFilter): Promise<Points> {
  const { isPlain, from, conditions } = conditionsOf(who, filter)
  const base64 = (bytes: RawBuilder<unknown>) => sql`translate(encode(${bytes}, 'base64'), ${'\n'}, '')`
  const { rows } = await sql<Omit<Points, 'has_more'> & { placed: number }>`
    with found as ${isPlain ? sql`not materialized` : sql`materialized`} (
      select x.company_id, x.name, x.state, x.lat, x.lon from ${from} where ${sql.join(conditions, sql` and `)}
    ), counted as (
      select count(*) filter (where state = 'known') as placed, count(*) filter (where state <> 'known') as unplaced,
        count(*) filter (where state in ('waiting', 'failed')) as waiting
      from found
    ), placed as (select * from found where state = 'known' limit ${MOST})
    select coalesce(${base64(sql`string_agg(uuid_send(company_id), '')`)}, '') as ids,
      coalesce(${base64(sql`string_agg(int4send(lat) || int4send(lon), '')`)}, '') as points,
      coalesce(string_agg(translate(name, ${'\n'}, ' '), ${'\n'}), '') as names, counted.*
    from counted left join placed on true group by counted.placed, counted.unplaced, counted.waiting`.execute(db)
  const [row] = rows
  if (!row) throw new Error('An aggregate without a row.')
  const { placed, ...points } = row
  return { ...points, has_more: placed > MOST }
}

type Query = z.output<typeof places.unplaced.query>
type Unplaced = { id: string; name: string; city: string | null; why: PlaceState; sort_key: string | null }

const key = { key: sql`x.name collate "nb-x-icu"`, type: 'text', mayLack: false }

/** The page first, by an index of those that are nowhere; what each lacks afterwards. */
export async function readUnplaced(db: Read, who: Who, query: Query) {
  const { from, conditions } = conditionsOf(who, query)
  const select = async (more: RawBuilder<unknown>[], order: RawBuilder<unknown>, limit: number) => {
    const all = [...conditions, sql`x.state <> 'known'`, ...more]
    const { rows } = await sql<Unplaced>`
      select c.id, c.name, c.city, x.sort_key,
        case when x.state = 'none' then place_lack(coalesce(c.visiting_address, c.postal_address), c.country) else x.state end as why
      from (select x.*, (${key.key})::text as sort_key, row_number() over (order by ${order}) as row from ${from}
        where ${sql.join(all, sql` and `)} order by ${order} limit ${limit}) x
      join company c on c.tenant_id = x.tenant_id and c.id = x.company_id order by x.row`.execute(db)
    return rows
  }
  const rows = await readInOrder(key, sql`x.company_id`, 'asc', readCursor(query.after), query.size + 1, select)
  return pageOf(rows, query.size)
}
