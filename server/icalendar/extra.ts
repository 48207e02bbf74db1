// What a calendar says of an event or a task that has no place here: kept as it came, for the program that said it.
import ICAL from 'ical.js'
import type { JCalComponent, JCalProperty } from './jcal.ts'

/** Those that are read and written here, of both kinds. What is told of an alarm, an organizer or an answer is so too. */
const ours = new Set([
  ...['uid', 'dtstamp', 'sequence', 'dtstart', 'dtend', 'due', 'duration', 'recurrence-id', 'summary', 'location'],
  ...['description', 'status', 'transp', 'class', 'created', 'last-modified', 'rrule', 'exrule', 'rdate', 'exdate'],
  ...['organizer', 'attendee', 'percent-complete', 'completed', 'request-status'],
])
/** Of a task alone: an event has none here. */
const oursOfTasks = new Set(['priority'])

/** In all, of one record with its instances. */
const MOST = 64_000

export function extraOf([name, properties]: JCalComponent): JCalProperty[] {
  return properties.filter(
    (property) => !ours.has(property[0]) && !(name === 'vtodo' && oursOfTasks.has(property[0])) && isWritable(property),
  )
}

/** What is beyond the limit is left out, the last first. */
export function withinLimit<E extends { extra: JCalProperty[] }>(all: E[]): E[] {
  let left = MOST
  return all.map((one) => ({
    ...one,
    extra: one.extra.filter((property) => (left -= JSON.stringify(property).length) >= 0),
  }))
}

/** One line of a calendar, that reads as it did. */
function isWritable(property: JCalProperty): boolean {
  try {
    const line = ICAL.stringify.property(property, ICAL.design.getDesignSet('vevent'), true)
    return /^[\w-]+[:;][^\r\n]*$/.test(line)
  } catch {
    return false
  }
}
