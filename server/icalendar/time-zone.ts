// A VTIMEZONE (RFC 5545, 3.6.5) from what the runtime's own zone data says: every change of the clock from the first day
// that matters, as a yearly rule where the zone keeps to one.
import type { JCalComponent, JCalProperty } from './jcal.ts'

/** For so many years ahead a zone must keep to its rule for the rule to be written. */
const YEARS_AHEAD = 12

type Change = { at: Temporal.PlainDateTime; from: string; to: string; is_summer: boolean }

/** From the change of the clock before `first` on; an instant. */
export function describeZone(zone: string, first: string): JCalComponent {
  const begin = Temporal.Instant.from(first).toZonedDateTimeISO(zone)
  const changes = changesOf(zone, begin)
  const observances = [...Map.groupBy(changes.slice(1), kindOf).values()].flatMap((alike) => observancesOf(alike))
  const [before] = changes
  return ['vtimezone', [['tzid', {}, 'text', zone]], [...(before ? [observance(before)] : []), ...observances]]
}

/** The offset that holds at `begin`, told as a change of its own, then each real change. */
function changesOf(zone: string, begin: Temporal.ZonedDateTime): Change[] {
  const last = Temporal.Now.zonedDateTimeISO(zone).year + YEARS_AHEAD
  const earlier = begin.add({ seconds: 1 }).getTimeZoneTransition('previous')
  const found: Change[] = [earlier ? changeAt(earlier) : sinceEver(begin)]
  let next = begin.getTimeZoneTransition('next')
  while (next && next.year <= Math.max(last, begin.year + YEARS_AHEAD) && found.length < 500) {
    found.push(changeAt(next))
    next = next.getTimeZoneTransition('next')
  }
  return found
}

function changeAt(moment: Temporal.ZonedDateTime): Change {
  const before = moment.subtract({ nanoseconds: 1 })
  // The onset is told in the time that held before it.
  const at = moment.toInstant().toZonedDateTimeISO(before.offset).toPlainDateTime()
  const is_summer = moment.offsetNanoseconds > before.offsetNanoseconds
  return { at, from: offsetText(before.offset), to: offsetText(moment.offset), is_summer }
}

function sinceEver({ offset }: Temporal.ZonedDateTime): Change {
  const text = offsetText(offset)
  return { at: Temporal.PlainDateTime.from('1970-01-01T00:00:00'), from: text, to: text, is_summer: false }
}

/** jCal writes ±hh:mm, with seconds only where there are some. */
const offsetText = (offset: string) => offset.replace(/\.\d+$/, '')

const kindOf = ({ at, from, to }: Change) => [at.month, at.dayOfWeek, at.toPlainTime().toString(), from, to].join(' ')

/** Changes of one kind: one yearly rule when they come every year on the same weekday of the month, else one by one. */
function observancesOf(alike: Change[]): JCalComponent[] {
  const [first] = alike
  if (!first) return []
  const years = alike.map(({ at }) => at.year)
  const isYearly = years.length > YEARS_AHEAD / 2 && years.every((year, index) => year === first.at.year + index)
  const reachesOn = (years.at(-1) ?? 0) >= Temporal.Now.plainDateISO().year + YEARS_AHEAD - 1
  const place = isYearly && reachesOn ? placeInMonth(alike) : null
  if (place === null) return alike.map((change) => observance(change))
  const byday = `${place}${['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'][first.at.dayOfWeek - 1]}`
  return [observance(first, ['rrule', {}, 'recur', { freq: 'YEARLY', bymonth: first.at.month, byday }])]
}

/** -1: always the last such weekday of its month; 1 to 4: always the same in order; null: neither. */
function placeInMonth(alike: Change[]): number | null {
  if (alike.every(({ at }) => at.day + 7 > at.daysInMonth)) return -1
  const [place, ...others] = new Set(alike.map(({ at }) => Math.ceil(at.day / 7)))
  return place !== undefined && others.length === 0 ? place : null
}

function observance({ at, from, to, is_summer }: Change, rule?: JCalProperty): JCalComponent {
  const properties: JCalProperty[] = [
    ['dtstart', {}, 'date-time', at.toString({ smallestUnit: 'second' })],
    ['tzoffsetfrom', {}, 'utc-offset', from],
    ['tzoffsetto', {}, 'utc-offset', to],
    ...(rule ? [rule] : []),
  ]
  return [is_summer ? 'daylight' : 'standard', properties, []]
}
