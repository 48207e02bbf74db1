// Days and times as they are written, in the language of the screen.
import { homeZone, localOf } from '#contract/zones.ts'
import { readLanguage } from '#web/platform/texts.ts'
import { daysAcross } from './blocks.ts'
import { daysOf, type View } from './days.ts'
import { texts } from './texts.ts'

const locale = readLanguage() === 'nb' ? 'nb-NO' : 'en-GB'
const written = (options: Intl.DateTimeFormatOptions) => {
  const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
  return (day: string) => format.format(new Date(`${day}T00:00Z`))
}
export const longDay = written({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
export const shortDay = written({ weekday: 'short', day: 'numeric', month: 'numeric' })
export const shortWeekday = written({ weekday: 'short' })
const monthAndYear = written({ month: 'long', year: 'numeric' })

/** What the view is of, as its heading says it. */
export function periodTitle(view: View, on: string): string {
  if (view === 'day') return capital(longDay(on))
  if (view === 'month') return capital(monthAndYear(on))
  const days = daysOf(view, on)
  return rangeOf(days[0] ?? on, days.at(-1) ?? on)
}
/** "23.–29. november 2026"; of two months, each in short. */
function rangeOf(first: string, last: string): string {
  const month = first.slice(0, 7) === last.slice(0, 7) ? 'long' : 'short'
  const format = new Intl.DateTimeFormat(locale, { day: 'numeric', month, year: 'numeric', timeZone: 'UTC' })
  return format.formatRange(new Date(`${first}T00:00Z`), new Date(`${last}T00:00Z`))
}
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

type Timed = { starts_at: string; ends_at: string; is_all_day: boolean; time_zone: string }

/** "09:00–10:00", or that it is the whole day. */
export function timesText({ starts_at, ends_at, is_all_day }: Timed): string {
  if (is_all_day) return texts.all_day
  return `${timeAt(starts_at)}–${timeAt(ends_at)}`
}
const timeAt = (moment: string) => localOf(moment, homeZone).slice(11, 16)

/** The day or days, and the times of day, in Norwegian time. */
export function whenText(times: Timed): string {
  const [first, last] = daysAcross(times)
  const days = first === last ? shortDay(first) : `${shortDay(first)} – ${shortDay(last)}`
  return `${days} ${timesText(times)}`
}
