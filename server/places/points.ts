import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { CompanyFilter } from '#contract/company-list.ts'
import type { places, PlaceState } from '#contract/places.ts'
import { filterConditions } from '#server/companies/list.ts'
import type { Read } from '#server/platform/db.ts'
import type { Who } from '#server/platform/http.ts'
import { pageOf, readCursor, readInOrder } from '#server/platform/pages.ts'
import { lackOf } from './places.ts'

const MOST = 10_000

const conditionsOf = (who: Who, filter: CompanyFilter) =>
  sql.join(
    [sql`c.tenant_id = ${who.tenant_id}`, sql`c.deleted_at is null`, ...filterConditions(who, filter)],
    sql` and `,
  )

type Points = z.output<typeof places.points.reply>

/** Where the companies are, column by column: ten thousand of them are to be small on the way. */
export async function readPoints(db: Read, who: Who, filter: CompanyFilter): Promise<Points> {
  const { rows } = await sql<Omit<Points, 'has_more'> & { placed: number }>`
    with found as materialized (
      select c.id, c.name, c.place_key, p.state, p.lat, p.lon, p.state is not distinct from 'known' as is_placed
      from company c left join place p on p.tenant_id = c.tenant_id and p.address = c.place_key
      where ${conditionsOf(who, filter)}
    ), placed as (select * from found where is_placed limit ${MOST})
    select coalesce(array_agg(id::text), '{}') as ids, coalesce(array_agg(name), '{}') as names,
      coalesce(array_agg(round(lat * 100000)::int), '{}') as lats, coalesce(array_agg(round(lon * 100000)::int), '{}') as lons,
      (select count(*) filter (where is_placed) from found) as placed,
      (select count(*) filter (where not is_placed) from found) as unplaced,
      (select count(*) filter (where place_key is not null and (state is null or state = 'failed')) from found) as waiting
    from placed`.execute(db)
  const [row] = rows
  if (!row) throw new Error('An aggregate without a row.')
  const { placed, ...points } = row
  return { ...points, has_more: placed > MOST }
}

type Query = z.output<typeof places.unplaced.query>
type Unplaced = { id: string; name: string; city: string | null; why: PlaceState; sort_key: string | null }

const key = { key: sql`c.name collate "nb-x-icu"`, type: 'text', mayLack: false }

export async function readUnplaced(db: Read, who: Who, query: Query) {
  const select = async (more: RawBuilder<unknown>[], order: RawBuilder<unknown>, limit: number) => {
    const all = [conditionsOf(who, query), sql`p.state is distinct from 'known'`, ...more]
    const { rows } = await sql<Unplaced>`
      select c.id, c.name, c.city, ${lackOf} as why, (${key.key})::text as sort_key
      from company c left join place p on p.tenant_id = c.tenant_id and p.address = c.place_key
      where ${sql.join(all, sql` and `)} order by ${order} limit ${limit}`.execute(db)
    return rows
  }
  const rows = await readInOrder(key, sql`c.id`, 'asc', readCursor(query.after), query.size + 1, select)
  return pageOf(rows, query.size)
}
