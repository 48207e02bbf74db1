// The occurrences of a series: by the clocks of its own zone, so that nine o'clock stays nine o'clock.
import { readRule, type Rule, weekdays, writeRule } from '#contract/recurrence.ts'
import { occurrences } from '#server/recurrence/recurrence.ts'

export type Series = { starts_at: string; ends_at: string; time_zone: string; recurrence: string | null }
export type Times = { starts_at: string; ends_at: string }

/** Those that lie in the period, also by their end alone; what is no series is one. */
export function occurrencesOf(series: Series, from: string, to: string, limit = MOST): Times[] {
  const { starts_at, ends_at, recurrence } = series
  if (recurrence === null) return isWithin(series, from, to) ? [{ starts_at, ends_at }] : []
  // An hour more: a night may be longer by the clocks than by the wall.
  const begin = Date.parse(from) - (Date.parse(ends_at) - Date.parse(starts_at)) - 3_600_000
  const end = Date.parse(to)
  const all =
    limit === MOST && end - begin < 2 * STRETCH ? kept(series, begin, end) : workOut(series, begin, end, limit)
  return all.filter((times) => isWithin(times, from, to))
}

const MOST = 1_000
const STRETCH = 91 * 86_400_000
const MOST_STRETCHES = 8_000
type Span = [starts: number, ends: number]
/** What a series has in a stretch of the calendar, by all that it follows from: the same weeks are looked at again and again, by everyone. */
const stretches = new Map<string, Span[]>()

/** What begins in the period, by the stretches that it touches. */
function kept(series: Series, begin: number, end: number): Times[] {
  const found: Span[] = []
  for (let at = Math.floor(begin / STRETCH); at * STRETCH < end; at++) found.push(...stretchOf(series, at))
  return found
    .filter(([starts]) => starts >= begin && starts < end)
    .map(([starts, ends]) => ({ starts_at: isoOf(starts), ends_at: isoOf(ends) }))
}

function stretchOf(series: Series, at: number): Span[] {
  const key = [at, series.starts_at, series.ends_at, series.time_zone, series.recurrence].join()
  const known = stretches.get(key)
  if (known) return known
  const [oldest] = stretches.keys()
  if (oldest !== undefined && stretches.size === MOST_STRETCHES) stretches.delete(oldest)
  const all = workOut(series, at * STRETCH, (at + 1) * STRETCH, MOST)
  const made = all.map(({ starts_at, ends_at }): Span => [Date.parse(starts_at), Date.parse(ends_at)])
  stretches.set(key, made)
  return made
}

/** What begins in the period, by the rule. */
function workOut({ starts_at, ends_at, time_zone, recurrence }: Series, begin: number, end: number, limit: number) {
  const starts = zoned(starts_at, time_zone)
  const length = wallOf(starts).until(wallOf(zoned(ends_at, time_zone)))
  const lasts = Date.parse(ends_at) - Date.parse(starts_at)
  const window = { from: zoned(isoOf(begin), time_zone), to: zoned(isoOf(end), time_zone) }
  return occurrences({ rule: recurrence ?? '', starts, ...window, limit }).map((start) => ({
    starts_at: iso(start),
    ends_at: endOf(start, length, lasts),
  }))
}

/** Whether the series has an occurrence that begins at this very moment. */
export function isOccurrence(series: Series, at: string): boolean {
  const next = new Date(Date.parse(at) + 1_000).toISOString()
  return occurrencesOf(series, at, next).some(({ starts_at }) => starts_at === at)
}

/** What touches the period; a moment without length does so at its beginning too. */
export const isWithin = ({ starts_at, ends_at }: Times, from: string, to: string) =>
  starts_at < to && (ends_at > from || starts_at >= from)

/** By the wall as long as the first; where the clocks change in between, never before its start. */
function endOf(start: Temporal.ZonedDateTime, length: Temporal.Duration, lasts: number): string {
  const end = wallOf(start).add(length).toZonedDateTime(start.timeZoneId)
  const isBackwards = Temporal.ZonedDateTime.compare(end, start) < 0
  return iso(isBackwards ? start.add({ milliseconds: lasts }) : end)
}

/** As far as one local time is from another, the rest of a series is moved: `moment` by as much, by the clocks of the zone. */
export function shift(moment: string, from: string, to: string, zone: string): string {
  const way = wallOf(zoned(from, zone)).until(wallOf(zoned(to, zone)))
  return iso(wallOf(zoned(moment, zone)).add(way).toZonedDateTime(zone))
}

/** The rule when what begins at `from` is to begin at `to`: weekdays and days of the month go along. */
export function shiftRule(text: string, from: string, to: string, zone: string): string {
  const rule = readRule(text)
  const [before, after] = [zoned(from, zone).toPlainDate(), zoned(to, zone).toPlainDate()]
  if (!rule || before.equals(after)) return text
  const moved = { ...rule, ...movedParts(rule, before, after) }
  return writeRule(moved)
}

function movedParts(rule: Rule, before: Temporal.PlainDate, after: Temporal.PlainDate): Partial<Rule> {
  const days = before.until(after, { largestUnit: 'days' }).days
  const by_month = rule.by_month.map((month) => (month === before.month ? after.month : month))
  if (rule.freq === 'WEEKLY')
    return { by_day: rule.by_day.map(({ weekday, nth }) => ({ weekday: later(weekday, days), nth })) }
  const by_month_day = rule.by_month_day.map((day) => (day === before.day ? after.day : day))
  const by_day = rule.by_day.map(({ weekday, nth }) =>
    nth === null || rule.by_day.length > 1
      ? { weekday, nth }
      : { weekday: later(weekday, days), nth: nth < 0 ? nth : Math.ceil(after.day / 7) },
  )
  return { by_month, by_month_day, by_day }
}

const later = (weekday: (typeof weekdays)[number], days: number) =>
  weekdays[(((weekdays.indexOf(weekday) + days) % 7) + 7) % 7] ?? weekday

/** The rule that ends before the occurrence that begins at `at`. */
export function ruleBefore(series: Series & { is_all_day: boolean }, at: string): string | null {
  const rule = readRule(series.recurrence ?? '')
  if (!rule) return null
  const last = new Date(Date.parse(at) - 1_000).toISOString()
  const until = series.is_all_day
    ? zoned(last, series.time_zone).toPlainDate().toString().replaceAll('-', '')
    : `${last.slice(0, 19).replace(/[-:]/g, '')}Z`
  return writeRule({ ...rule, count: null, until })
}

/** The rule of what is left of a counted one from the occurrence at `at` on; any other as it is. */
export function ruleFrom(series: Series, at: string): string | null {
  const rule = readRule(series.recurrence ?? '')
  if (!rule || rule.count === null) return series.recurrence
  const before = occurrencesOf(series, series.starts_at, at, 1_000).filter(({ starts_at }) => starts_at < at).length
  return writeRule({ ...rule, count: Math.max(1, rule.count - before) })
}

const zoned = (moment: string, zone: string) => Temporal.Instant.from(moment).toZonedDateTimeISO(zone)
const wallOf = (at: Temporal.ZonedDateTime) => at.toPlainDateTime()
const isoOf = (milliseconds: number) => new Date(milliseconds).toISOString()
const iso = (at: Temporal.ZonedDateTime) => isoOf(at.epochMilliseconds)
