// The one writer of iCalendar (RFC 5545): what is told goes in as plain data and comes out folded and escaped.
import { describeEvent } from './event.ts'
import { clean, type JCalProperty, serialise } from './jcal.ts'
import { describeTask } from './task.ts'
import { describeZone } from './time-zone.ts'
import type { CalendarEvent, CalendarTask } from './types.ts'

type Calendar = {
  /** iTIP (RFC 5546); a calendar that is only read has none. */
  method?: 'REQUEST' | 'CANCEL'
  name?: string
  events?: CalendarEvent[]
  tasks?: CalendarTask[]
  /** Of a message: when it is written. Else a record's own last change is its stamp, and the same record gives the same text. */
  stamp?: string
}

export function writeCalendar({ method, name, events = [], tasks = [], stamp }: Calendar): string {
  const properties: JCalProperty[] = [
    ['version', {}, 'text', '2.0'],
    ['prodid', {}, 'text', '-//Kundebok//Kundebok 1//NO'],
    ['calscale', {}, 'text', 'GREGORIAN'],
    ...(method ? [['method', {}, 'text', method] satisfies JCalProperty] : []),
    ...(name ? [['x-wr-calname', {}, 'text', clean(name)] satisfies JCalProperty] : []),
  ]
  const components = [
    ...zonesOf(events),
    ...events.flatMap((event) => describeEvent(event, { method, stamp })),
    ...tasks.map((task) => describeTask(task)),
  ]
  return serialise(['vcalendar', properties, components])
}

/** Each zone once, from its earliest moment on. UTC needs none. */
function zonesOf(events: CalendarEvent[]) {
  const earliest = new Map<string, string>()
  for (const { time_zone, starts_at, is_all_day, overrides } of events.flatMap((event) => [
    event,
    ...event.overrides,
  ])) {
    if (is_all_day || time_zone === 'UTC') continue
    const known = earliest.get(time_zone)
    const first = [known, starts_at, ...overrides.map((other) => other.starts_at)].filter((at) => at !== undefined)
    earliest.set(
      time_zone,
      first.reduce((a, b) => (a < b ? a : b)),
    )
  }
  return [...earliest].map(([zone, first]) => describeZone(zone, first))
}
