import { sql } from 'kysely'
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
  return expandAppointments(db, { ...period, user_ids })
}

/**
 * What these colleagues have from a moment to another: every occurrence by itself, in order of the start, also what they
 * declined. Of private ones that the one who asks does not see there are the times alone, where they keep someone busy.
 */
export async function expandAppointments(db: Read, { from, to, user_ids }: Period): Promise<Reply[]> {
  const { rows } = await sql<Row>`
    select * from calendar_between(${user_ids}::uuid[], ${from}, ${to}) ${keepPlan}`.execute(db)
  return inOrder(
    rows.flatMap((row) => {
      const users = readUsers(row.colleagues)
      return eachTime(row, from, to).flatMap((times) => shown(row, users, times))
    }),
  )
}

const inOrder = (all: Reply[]) =>
  all.toSorted((one, other) => (one.starts_at < other.starts_at ? -1 : one.starts_at > other.starts_at ? 1 : 0))

type Row = Omit<Reply, 'appointment_id' | 'users'> & {
  id: string | null
  recurrence: string | null
  left_out: string[] | null
  /** "user state", with commas between. */
  colleagues: string
}

type Repeated = Times & { time_zone: string; recurrence: string | null; left_out: string[] | null }

function eachTime(row: Repeated, from: string, to: string): Times[] {
  if (row.recurrence === null) return [row]
  const leftOut = new Set(row.left_out)
  return occurrencesOf(row, from, to).filter(({ starts_at }) => !leftOut.has(starts_at))
}

type Users = Reply['users']

const readUsers = (text: string): Users =>
  text.split(',').map((one) => {
    const [id = '', state] = one.split(' ')
    return { id, state: state as Users[number]['state'] }
  })

function shown(row: Row, users: Users, { starts_at, ends_at }: Times): Reply[] {
  const { id, recurrence, left_out: _done, colleagues: _read, ...told } = row
  const one = { ...told, starts_at, ends_at }
  // Of each who is busy by itself: that they are so together would tell that they meet.
  if (id === null)
    return users.map((user) => ({ ...one, appointment_id: null, users: [{ id: user.id, state: 'accepted' }] }))
  const ofSeries = recurrence === null ? {} : { series_id: id, original_starts_at: starts_at }
  return [{ ...one, ...ofSeries, appointment_id: id, users }]
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
  const taken = (await expandAppointments(db, { from: starts_at, to, user_ids })).filter(
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
