import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import { type appointments, LONGEST_PERIOD, type Occurrence } from '#contract/appointments.ts'
import { keepPlan, type Read } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { isWithin, occurrencesOf, type Times } from './occurrences.ts'

type Period = { from: string; to: string; user_ids: string[] }
type Reply = z.input<typeof Occurrence>
type ConflictQuery = z.output<typeof appointments.conflicts.query>

const DAY = 86_400_000

/** For the calendar: as expandAppointments, within bounds. */
export async function readCalendar(db: Read, who: Who, period: Period): Promise<Reply[]> {
  if (period.from >= period.to) throw new AppError('invalid', { field: 'to', message: 'period' })
  if (Date.parse(period.to) - Date.parse(period.from) > LONGEST_PERIOD * DAY + DAY / 24)
    throw new AppError('invalid', { field: 'to', message: 'period_long' })
  const user_ids = period.user_ids.length > 0 ? period.user_ids : [who.user_id]
  return expandAppointments(db, who, { ...period, user_ids })
}

/**
 * What these colleagues have from a moment to another: every occurrence by itself, in order of the start, also what they
 * declined. Of private ones that the one who asks does not see there are the times alone, where they keep someone busy.
 */
async function expandAppointments(db: Read, who: Who, { from, to, user_ids }: Period): Promise<Reply[]> {
  const seen = await expandSeen(db, who, { from, to, user_ids })
  const hidden = await hiddenBetween(db, { from, to, user_ids })
  return inOrder([...seen, ...hidden.flatMap((row) => eachTime(row, from, to).map((times) => busyOnly(row, times)))])
}

/** The same without what the one who asks does not see: of oneself that is all. */
export async function expandSeen(db: Read, who: Who, { from, to, user_ids }: Period): Promise<Reply[]> {
  const seen = await seenBetween(db, who, { from, to, user_ids })
  return inOrder(seen.flatMap((row) => eachTime(row, from, to).map((times) => shown(row, times))))
}

const inOrder = (all: Reply[]) =>
  all.toSorted((one, other) => (one.starts_at < other.starts_at ? -1 : one.starts_at > other.starts_at ? 1 : 0))

type Row = Omit<Reply, 'appointment_id' | 'version'> & {
  id: string
  version: number
  recurrence: string | null
  left_out: string[] | null
}

async function seenBetween(db: Read, who: Who, { from, to, user_ids }: Period): Promise<Row[]> {
  const { rows } = await sql<Row>`
    with a as materialized (${rowsBetween(who, from, to)})
    select a.id, a.version, a.series_id, a.original_starts_at, a.title, a.place, a.starts_at, a.ends_at, a.time_zone,
      a.is_all_day, a.is_busy, a.is_private, a.reminder_minutes, a.organizer_id, a.recurrence, p.users,
      case when a.recurrence is not null then a.skipped || array(
        select i.original_starts_at from appointment i
        where i.tenant_id = a.tenant_id and i.series_id = a.id and i.deleted_at is null) end as left_out
    from a
    join participants_of((select array_agg(id) from a), ${user_ids}::uuid[]) p on p.appointment_id = a.id ${keepPlan}`.execute(
    db,
  )
  return rows
}

/** Single ones that begin lately enough, those that last long, and series that have not ended: each by an index of its own. */
function rowsBetween(who: Who, from: string, to: string): RawBuilder<unknown> {
  const lately = sql`${from}::timestamptz - interval '2 days'`
  const here = sql`tenant_id = ${who.tenant_id} and deleted_at is null and cancelled_at is null`
  return sql`
    select * from appointment
      where ${here} and recurrence is null and starts_at < ${to} and starts_at >= ${lately}
        and (ends_at > ${from} or starts_at >= ${from})
    union all
    select * from appointment
      where ${here} and recurrence is null and ends_at - starts_at > interval '2 days'
        and ends_at > ${from} and starts_at < ${lately}
    union all
    select * from appointment
      where ${here} and recurrence is not null
        and coalesce(recurs_until, 'infinity'::timestamptz) > ${from} and starts_at < ${to}`
}

type Hidden = Times & {
  user_id: string
  is_all_day: boolean
  time_zone: string
  recurrence: string | null
  left_out: string[] | null
}

async function hiddenBetween(db: Read, { from, to, user_ids }: Period): Promise<Hidden[]> {
  const { rows } = await sql<Hidden>`
    select user_id, starts_at, ends_at, is_all_day, time_zone, recurrence, skipped as left_out
    from busy_times(${user_ids}::uuid[], ${from}, ${to})`.execute(db)
  return rows
}

type Repeated = Times & { time_zone: string; recurrence: string | null; left_out: string[] | null }

function eachTime(row: Repeated, from: string, to: string): Times[] {
  if (row.recurrence === null) return [row]
  const leftOut = new Set(row.left_out)
  return occurrencesOf(row, from, to).filter(({ starts_at }) => !leftOut.has(starts_at))
}

function shown({ id, recurrence, left_out: _done, ...row }: Row, { starts_at, ends_at }: Times): Reply {
  const ofSeries = recurrence === null ? {} : { series_id: id, original_starts_at: starts_at }
  return { ...row, appointment_id: id, starts_at, ends_at, ...ofSeries }
}

function busyOnly({ user_id, is_all_day, time_zone }: Hidden, { starts_at, ends_at }: Times): Reply {
  return {
    ...{ appointment_id: null, version: null, series_id: null, original_starts_at: null, title: null, place: null },
    ...{ starts_at, ends_at, time_zone, is_all_day, is_busy: true, is_private: true, reminder_minutes: null },
    ...{ organizer_id: null, users: [{ id: user_id, state: 'accepted' }] },
  }
}

const MOST_CONFLICTS = 20

/** Colleagues who are occupied at that time: of each occurrence in the first weeks. */
export async function findConflicts(db: Read, who: Who, query: ConflictQuery) {
  const { starts_at, ends_at, user_ids, except } = query
  if (user_ids.length === 0 || ends_at < starts_at) return []
  const end = Date.parse(query.recurrence === null ? ends_at : starts_at) + LONGEST_PERIOD * DAY
  const wanted = occurrencesOf(query, starts_at, new Date(end).toISOString())
  const to = wanted.reduce((latest, one) => (one.ends_at > latest ? one.ends_at : latest), starts_at)
  const series = except ? await seriesOf(db, who, except) : null
  const taken = (await expandAppointments(db, who, { from: starts_at, to, user_ids })).filter(
    ({ is_busy, appointment_id, series_id }) =>
      is_busy && (!except || ![except, series].some((id) => id !== null && [appointment_id, series_id].includes(id))),
  )
  const found = wanted.flatMap((one) => taken.filter((other) => isWithin(other, one.starts_at, one.ends_at)))
  return found
    .flatMap(({ users, ...times }) =>
      users.filter(({ state }) => state !== 'declined').map((user) => ({ ...times, user_id: user.id })),
    )
    .slice(0, MOST_CONFLICTS)
}

async function seriesOf(db: Read, who: Who, id: string): Promise<string | null> {
  const row = await db
    .selectFrom('appointment')
    .select('series_id')
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.series_id ?? null
}
