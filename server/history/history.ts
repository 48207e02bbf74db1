import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import { type HistoryEntry, historyKinds, type history, type HistoryQuery } from '#contract/history.ts'
import { keepPlan, type Read } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { detailsOf, subjectOf } from './details.ts'
import { namesIn, shownChanges } from './shown.ts'

type Of = { kind: 'company' | 'person'; id: string } | 'firm'
type Entry = z.input<typeof HistoryEntry>
type Page = z.input<typeof history.of_firm.reply>

const PAGE = 50
/** What no index narrows is looked through this many rows at a time … */
const STRIDE = 2_000
/** … and for this long, until a page is given as it is, with how far back it reached. */
const LOOK_MS = 60

/** Newest first, a page at a time: ids are in time's order. However rare what is asked for, the answer comes soon. */
export async function readHistory(db: Read, who: Who, of: Of, query: HistoryQuery): Promise<Page> {
  if (query.from && query.to && query.from > query.to) throw new AppError('invalid', { field: 'to', message: 'period' })
  if (of !== 'firm') await mustBeThere(db, who, of)
  const begun = performance.now()
  const items: Entry[] = []
  let before = query.before ?? null
  for (;;) {
    const wanted = PAGE + 1 - items.length
    const narrowed = narrow(who, of, { ...query, before: before ?? undefined })
    const stride = narrowed.rest.length > 0 || query.text ? STRIDE : wanted
    const found = await readEntries(db, narrowed, query.text, stride, wanted)
    items.push(...found)
    if (items.length > PAGE) return pageOf(db, who, items.slice(0, PAGE), items[PAGE - 1]?.id ?? null, null)
    const last = stride > wanted ? await lastOf(db, narrowed, stride) : null
    if (!last) return pageOf(db, who, items, null, null)
    before = last.id
    if (performance.now() - begun > LOOK_MS) return pageOf(db, who, items, last.id, last.at)
  }
}

async function mustBeThere(db: Read, who: Who, { kind, id }: Exclude<Of, 'firm'>) {
  const record = await db
    .selectFrom(kind)
    .select('id')
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!record) throw new AppError('not_found')
}

/** `rows`: the newest rows by an index, at most so many. `rest`: what is asked of each of them besides. */
type Narrowed = { rows: (limit: number) => RawBuilder<unknown>; rest: RawBuilder<boolean>[] }

function narrow(who: Who, of: Of, query: HistoryQuery): Narrowed {
  const entities = query.kind ? [...historyKinds[query.kind]] : null
  const isByKind = of === 'firm' && entities !== null && !query.user_id
  const where = [
    sql`h.tenant_id = ${who.tenant_id}`,
    ...(of === 'firm' ? [sql`h.copy_of is null`] : [sql`h.${sql.ref(`${of.kind}_id`)} = ${of.id}`]),
    ...(of === 'firm' && query.user_id ? [sql`h.user_id = ${query.user_id}`] : []),
    ...period(query),
  ]
  const rest = [
    ...(query.action ? [sql<boolean>`h.action = ${query.action}`] : []),
    ...(query.via ? [sql<boolean>`h.via = ${query.via}`] : []),
    ...(of !== 'firm' && query.user_id ? [sql<boolean>`h.user_id = ${query.user_id}`] : []),
    ...(entities && !isByKind ? [sql<boolean>`h.entity = any (${entities})`] : []),
  ]
  const newest = (limit: number, also = sql``) =>
    sql`select h.* from history h where ${sql.join(where, sql` and `)} ${also} order by h.id desc limit ${sql.lit(limit)}`
  // One walk of the index for each table: of several at once it would read all of their rows, and sort them.
  const byKind = (limit: number) =>
    sql`select e.* from unnest(${entities}::text[]) k (entity)
      cross join lateral (${newest(limit, sql`and h.entity = k.entity`)}) e order by e.id desc limit ${limit}`
  return { rows: isByKind ? byKind : newest, rest }
}

/** By the moment, and by the id, which the index knows: it begins with the millisecond (RFC 9562), give or take a second. */
function period({ from, to, before }: HistoryQuery) {
  const midnight = (day: string, later = 0) =>
    sql`((${day}::date + ${later}::int)::timestamp at time zone 'Europe/Oslo')`
  return [
    ...(from ? [sql`h.at >= ${midnight(from)}`, sql`h.id >= ${idAt(midnight(from), -1)}`] : []),
    ...(to ? [sql`h.at < ${midnight(to, 1)}`, sql`h.id < ${idAt(midnight(to, 1), 1)}`] : []),
    ...(before ? [sql`h.id < ${before}`] : []),
  ]
}

const idAt = (moment: RawBuilder<unknown>, seconds: number) =>
  sql`rpad(lpad(to_hex(greatest(0, (extract(epoch from ${moment}) + ${seconds}::int) * 1000)::bigint), 12, '0'), 32, '0')::uuid`

/** Rows of one stride that answer the question, as they are shown to the one who asks. */
async function readEntries(db: Read, { rows, rest }: Narrowed, text: string, stride: number, wanted: number) {
  const kept = sql`select h.* from (${rows(stride)}) h
    ${rest.length > 0 ? sql`where ${sql.join(rest, sql` and `)}` : sql``} order by h.id desc limit ${sql.lit(text ? stride : wanted)}`
  const like = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  // A value is looked into only where the row as a whole has the text somewhere.
  const matches = sql`where e.subject ilike ${like} or e.company ->> 'name' ilike ${like} or e.person ->> 'name' ilike ${like}
    or (e.changes::text ilike ${like} and exists (
      select from jsonb_each(e.changes) field, jsonb_array_elements_text(field.value) told (text) where told.text ilike ${like}))`
  const { rows: found } = await sql<Entry>`
    select e.*, (select m.name from member m where m.tenant_id = e.tenant_id and m.user_id = e.user_id) as user_name
    from (
      select h.tenant_id, h.id, h.at, h.user_id, h.via, h.action, h.entity, ${subjectOf}, ${detailsOf}
      from (${kept}) h
    ) e ${text ? matches : sql``}
    order by e.id desc limit ${sql.lit(wanted)} ${stride === wanted ? keepPlan : sql``}`.execute(db)
  return found
}

/** Where a full stride ended; null when there is no more behind it. */
async function lastOf(db: Read, { rows }: Narrowed, stride: number) {
  const { rows: found } = await sql<{ id: string; at: string; count: number }>`
    select (array_agg(r.id order by r.id))[1] as id, (array_agg(r.at order by r.id))[1] as at, count(*) as count
    from (${rows(stride)}) r`.execute(db)
  const [last] = found
  return last && last.count === stride ? last : null
}

async function pageOf(db: Read, who: Who, found: Entry[], next: string | null, reached: string | null): Promise<Page> {
  const items = found.map((entry) => ({ ...entry, changes: shownChanges(entry) }))
  return { items, next, reached, names: await namesIn(db, who, items) }
}
