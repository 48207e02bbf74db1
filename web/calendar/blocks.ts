// Where occurrences stand in the calendar: on which days, from which minute to which, beside which others. Pure.
import type { Occurrence } from '#contract/appointments.ts'
import { addDays, homeZone, localOf, momentOf, startOfDay } from '#contract/zones.ts'

export type Block = {
  key: string
  occurrence: Occurrence
  user_id: string
  state: Occurrence['users'][number]['state']
  /** Minutes after midnight, of the part that is on this day. */
  from: number
  to: number
  lane: number
  lanes: number
}

const MINUTES = 24 * 60
/** What is shorter is drawn as if it were so long: it has a line of text. */
const SHORTEST = 25

const minuteOf = (local: string) => Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16))

/** What stands above the hours: all-day ones, and what lasts a day and a night or more. */
export const isAbove = ({ is_all_day, starts_at, ends_at }: Occurrence) =>
  is_all_day || Date.parse(ends_at) - Date.parse(starts_at) >= 86_400_000

/** All-day ones stand on the days of their own zone, all else by Norwegian time. */
const zoneOf = ({ is_all_day, time_zone }: Pick<Occurrence, 'is_all_day' | 'time_zone'>) =>
  is_all_day ? time_zone : homeZone

type Timed = Pick<Occurrence, 'starts_at' | 'ends_at' | 'is_all_day' | 'time_zone'>

/** First and last day; what ends at midnight is not on the day that begins. */
export function daysAcross(occurrence: Timed): [string, string] {
  const zone = zoneOf(occurrence)
  const first = localOf(occurrence.starts_at, zone).slice(0, 10)
  const end = localOf(occurrence.ends_at, zone)
  const last = minuteOf(end) === 0 && end.slice(0, 10) > first ? addDays(end.slice(0, 10), -1) : end.slice(0, 10)
  return [first, last]
}

export const isOn = (occurrence: Occurrence, day: string) => {
  const [first, last] = daysAcross(occurrence)
  return first <= day && day <= last
}

/** The blocks of one colleague on one day, those that overlap beside each other. */
export function blocksOf(items: Occurrence[], day: string, user_id: string): Block[] {
  const found = items.flatMap((occurrence) => {
    const user = occurrence.users.find(({ id }) => id === user_id)
    if (!user || isAbove(occurrence)) return []
    const [start, end] = [localOf(occurrence.starts_at, homeZone), localOf(occurrence.ends_at, homeZone)]
    if (start.slice(0, 10) > day || end.slice(0, 10) < day) return []
    const from = start.slice(0, 10) < day ? 0 : minuteOf(start)
    // The night when an hour comes twice may end before it begins, by the clock.
    const to = end.slice(0, 10) > day ? MINUTES : Math.max(minuteOf(end), from)
    if (to === 0 && start.slice(0, 10) < day) return []
    const key = `${occurrence.appointment_id ?? 'busy'} ${occurrence.starts_at} ${user_id} ${day}`
    return [{ key, occurrence, user_id, state: user.state, from, to, lane: 0, lanes: 1 }]
  })
  return inLanes(found)
}

/** Gives each its lane, in groups of those that hang together. */
export function inLanes(blocks: Block[]): Block[] {
  const sorted = blocks.toSorted((one, other) => one.from - other.from || other.to - one.to)
  const placed: Block[] = []
  let group: Block[] = []
  let groupEnd = -1
  const close = () => {
    const lanes = Math.max(0, ...group.map(({ lane }) => lane)) + 1
    placed.push(...group.map((block) => ({ ...block, lanes })))
  }
  for (const block of sorted) {
    if (block.from >= groupEnd) {
      close()
      group = []
    }
    const taken = new Set(
      group.filter(({ from, to }) => Math.max(to, from + SHORTEST) > block.from).map(({ lane }) => lane),
    )
    let lane = 0
    while (taken.has(lane)) lane++
    group.push({ ...block, lane })
    groupEnd = Math.max(groupEnd, block.to, block.from + SHORTEST)
  }
  close()
  return placed
}

type Way = { days: number; minutes: number }

/** The times of what is moved by so much, by the clock; it stays as long by the clock. */
export function movedTimes(occurrence: Occurrence, way: Way) {
  const { starts_at, ends_at, is_all_day } = occurrence
  return { starts_at: later(starts_at, way, occurrence), ends_at: later(ends_at, way, occurrence), is_all_day }
}

/** The times of what ends so much later; never before a quarter of an hour, or a day, after its start. */
export function stretchedTimes(occurrence: Occurrence, way: Way) {
  const { starts_at, ends_at, is_all_day } = occurrence
  const shortest = later(starts_at, is_all_day ? { days: 1, minutes: 0 } : { days: 0, minutes: 15 }, occurrence)
  const end = later(ends_at, way, occurrence)
  return { starts_at, ends_at: end > shortest ? end : shortest, is_all_day }
}

function later(moment: string, { days, minutes }: Way, occurrence: Occurrence): string {
  const zone = zoneOf(occurrence)
  const wall = Date.parse(`${localOf(moment, zone)}Z`) + days * 86_400_000 + minutes * 60_000
  return momentOf(new Date(wall).toISOString().slice(0, 19), zone)
}

/** The period of these days, in Norwegian time. */
export const periodOf = (days: string[]) => ({
  from: startOfDay(days[0] ?? '', homeZone),
  to: startOfDay(addDays(days.at(-1) ?? '', 1), homeZone),
})
