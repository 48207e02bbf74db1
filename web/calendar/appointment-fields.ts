// What stands in the form of an appointment, and what it becomes.
import type { Appointment, AppointmentInput, participantKinds, states } from '#contract/appointments.ts'
import { normaliseDay, normaliseTime } from '#contract/rules.ts'
import { addDays, homeZone, isTimeZone, localOf, momentOf, startOfDay } from '#contract/zones.ts'
import type { Value } from '#web/platform/record-form.ts'
import { formatDay, readLanguage, texts as common } from '#web/platform/texts.ts'
import { recurrenceSentence } from '#web/ui/recurrence-sentence.ts'
import { formTexts as texts, texts as calendarTexts } from './texts.ts'

export type Participant = {
  kind: (typeof participantKinds)[number]
  id: string
  name: string
  email: string | null | undefined
  state?: (typeof states)[number]
}

export type AppointmentForm = {
  title: string
  place: string
  description: string
  /** As typed: dd.mm.yyyy and hh:mm in the zone of the appointment. */
  day: string
  time: string
  /** Of an all-day one the last day. */
  end_day: string
  end_time: string
  is_all_day: boolean
  time_zone: string
  is_busy: boolean
  is_private: boolean
  /** Minutes; empty: none. */
  reminder: string
  recurrence: string | null
  participants: Participant[]
}

/** The form of an appointment; of a series by the look of the occurrence that begins at `at`. */
export function toForm(appointment: Appointment, at?: string): AppointmentForm {
  const { title, place, description, time_zone, is_all_day, is_busy, is_private, recurrence, participants } =
    appointment
  const [start, end] = at ? [at, endOf(appointment, at)] : [appointment.starts_at, appointment.ends_at]
  const [from, to] = [localOf(start, time_zone), localOf(end, time_zone)]
  const lastDay = is_all_day ? addDays(to.slice(0, 10), -1) : to.slice(0, 10)
  return {
    ...{ title, place: place ?? '', description: description ?? '' },
    ...{ day: formatDay(from.slice(0, 10)), time: from.slice(11, 16) },
    ...{ end_day: formatDay(lastDay), end_time: to.slice(11, 16) },
    ...{ is_all_day, time_zone, is_busy, is_private, recurrence, reminder: String(appointment.reminder_minutes ?? '') },
    participants: participants.map(({ kind, id, name, email, state }) => ({ kind, id, name, email, state })),
  }
}

/** As long by the clock as the first of its series. */
function endOf({ starts_at, ends_at, time_zone }: Appointment, at: string): string {
  const wall = (moment: string) => Date.parse(`${localOf(moment, time_zone)}Z`)
  return momentOf(new Date(wall(at) + wall(ends_at) - wall(starts_at)).toISOString().slice(0, 19), time_zone)
}

/** An empty form for these times. */
export function newForm(starts: string, ends: string, participants: Participant[]): AppointmentForm {
  const [from, to] = [localOf(starts, homeZone), localOf(ends, homeZone)]
  return {
    ...{ title: '', place: '', description: '' },
    ...{ day: formatDay(from.slice(0, 10)), time: from.slice(11, 16) },
    ...{ end_day: formatDay(to.slice(0, 10)), end_time: to.slice(11, 16) },
    ...{ is_all_day: false, time_zone: homeZone, is_busy: true, is_private: false, reminder: '', recurrence: null },
    participants,
  }
}

/** What the contract takes; a day or a time that can not be read becomes a faulty moment, and is refused at its field. */
export function toInput(form: AppointmentForm): AppointmentInput {
  const { title, place, description, time_zone, is_all_day, is_busy, is_private, recurrence } = form
  const { starts_at, ends_at } = timesOf(form)
  return {
    ...{ title, place, description, starts_at, ends_at, time_zone, is_all_day, is_busy, is_private, recurrence },
    reminder_minutes: form.reminder === '' ? null : Number(form.reminder),
    participants: form.participants.map(({ kind, id }) => ({ kind, id })),
  }
}

function timesOf({ day, time, end_day, end_time, is_all_day, time_zone }: AppointmentForm) {
  const [first, last] = [normaliseDay(day.trim()), normaliseDay(end_day.trim())]
  const zone = isTimeZone(time_zone) ? time_zone : homeZone
  if (is_all_day)
    return { starts_at: first ? startOfDay(first, zone) : '', ends_at: last ? startOfDay(addDays(last, 1), zone) : '' }
  const [from, to] = [normaliseTime(time), normaliseTime(end_time)]
  return {
    starts_at: first && from ? momentOf(`${first}T${from}`, zone) : '',
    ends_at: last && to ? momentOf(`${last}T${to}`, zone) : '',
  }
}

/** With another start the end goes along: it lasts as long as before. */
export function withStart(form: AppointmentForm, start: { day?: string; time?: string }): Partial<AppointmentForm> {
  const next = { ...form, ...start }
  const wall = ({ day, time }: { day: string; time: string }) => {
    const [date, clock] = [normaliseDay(day.trim()), form.is_all_day ? '00:00' : normaliseTime(time)]
    return date && clock ? Date.parse(`${date}T${clock}Z`) : NaN
  }
  const way = wall(next) - wall(form)
  const end = wall({ day: form.end_day, time: form.end_time }) + way
  if (Number.isNaN(end) || way === 0) return start
  const local = new Date(end).toISOString()
  const end_time = form.is_all_day ? form.end_time : local.slice(11, 16)
  return { ...start, end_day: formatDay(local.slice(0, 10)), end_time }
}

const labels: Record<string, string> = {
  ...{ day: texts.starts, time: texts.start_time, end_day: texts.ends, end_time: texts.end_time },
  ...{ is_all_day: calendarTexts.all_day },
}
/** Of a field of the form, for people. */
export const fieldLabel = (field: string): string => labels[field] ?? (texts as Record<string, string>)[field] ?? field

/** What is in the form, as a person reads it. */
export function showTyped(field: string, value: Value): string {
  if (typeof value === 'boolean') return value ? common.yes : common.no
  if (Array.isArray(value)) return (value as Participant[]).map(({ name }) => name).join(', ') || common.empty
  if (typeof value !== 'string' || value === '') return common.empty
  return field === 'recurrence' ? recurrenceSentence(value, readLanguage()) : value
}
