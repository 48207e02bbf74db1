// An appointment as VEVENT (RFC 5545, 3.6.1), with one more for each changed instance of a series.
import ICAL from 'ical.js'
import type { Attendee, CalendarEvent, Party } from './types.ts'
import { clean, cleanParameter, type JCalComponent, type JCalProperty } from './jcal.ts'

type How = { method: 'REQUEST' | 'CANCEL' | undefined; stamp: string | undefined }

export function describeEvent(event: CalendarEvent, how: How): JCalComponent[] {
  // An instance is named by where it stood, in the form that its series has.
  const instances = event.overrides.map((instance) => oneEvent({ ...instance, uid: event.uid }, event, how))
  return [oneEvent(event, event, how), ...instances]
}

function oneEvent(event: CalendarEvent, series: CalendarEvent, how: How): JCalComponent {
  const properties: (JCalProperty | null)[] = [
    ['uid', {}, 'text', clean(event.uid)],
    ['dtstamp', {}, 'date-time', utc(how.stamp ?? event.changed_at)],
    ['sequence', {}, 'integer', event.sequence],
    moment('dtstart', event, event.starts_at),
    moment('dtend', event, endOf(event)),
    event.original_starts_at ? moment('recurrence-id', series, event.original_starts_at) : null,
    ['summary', {}, 'text', clean(event.title)],
    event.place ? ['location', {}, 'text', clean(event.place)] : null,
    event.description ? ['description', {}, 'text', clean(event.description)] : null,
    ['status', {}, 'text', how.method === 'CANCEL' || event.cancelled_at ? 'CANCELLED' : 'CONFIRMED'],
    ['transp', {}, 'text', event.is_busy ? 'OPAQUE' : 'TRANSPARENT'],
    ['class', {}, 'text', event.is_private ? 'PRIVATE' : 'PUBLIC'],
    ['created', {}, 'date-time', utc(event.created_at)],
    ['last-modified', {}, 'date-time', utc(event.changed_at)],
    event.recurrence ? ['rrule', {}, 'recur', ruleOf(event, event.recurrence)] : null,
    ...(event.recurrence ? event.skipped.map((at) => moment('exdate', event, at)) : []),
    ...parties(event),
    // Said by one's own programs: nobody else is told.
    ...(how.method ? [] : (event.extra ?? [])),
  ]
  // A reminder is each one's own: it is not sent along with an invitation.
  const alarms = how.method || event.reminder_minutes === null ? [] : [alarm(event, event.reminder_minutes)]
  return ['vevent', properties.filter((property) => property !== null), alarms]
}

/** Without anybody invited there is no organizer either: it is one's own time. */
function parties({ organizer, attendees }: CalendarEvent): JCalProperty[] {
  if (!organizer || attendees.length === 0) return []
  return [['organizer', nameOf(organizer), 'cal-address', addressOf(organizer)], ...attendees.map(attendee)]
}

const answers = {
  unseen: 'NEEDS-ACTION',
  seen: 'NEEDS-ACTION',
  accepted: 'ACCEPTED',
  declined: 'DECLINED',
  tentative: 'TENTATIVE',
} as const

function attendee(party: Attendee): JCalProperty {
  const asked: Record<string, string> = party.is_asked ? { rsvp: 'TRUE' } : {}
  const parameters = { ...nameOf(party), role: 'REQ-PARTICIPANT', partstat: answers[party.state], ...asked }
  return ['attendee', parameters, 'cal-address', addressOf(party)]
}

function nameOf({ name }: Party): Record<string, string> {
  const cn = cleanParameter(name)
  return cn ? { cn } : {}
}

const addressOf = ({ email }: Party) => `mailto:${cleanParameter(email).replaceAll(' ', '')}`

/** Days for what lasts all day; else the zone's own time, so that a series keeps its hour across a change of the clock. */
function moment(name: string, zoned: Pick<CalendarEvent, 'time_zone' | 'is_all_day'>, at: string): JCalProperty {
  const { time_zone, is_all_day } = zoned
  const local = Temporal.Instant.from(at).toZonedDateTimeISO(time_zone)
  if (is_all_day) return [name, {}, 'date', local.toPlainDate().toString()]
  if (time_zone === 'UTC') return [name, {}, 'date-time', utc(at)]
  return [name, { tzid: time_zone }, 'date-time', local.toPlainDateTime().toString({ smallestUnit: 'second' })]
}

export const utc = (at: string) =>
  Temporal.Instant.from(at).round({ smallestUnit: 'second', roundingMode: 'floor' }).toString()

/** An all-day event of no length is one of a day: DTEND must be later than DTSTART (RFC 5545, 3.8.2.2). */
function endOf({ is_all_day, starts_at, ends_at, time_zone }: CalendarEvent) {
  if (!is_all_day || starts_at !== ends_at) return ends_at
  return Temporal.Instant.from(starts_at).toZonedDateTimeISO(time_zone).add({ days: 1 }).toInstant().toString()
}

/** The rule with its end in the form that DTSTART asks for (RFC 5545, 3.3.10): a day, or else UTC. */
function ruleOf({ is_all_day, time_zone, recurs_until }: CalendarEvent, recurrence: string) {
  const rule = ICAL.Recur.fromString(recurrence.replace(/^RRULE:/i, '')).toJSON() as Record<string, unknown>
  const end = typeof rule.until === 'string' ? momentOf(rule.until, time_zone) : recurs_until
  if (!end || rule.count) return rule
  const until = is_all_day
    ? Temporal.Instant.from(end).toZonedDateTimeISO(time_zone).toPlainDate().toString()
    : utc(end)
  return { ...rule, until }
}

/** What a rule says itself: UTC, a time of the zone, or a day, which counts to its end. */
function momentOf(until: string, zone: string) {
  if (until.endsWith('Z')) return until
  const local = until.includes('T') ? until : `${until}T23:59:59`
  return Temporal.PlainDateTime.from(local).toZonedDateTime(zone).toInstant().toString()
}

function alarm({ title }: CalendarEvent, minutes: number): JCalComponent {
  return [
    'valarm',
    [
      ['action', {}, 'text', 'DISPLAY'],
      ['description', {}, 'text', clean(title)],
      ['trigger', {}, 'duration', minutes === 0 ? 'PT0S' : `-PT${minutes}M`],
    ],
    [],
  ]
}
