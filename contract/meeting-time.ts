// When a meeting is, in a sentence, for letters and for the page at which they are answered. Pure.
import type { Language } from '#contract/messages.ts'
import { homeZone } from '#contract/zones.ts'

type Meeting = {
  starts_at: string
  ends_at: string
  time_zone: string
  is_all_day: boolean
  recurs: boolean
  /** When the last occurrence of a series begins, where it has one. */
  last_starts_at?: string | null
}

const locales = { nb: 'nb-NO', en: 'en-GB' }
const recurring = { nb: '(gjentas)', en: '(recurring)' }

const lastOne = {
  nb: (day: string) => `(gjentas, siste gang ${day})`,
  en: (day: string) => `(recurring, for the last time on ${day})`,
}

/** "fredag 27. mars 2026, 09:00–10:30"; the zone is named where it is not that of a Norwegian firm. */
export function tellWhen(meeting: Meeting, language: Language): string {
  const { starts_at, ends_at, time_zone, is_all_day, recurs, last_starts_at } = meeting
  const days = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const zone = time_zone === homeZone ? {} : ({ timeZoneName: 'short' } as const)
  const form = is_all_day ? days : { ...days, ...clock, ...zone }
  // The end of what lasts all day is the midnight after it.
  const last = is_all_day ? Math.max(Date.parse(starts_at), Date.parse(ends_at) - 1) : Date.parse(ends_at)
  const format = new Intl.DateTimeFormat(locales[language], { ...form, timeZone: time_zone })
  const told = format.formatRange(Date.parse(starts_at), last)
  if (!recurs) return told
  if (!last_starts_at) return `${told} ${recurring[language]}`
  const day = new Intl.DateTimeFormat(locales[language], { ...days, timeZone: time_zone })
  return `${told} ${lastOne[language](day.format(Date.parse(last_starts_at)))}`
}
