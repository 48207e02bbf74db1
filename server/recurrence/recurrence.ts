// The days and moments of a rule (contract/recurrence.ts). It runs on the clock of its own place: a meeting at nine stays at
// nine when the clocks change.
import { RRuleTemporal } from 'rrule-temporal'
import { readRule, type Rule, writeRule } from '#contract/recurrence.ts'

type Start = Temporal.ZonedDateTime | Temporal.PlainDate
type Window<S extends Start> = {
  rule: string
  /** The first occurrence; it is one also where the rule alone would not have it, and the first of COUNT. */
  starts: S
  /** From when, included. */
  from: S
  /** To when, not included. */
  to: S
  /** At most so many. */
  limit: number
}

// A rule that comes to no day for so many of its periods is given up.
const PATIENCE = 5_000
const LATEST = Temporal.PlainDateTime.from('9990-01-01T00:00')

/**
 * The occurrences within a window, in order. A local time that the clocks pass over is an hour later by the wall, one that
 * they come to twice is the first (RFC 5545 §3.3.10 with §3.3.5).
 */
export function occurrences<S extends Start>({ rule, starts, from, to, limit }: Window<S>): S[] {
  const found: S[] = []
  // A day more at each side: what is near the edges is judged by the moment itself.
  const first = wallOf(from).subtract({ days: 1 })
  for (const wall of walls(rule, starts, first, earlier(wallOf(to).add({ days: 1 }), LATEST))) {
    const one = fromWall(wall, starts)
    if (compare(one, from) < 0) continue
    if (found.length === limit || compare(one, to) >= 0) break
    found.push(one)
  }
  return found
}

/** The first day of the rule after `after`; null when there is none within a hundred years. */
export function nextDay(rule: string, after: Temporal.PlainDate, start: Temporal.PlainDate): Temporal.PlainDate | null {
  const from = after.add({ days: 1 })
  return occurrences({ rule, starts: start, from, to: from.add({ years: 100 }), limit: 1 })[0] ?? null
}

/** The last occurrence of a rule that ends; null when it does not end. */
export function lastOccurrence<S extends Start>(rule: string, starts: S): S | null {
  const known = readRule(rule)
  const set = known && setOf(known, starts)
  if (!known || !set || (known.count === null && set.until === null)) return null
  const last =
    known.count === null
      ? patiently(() => set.rule.previous(inUtc(set.until ?? LATEST), true)?.toString())
      : counted(set.rule).at(-1)?.toString()
  return last ? fromWall(wallFromText(last), starts) : starts
}

/** The rule's local times from `first` to `last`, earliest first; fetched in stretches that become longer. */
function* walls(text: string, starts: Start, first: Temporal.PlainDateTime, last: Temporal.PlainDateTime) {
  const known = readRule(text)
  if (!known) return
  const { rule, until } = setOf(known, starts)
  const end = until ? earlier(until, last) : last
  if (known.count !== null) {
    for (const wall of counted(rule)) if (!isBefore(wall, first) && !isBefore(end, wall)) yield wall
    return
  }
  const period = known.interval * { DAILY: 1, WEEKLY: 7, MONTHLY: 30, YEARLY: 365 }[known.freq]
  let from = isBefore(first, wallOf(starts)) ? wallOf(starts) : first
  let empty = 0
  for (let periods = 400; !isBefore(end, from) && empty < 3; periods = Math.min(periods * 4, PATIENCE - 1_000)) {
    const to = earlier(from.add({ days: Math.min(periods * period, 2_000_000) }), end)
    const stretch = patiently(() => rule.between(inUtc(from), inUtc(to), true)) ?? []
    empty = stretch.length > 0 ? 0 : empty + 1
    yield* stretch.map((one) => wallFromText(one.toString()))
    from = to.add({ seconds: 1 })
  }
}

function setOf(known: Rule, starts: Start) {
  const until = known.until ? earlier(untilWall(known.until, starts), LATEST) : null
  const rule = new RRuleTemporal({
    rruleString: `RRULE:${writeRule({ ...known, until: null })}`,
    dtstart: inUtc(wallOf(starts)),
    ...(until ? { until: inUtc(until) } : {}),
    includeDtstart: true,
    maxIterations: PATIENCE,
    cache: false,
  })
  return { rule, until }
}

/** All of a counted rule: at most a thousand. */
function counted(set: RRuleTemporal): Temporal.PlainDateTime[] {
  const found: Temporal.PlainDateTime[] = []
  patiently(() => set.all((one) => found.push(wallFromText(one.toString())) > 0))
  return found
}

/** Null when the rule was given up. */
function patiently<T>(work: () => T): T | null {
  try {
    return work()
  } catch (error) {
    if (error instanceof Error && /Maximum/.test(error.message)) return null
    throw error
  }
}

/** The rule is worked out on a clock that never changes. */
const inUtc = (wall: Temporal.PlainDateTime) => wall.toZonedDateTime('UTC')
const wallFromText = (text: string) => Temporal.PlainDateTime.from(text.replace(/[+Z[].*$/, ''))
const isBefore = (one: Temporal.PlainDateTime, other: Temporal.PlainDateTime) =>
  Temporal.PlainDateTime.compare(one, other) < 0
const earlier = (one: Temporal.PlainDateTime, other: Temporal.PlainDateTime) => (isBefore(one, other) ? one : other)

const isDay = (start: Start): start is Temporal.PlainDate => start instanceof Temporal.PlainDate
const wallOf = (start: Start) => (isDay(start) ? start.toPlainDateTime() : start.toPlainDateTime())

function fromWall<S extends Start>(wall: Temporal.PlainDateTime, starts: S): S {
  const one: Start = isDay(starts)
    ? wall.toPlainDate()
    : wall.toZonedDateTime(starts.timeZoneId, { disambiguation: 'compatible' })
  return one as S
}

function compare(one: Start, other: Start): number {
  if (isDay(one) || isDay(other)) return Temporal.PlainDateTime.compare(wallOf(one), wallOf(other))
  return Temporal.ZonedDateTime.compare(one, other)
}

/** The last local time of a rule: a day is included to its end, a moment is told by the clock of the place. */
function untilWall(until: string, starts: Start): Temporal.PlainDateTime {
  if (!until.includes('T')) return Temporal.PlainDate.from(until).toPlainDateTime('23:59:59')
  const moment = Temporal.Instant.from(until)
  return moment.toZonedDateTimeISO(isDay(starts) ? 'UTC' : starts.timeZoneId).toPlainDateTime()
}
