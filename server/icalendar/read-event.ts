// VEVENT as an appointment has it.
import ICAL from 'ical.js'
import { extraOf } from './extra.ts'
import type { JCalComponent, JCalProperty } from './jcal.ts'
import {
  emailOf,
  momentsIn,
  momentValue,
  propertiesOf,
  propertyOf,
  type ReadMoment,
  textValue,
  refusal,
  type Zones,
} from './read-values.ts'
import type { Attendee } from './types.ts'

export type ReadEvent = {
  uid: string
  /** Of a changed single instance: where it stood in its series. */
  original_starts_at: string | null
  title: string | null
  place: string | null
  description: string | null
  starts_at: string
  ends_at: string
  time_zone: string
  is_all_day: boolean
  is_busy: boolean
  is_private: boolean
  reminder_minutes: number | null
  recurrence: string | null
  skipped: string[]
  is_cancelled: boolean
  organizer: string | null
  attendees: { email: string; state: Exclude<Attendee['state'], 'seen'> }[]
  /** What it says besides. */
  extra: JCalProperty[]
}

export function readEvent(event: JCalComponent, zones: Zones): ReadEvent {
  const uid = textValue(event, 'uid')
  const start = momentValue(propertyOf(event, 'dtstart'), zones)
  if (!uid || uid.length > 255 || !start) throw refusal('calendar_unreadable')
  if (propertyOf(event, 'rdate') || propertyOf(event, 'recurrence-id')?.[1].range) throw refusal('calendar_unsupported')
  const recurrence = recurrenceOf(event)
  return {
    uid,
    original_starts_at: momentValue(propertyOf(event, 'recurrence-id'), zones)?.at ?? null,
    title: textValue(event, 'summary'),
    place: textValue(event, 'location'),
    description: textValue(event, 'description'),
    starts_at: start.at,
    ends_at: endOf(event, start, zones),
    // What is told in UTC happens where the reader is; only a series in UTC stays there, or it would move in summer.
    time_zone: start.zone === 'UTC' && !recurrence ? zones.own : start.zone,
    is_all_day: start.is_day,
    is_busy: textValue(event, 'transp')?.toUpperCase() !== 'TRANSPARENT',
    is_private: ['PRIVATE', 'CONFIDENTIAL'].includes(textValue(event, 'class')?.toUpperCase() ?? ''),
    reminder_minutes: reminderOf(event, start, zones),
    recurrence,
    skipped: propertiesOf(event, 'exdate').flatMap((property) => momentsIn(property, zones).map(({ at }) => at)),
    is_cancelled: textValue(event, 'status')?.toUpperCase() === 'CANCELLED',
    organizer: emailOf(propertyOf(event, 'organizer')),
    attendees: propertiesOf(event, 'attendee').flatMap(attendeeOf),
    extra: extraOf(event),
  }
}

/** DTEND, or DURATION; without either a day for what lasts all day, and nothing for the rest (RFC 5545, 3.6.1). */
function endOf(event: JCalComponent, start: ReadMoment, zones: Zones) {
  const end = momentValue(propertyOf(event, 'dtend'), zones)
  if (end && end.is_day === start.is_day) return end.at
  if (end) throw refusal('calendar_unreadable')
  const duration = propertyOf(event, 'duration')?.[3]
  if (typeof duration === 'string') return later(start, duration)
  return start.is_day ? later(start, 'P1D') : start.at
}

function later({ at, zone }: ReadMoment, duration: string) {
  const end = Temporal.Instant.from(at).toZonedDateTimeISO(zone).add(Temporal.Duration.from(duration))
  return new Date(end.epochMilliseconds).toISOString()
}

/** One rule as text, without its name. */
function recurrenceOf(event: JCalComponent): string | null {
  const [rule, another] = propertiesOf(event, 'rrule')
  if (another || propertyOf(event, 'exrule')) throw refusal('calendar_unsupported')
  if (!rule) return null
  return ICAL.stringify.property(rule, ICAL.design.getDesignSet('vevent'), true).replace(/^RRULE[^:]*:/, '')
}

/** Minutes before the beginning, of the first reminder that is before it; at most four weeks. */
function reminderOf([, , alarms]: JCalComponent, start: ReadMoment, zones: Zones): number | null {
  const minutes = alarms
    .filter(([name]) => name === 'valarm')
    .map((alarm) => minutesBefore(propertyOf(alarm, 'trigger'), start, zones))
  return minutes.find((before) => before !== null && before >= 0 && before <= 40_320) ?? null
}

function minutesBefore(trigger: JCalProperty | undefined, start: ReadMoment, zones: Zones) {
  if (!trigger || trigger[1].related?.toUpperCase() === 'END') return null
  if (trigger[2] === 'date-time') {
    const at = momentValue(trigger, zones)?.at ?? start.at
    return Math.round((Date.parse(start.at) - Date.parse(at)) / 60_000)
  }
  const { sign, ...parts } = durationOf(trigger[3])
  return -sign * Math.round(Temporal.Duration.from(parts).total({ unit: 'minutes', relativeTo: '1970-01-01' }))
}

function durationOf(value: unknown) {
  const { weeks, days, hours, minutes, seconds, sign } = Temporal.Duration.from(String(value))
  const size = Math.abs
  return {
    sign,
    weeks: size(weeks),
    days: size(days),
    hours: size(hours),
    minutes: size(minutes),
    seconds: size(seconds),
  }
}

const answers = { ACCEPTED: 'accepted', DECLINED: 'declined', TENTATIVE: 'tentative' } as const

function attendeeOf(property: JCalProperty): ReadEvent['attendees'] {
  const email = emailOf(property)
  const answer = (property[1].partstat ?? '').toUpperCase()
  return email ? [{ email, state: answers[answer as keyof typeof answers] ?? 'unseen' }] : []
}
