// One appointment, or one changed instance of a series, as a calendar program wrote it. Compared is with what that program
// was told: what it only handed back is as it was, whatever we know beyond that.
import { type Appointment, AppointmentInput } from '#contract/appointments.ts'
import { homeZone } from '#contract/zones.ts'
import { answerInvitation, readAppointment, updateAppointment } from '#server/appointments/appointments.ts'
import { readEvents, type StoredEvent } from '#server/icalendar/events.ts'
import { readCalendar } from '#server/icalendar/read.ts'
import type { ReadEvent } from '#server/icalendar/read-event.ts'
import { refusal } from '#server/icalendar/read-values.ts'
import { writeCalendar } from '#server/icalendar/write.ts'
import type { Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { nextParticipants } from './attendees.ts'

/** As it is given, and one's own answer to it. */
export async function changeEvent(tx: Write, who: Who, stored: StoredEvent, given: ReadEvent) {
  const told = toldOf(stored)
  const now = await readAppointment(tx, who, stored.id)
  const participants = await nextParticipants(tx, who, now.participants, told.attendees, given.attendees)
  const changed = changedFields(told, given)
  if (Object.keys(changed).length > 0 || participants.length !== now.participants.length || isOther(now, participants))
    await updateAppointment(
      ...([tx, who, stored.id, inputOf({ ...keptFields(now), ...changed, participants }), now.version] as const),
      { scope: 'all' },
    )
  await answer(tx, who, now, given)
}

const isOther = ({ participants }: Pick<Appointment, 'participants'>, next: { id: string }[]) =>
  next.some(({ id }) => !participants.some((one) => one.id === id))

/** How the program was told of it. */
export function toldOf(stored: StoredEvent): ReadEvent {
  const text = writeCalendar({ events: [{ ...stored, overrides: [] }] })
  const [told] = readCalendar(text, homeZone).events
  if (!told) throw refusal('calendar_unreadable')
  return told
}

/** A title must be there; a calendar program may give none. */
export const untitled = 'Uten tittel'

export const fieldsOf = ({ title, ...given }: ReadEvent) => {
  const { place, description, starts_at, ends_at, time_zone, is_all_day } = given
  const { is_busy, is_private, reminder_minutes, recurrence } = given
  const when = { starts_at, ends_at, time_zone, is_all_day }
  return { title: title ?? untitled, place, description, ...when, is_busy, is_private, reminder_minutes, recurrence }
}
type Fields = ReturnType<typeof fieldsOf>

const keptFields = (now: Awaited<ReturnType<typeof readAppointment>>): Fields => {
  const { title, place, description, starts_at, ends_at, time_zone, is_all_day } = now
  const { is_busy, is_private, reminder_minutes, recurrence } = now
  const when = { starts_at, ends_at, time_zone, is_all_day }
  return { title, place, description, ...when, is_busy, is_private, reminder_minutes, recurrence }
}

/** The times belong together. */
const period = ['starts_at', 'ends_at', 'time_zone', 'is_all_day'] as const

function changedFields(told: ReadEvent, given: ReadEvent): Partial<Fields> {
  const [before, after] = [fieldsOf(told), fieldsOf(given)]
  const isMoved = period.some((field) => before[field] !== after[field])
  const names = Object.keys(after) as (keyof Fields)[]
  const isGiven = (name: keyof Fields) =>
    before[name] !== after[name] || (isMoved && (period as readonly string[]).includes(name))
  return Object.fromEntries(names.filter(isGiven).map((name) => [name, after[name]]))
}

export function inputOf(fields: Fields & { participants: { kind: string; id: string }[] }) {
  const parsed = AppointmentInput.safeParse(fields)
  if (!parsed.success) throw new AppError('invalid', { issues: parsed.error })
  return parsed.data
}

/** Whether I come, where that is not what I have said already. */
async function answer(
  tx: Write,
  who: Who,
  { id, organizer_id, participants }: Pick<Appointment, 'id' | 'organizer_id' | 'participants'>,
  given: ReadEvent,
) {
  const me = participants.find((one) => one.kind === 'user' && one.id === who.user_id)
  const mine = given.attendees.find(({ email }) => email === me?.email?.toLowerCase())
  if (!me || !mine || organizer_id === who.user_id || mine.state === 'unseen' || mine.state === me.state) return
  await answerInvitation(tx, who, id, mine.state)
}

export async function readEvent(tx: Write, who: Who, id: string): Promise<StoredEvent> {
  const [stored] = await readEvents(tx, who, [id])
  if (!stored) throw new AppError('not_found')
  return stored
}
