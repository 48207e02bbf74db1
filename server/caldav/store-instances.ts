// The single instances of a series as a calendar program gives them: EXDATE, and VEVENTs with a RECURRENCE-ID.
import {
  deleteAppointment,
  readAppointment,
  restoreAppointment,
  updateAppointment,
} from '#server/appointments/appointments.ts'
import { isOccurrence } from '#server/appointments/occurrences.ts'
import type { StoredEvent } from '#server/icalendar/events.ts'
import type { ReadEvent } from '#server/icalendar/read-event.ts'
import { refusal } from '#server/icalendar/read-values.ts'
import type { Write } from '#server/platform/db.ts'
import type { Who } from '#server/platform/http.ts'
import { nextParticipants } from './attendees.ts'
import { changeEvent, fieldsOf, inputOf, readEvent, toldOf } from './change-event.ts'

/** That one request may change. */
const MOST = 200

export async function storeInstances(tx: Write, who: Who, id: string, given: ReadEvent[]) {
  const series = await readEvent(tx, who, id)
  const main = given.find(({ original_starts_at }) => original_starts_at === null)
  if (!series.recurrence || !main?.recurrence) return
  const wanted = given.filter(({ original_starts_at }) => original_starts_at !== null)
  const wantedAt = new Set(wanted.map(({ original_starts_at }) => original_starts_at))
  const skipped = await skippedOf(tx, who, id)
  const left = main.skipped.filter(
    (at) => !series.skipped.includes(at) && !wantedAt.has(at) && isOccurrence(series, at),
  )
  const back = skipped.filter((at) => !main.skipped.includes(at))
  const reverted = series.overrides.filter(
    ({ original_starts_at: at }) => at && !wantedAt.has(at) && !left.includes(at),
  )
  if (left.length + back.length + wanted.length + reverted.length > MOST) throw refusal('calendar_too_large')
  for (const at of back) await restoreAppointment(tx, who, id, { occurrence: at })
  for (const one of reverted) await revert(tx, who, id, one)
  for (const at of left) await dropOne(tx, who, series, at)
  for (const one of wanted) await storeOne(tx, who, series, one)
}

async function skippedOf(tx: Write, who: Who, id: string): Promise<string[]> {
  const { skipped } = await tx
    .selectFrom('appointment')
    .select('skipped')
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return skipped.map((at) => new Date(at).toISOString())
}

/** It is again as the series has it. */
async function revert(tx: Write, who: Who, id: string, { id: instance, version, original_starts_at }: StoredEvent) {
  await deleteAppointment(tx, who, instance, version, { scope: 'all' })
  await restoreAppointment(tx, who, id, { occurrence: original_starts_at ?? '' })
}

async function dropOne(tx: Write, who: Who, { id, overrides }: StoredEvent, at: string) {
  const changed = overrides.find(({ original_starts_at }) => original_starts_at === at)
  if (changed) return deleteAppointment(tx, who, changed.id, changed.version, { scope: 'all' })
  const { version } = await readAppointment(tx, who, id)
  await deleteAppointment(tx, who, id, version, { scope: 'one', occurrence: at })
}

async function storeOne(tx: Write, who: Who, series: StoredEvent, given: ReadEvent) {
  const at = given.original_starts_at ?? ''
  const changed = series.overrides.find(({ original_starts_at }) => original_starts_at === at)
  if (changed) return changeEvent(tx, who, await readEvent(tx, who, changed.id), given)
  const { version, participants } = await readAppointment(tx, who, series.id)
  const next = await nextParticipants(tx, who, participants, toldOf(series).attendees, given.attendees)
  const input = inputOf({ ...fieldsOf(given), recurrence: null, participants: next })
  await updateAppointment(tx, who, series.id, input, version, { scope: 'one', occurrence: at })
}
