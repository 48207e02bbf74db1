import type { CalendarEvent } from '#server/icalendar/types.ts'

/** What those who take part must know: a change of it makes the invitation a newer one (RFC 5546, 2.1.4). */
const told = ['title', 'place', 'starts_at', 'ends_at', 'time_zone', 'is_all_day', 'recurrence'] as const
type Told = Pick<CalendarEvent, (typeof told)[number]>

/** Whether a change raises the SEQUENCE of an appointment. */
export const raisesSequence = (before: Told, after: Told): boolean =>
  told.some((field) => before[field] !== after[field])
