import { sql } from 'kysely'
import type { z } from 'zod'
import type { appointments } from '#contract/appointments.ts'
import { keepPlan, type Read } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { mustBeThere } from '#server/platform/record.ts'
import { occurrencesOf, type Times } from './occurrences.ts'

type Query = z.output<typeof appointments.list.query>
type Listed = z.input<typeof appointments.list.reply>['items'][number]
type Row = Listed & { left_out: string[] | null }

const PAGE = 50
const DAY = 86_400_000

/** What a company or a person takes part in, a page at a time; a series stands where its next or last occurrence does. */
export async function listAppointments(db: Read, who: Who, query: Query) {
  const isUpcoming = query.when === 'upcoming'
  const now = new Date().toISOString()
  const of = await recordOf(db, who, query)
  const cursor = readCursor(query.after)
  const singles = await singlesOf(db, who, { of, cursor, now, isUpcoming })
  const series = (await seriesOf(db, who, { of, now, isUpcoming })).flatMap((row) => {
    const times = isUpcoming ? nextOf(row, now) : lastOf(row, now)
    return times ? [{ ...row, ...times, original_starts_at: times.starts_at }] : []
  })
  const place = ({ starts_at, id }: { starts_at: string; id: string }) => `${starts_at} ${id}`
  const isAfter = (row: Row) => !cursor || (isUpcoming ? place(row) > place(cursor) : place(row) < place(cursor))
  const all = [...singles, ...series.filter(isAfter)].toSorted((one, other) => (place(one) < place(other) ? -1 : 1))
  const ordered = isUpcoming ? all : all.toReversed()
  const items: Listed[] = ordered.slice(0, PAGE)
  const last = items.at(-1)
  return { items, next: ordered.length > PAGE && last ? place(last) : null }
}

type Of = { column: 'company_id' | 'person_id'; id: string }

/** The record whose appointments these are; one that is not there has no list. */
async function recordOf(db: Read, who: Who, { company_id, person_id }: Query): Promise<Of> {
  const kind = company_id ? 'company' : 'person'
  const id = company_id ?? person_id
  if (!id || (company_id && person_id)) throw new AppError('invalid', { field: 'company_id', message: 'required' })
  await mustBeThere(db, who, kind, id)
  return { column: `${kind}_id`, id }
}

type Asked = { of: Of; now: string; isUpcoming: boolean; cursor?: { starts_at: string; id: string } | null }

async function singlesOf(db: Read, who: Who, { of, cursor, now, isUpcoming }: Asked): Promise<Row[]> {
  const [order, compare, past] = isUpcoming ? [sql`asc`, sql`>`, sql`>=`] : [sql`desc`, sql`<`, sql`<`]
  const after = cursor ? sql`and (a.starts_at, a.id) ${compare} (${cursor.starts_at}, ${cursor.id}::uuid)` : sql``
  const { rows } = await sql<Row>`${listed(who, of)} and a.recurrence is null and a.ends_at ${past} ${now} ${after}
    order by a.starts_at ${order}, a.id ${order} limit ${sql.lit(PAGE + 1)} ${keepPlan}`.execute(db)
  return rows
}

/** Those that go on, and in the past those that have begun. */
async function seriesOf(db: Read, who: Who, { of, now, isUpcoming }: Asked): Promise<Row[]> {
  const when = isUpcoming ? sql`coalesce(a.recurs_until, 'infinity'::timestamptz) >= ${now}` : sql`a.ends_at < ${now}`
  const { rows } = await sql<Row>`${listed(who, of)} and a.recurrence is not null and ${when}
    order by a.starts_at desc limit 500 ${keepPlan}`.execute(db)
  return rows
}

const listed = (who: Who, { column, id }: Of) => sql`
  select a.id, a.title, a.place, a.starts_at, a.ends_at, a.time_zone, a.is_all_day, a.is_private, a.recurrence,
    a.original_starts_at, m.name as organizer_name,
    case when a.recurrence is not null then a.skipped || array(
      select i.original_starts_at from appointment i
      where i.tenant_id = a.tenant_id and i.series_id = a.id and i.deleted_at is null) end as left_out
  from appointment_participant p
  join appointment a on a.tenant_id = p.tenant_id and a.id = p.appointment_id
  left join member m on m.tenant_id = a.tenant_id and m.user_id = a.organizer_id
  where p.tenant_id = ${who.tenant_id} and p.${sql.ref(column)} = ${id} and a.deleted_at is null and a.cancelled_at is null`

/** The next that is not over, within a hundred years. */
function nextOf(row: Row, now: string): Times | undefined {
  return within(
    row,
    now,
    [40, 800, 36_500].map((days) => [now, after(now, days)]),
    'first',
  )
}

function lastOf(row: Row, now: string): Times | undefined {
  const back = [40, 800].map((days): [string, string] => [after(now, -days), now])
  return within(row, now, [...back, [row.starts_at, now]], 'last')
}

function within(row: Row, now: string, windows: [string, string][], which: 'first' | 'last'): Times | undefined {
  const leftOut = new Set(row.left_out)
  for (const [from, to] of windows) {
    const found = occurrencesOf(row, from, to, which === 'first' ? leftOut.size + 1 : 100_000).filter(
      ({ starts_at, ends_at }) => !leftOut.has(starts_at) && (which === 'first' || ends_at < now),
    )
    if (found.length > 0) return which === 'first' ? found[0] : found.at(-1)
  }
  return undefined
}

const after = (moment: string, days: number) => new Date(Date.parse(moment) + days * DAY).toISOString()

function readCursor(text: string | undefined) {
  const [, starts_at, id] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([0-9a-f-]{36})$/.exec(text ?? '') ?? []
  if (text && (!starts_at || !id)) throw new AppError('malformed')
  return starts_at && id ? { starts_at, id } : null
}
