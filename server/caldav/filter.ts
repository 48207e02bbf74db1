// Which records a calendar-query means (RFC 4791, 9.7): judged on what the record tells in a calendar.
import ICAL from 'ical.js'
import { isWithin, occurrencesOf } from '#server/appointments/occurrences.ts'
import type { JCalComponent } from '#server/icalendar/jcal.ts'
import { readCalendar } from '#server/icalendar/read.ts'
import { homeZone } from '#contract/zones.ts'
import { childOf, type Node } from './xml.ts'

/** `filter`: the C:comp-filter of VEVENT or VTODO; without one all are meant. */
export function isMeant(calendar: string, filter: Node | undefined): boolean {
  const name = filter?.attributes.name?.toLowerCase()
  if (!filter || !name) return true
  const [, , parts] = ICAL.parse(calendar) as JCalComponent
  const components = parts.filter(([part]) => part === name)
  if (childOf(filter, 'C:is-not-defined')) return components.length === 0
  const range = childOf(filter, 'C:time-range')
  if (range && !isInRange(calendar, periodOf(range))) return false
  return components.some((component) => fits(component, filter))
}

function fits([, properties, parts]: JCalComponent, filter: Node): boolean {
  return filter.children.every((condition) => {
    const name = condition.attributes.name?.toLowerCase() ?? ''
    const isAbsent = childOf(condition, 'C:is-not-defined') !== undefined
    if (condition.name === 'C:comp-filter') {
      const inner = parts.filter(([part]) => part === name)
      return isAbsent ? inner.length === 0 : inner.some((part) => fits(part, condition))
    }
    if (condition.name !== 'C:prop-filter') return true
    const found = properties.filter(([property]) => property === name)
    if (isAbsent) return found.length === 0
    const match = childOf(condition, 'C:text-match')
    return found.some(([, , , ...values]) => !match || isMatch(values.map(String).join(','), match))
  })
}

/** Anywhere in the value, whatever the case; negated when it says so. */
function isMatch(value: string, { text, attributes }: Node) {
  const isIn = value.toLowerCase().includes(text.toLowerCase())
  return attributes['negate-condition'] === 'yes' ? !isIn : isIn
}

type Period = { from: string; to: string }

function periodOf({ attributes }: Node): Period {
  const moment = (text: string | undefined, otherwise: string) => {
    const [, year, month, day, hour, minute, second] =
      /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text ?? '') ?? []
    const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
    return Number.isNaN(at.getTime()) ? otherwise : at.toISOString()
  }
  return {
    from: moment(attributes.start, '1900-01-01T00:00:00.000Z'),
    to: moment(attributes.end, '2200-01-01T00:00:00.000Z'),
  }
}

/** Of a series one occurrence in it is enough, also one that was changed by itself. A task without days is always in it. */
function isInRange(calendar: string, { from, to }: Period): boolean {
  const { events, tasks } = readCalendar(calendar, homeZone)
  const changed = new Set(events.map(({ original_starts_at }) => original_starts_at))
  const isEventIn = events.some((event) => {
    if (!event.recurrence) return isWithin(event, from, to)
    const left = new Set([...event.skipped, ...changed])
    return occurrencesOf(event, from, to, left.size + 1).some(({ starts_at }) => !left.has(starts_at))
  })
  const isTaskIn = tasks.some(({ start_on, due_on }) => {
    const [first, last] = [start_on ?? due_on, due_on ?? start_on]
    return !first || !last || (`${first}T00:00:00.000Z` < to && `${last}T23:59:59.999Z` >= from)
  })
  return isEventIn || isTaskIn
}
