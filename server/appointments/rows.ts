import { type Insertable, type Selectable, sql, type Updateable } from 'kysely'
import type { z } from 'zod'
import type { AppointmentInput } from '#contract/appointments.ts'
import { readRule } from '#contract/recurrence.ts'
import { addDays, startOfDay } from '#contract/zones.ts'
import type { Appointment } from '#db/types.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { lastOccurrence } from '#server/recurrence/recurrence.ts'
import type { Series } from './occurrences.ts'

export type Input = z.output<typeof AppointmentInput>
export type Stored = Selectable<Appointment>

/** The fields of an input that are columns, with what follows from them. */
export function columns(input: Input) {
  const { participants: _apart, ...fields } = input
  return { ...fields, recurs_until: endOfSeries(fields) }
}

/** The night when the clocks change may make the last one longer. */
const HOUR = 3_600_000
const FOREVER = Date.UTC(3000)

/** When the last occurrence is over at the latest; null where there is no last one, or none before the year 3000, or no series. */
export function endOfSeries({ starts_at, ends_at, time_zone, recurrence }: Series): string | null {
  const rule = recurrence === null ? null : readRule(recurrence)
  if (!recurrence || !rule || (rule.count === null && rule.until === null)) return null
  const lasts = Date.parse(ends_at) - Date.parse(starts_at)
  const last = rule.until
    ? untilMoment(rule.until, time_zone)
    : lastOccurrence(recurrence, Temporal.Instant.from(starts_at).toZonedDateTimeISO(time_zone))?.epochMilliseconds
  const end = Math.max(Date.parse(starts_at), last ?? 0) + lasts + HOUR
  return end < FOREVER ? new Date(end).toISOString() : null
}

/** The last moment of a rule: a day is included to its end. */
function untilMoment(until: string, zone: string): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z)?$/.exec(until) ?? []
  if (hour) return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Date.parse(startOfDay(addDays(`${year}-${month}-${day}`, 1), zone)) - 1_000
}

type Added = Omit<Insertable<Appointment>, 'tenant_id'>

export async function insertRow(tx: Write, who: Who, row: Added): Promise<Stored> {
  return tx
    .insertInto('appointment')
    .values({ ...row, tenant_id: who.tenant_id })
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function changeRow(tx: Write, who: Who, id: string, values: Updateable<Appointment>) {
  await tx.updateTable('appointment').set(values).where('tenant_id', '=', who.tenant_id).where('id', '=', id).execute()
}

/** The row to be changed, held until the end; deleted or not. */
export async function holdRow(tx: Write, who: Who, id: string): Promise<Stored> {
  const row = await tx
    .selectFrom('appointment')
    .selectAll()
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new AppError('not_found')
  return row
}

/** Occurrences of a series that were changed by themselves, from a moment on. */
export async function changedOnes(db: Read, who: Who, seriesId: string, from = '-infinity') {
  return db
    .selectFrom('appointment')
    .select(['id', 'original_starts_at'])
    .where('tenant_id', '=', who.tenant_id)
    .where('series_id', '=', seriesId)
    .where('deleted_at', 'is', null)
    .where('original_starts_at', '>=', from)
    .orderBy('original_starts_at')
    .execute()
}

/** Together with its occurrences that were changed by themselves. */
export async function setDeleted(tx: Write, who: Who, { id, deleted_at }: Stored) {
  const whole = tx
    .updateTable('appointment')
    .where('tenant_id', '=', who.tenant_id)
    .where((eb) => eb.or([eb('id', '=', id), eb('series_id', '=', id)]))
  if (deleted_at)
    await whole
      .set({ deleted_at: null, deleted_by: null, sequence: sql<number>`sequence + 1` })
      // What was read of it has lost its microseconds.
      .where(sql<string>`date_trunc('milliseconds', deleted_at)`, '=', deleted_at)
      .execute()
  else
    await whole
      .set({ deleted_at: sql<string>`now()`, deleted_by: who.user_id, sequence: sql<number>`sequence + 1` })
      .where('deleted_at', 'is', null)
      .execute()
}
