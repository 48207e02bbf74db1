// A rule of recurrence as people say it: "hver mandag og onsdag til 31.12.2026".
import type { Language } from '#contract/messages.ts'
import { type Frequency, readRule, type Rule, type Weekday, weekdays } from '#contract/recurrence.ts'

const words = {
  nb: {
    every: { DAILY: 'hver dag', WEEKLY: 'hver uke', MONTHLY: 'hver måned', YEARLY: 'hvert år' },
    other: { DAILY: 'annenhver dag', WEEKLY: 'annenhver uke', MONTHLY: 'annenhver måned', YEARLY: 'annethvert år' },
    nth: { DAILY: 'hver {n}. dag', WEEKLY: 'hver {n}. uke', MONTHLY: 'hver {n}. måned', YEARLY: 'hvert {n}. år' },
    days: 'mandag tirsdag onsdag torsdag fredag lørdag søndag',
    each_day: 'hver {days}',
    on_days: '{every} på {days}',
    workdays: 'alle hverdager',
    workday: 'hverdag',
    and: 'og',
    places: {
      '1': 'første',
      '2': 'andre',
      '3': 'tredje',
      '4': 'fjerde',
      '5': 'femte',
      '-1': 'siste',
      '-2': 'nest siste',
    },
    nth_day: '{place} {day}',
    in_month: '{what} i {month}',
    whole: '{what} {every}',
    day: 'den {n}.',
    last_day: 'den siste dagen',
    of_month: '{n}. {month}',
    until: ' til {day}',
    once: ', én gang',
    times: ', {n} ganger',
    own: 'etter en egen regel ({rule})',
  },
  en: {
    every: { DAILY: 'every day', WEEKLY: 'every week', MONTHLY: 'every month', YEARLY: 'every year' },
    other: {
      ...{ DAILY: 'every other day', WEEKLY: 'every other week' },
      ...{ MONTHLY: 'every other month', YEARLY: 'every other year' },
    },
    nth: { DAILY: 'every {n} days', WEEKLY: 'every {n} weeks', MONTHLY: 'every {n} months', YEARLY: 'every {n} years' },
    days: 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday',
    each_day: 'every {days}',
    on_days: '{every} on {days}',
    workdays: 'every weekday',
    workday: 'weekday',
    and: 'and',
    places: {
      '1': 'first',
      '2': 'second',
      '3': 'third',
      '4': 'fourth',
      '5': 'fifth',
      '-1': 'last',
      '-2': 'last but one',
    },
    nth_day: 'the {place} {day}',
    in_month: '{what} of {month}',
    whole: '{what} {every}',
    day: 'day {n}',
    last_day: 'the last day',
    of_month: '{n} {month}',
    until: ' until {day}',
    once: ', once',
    times: ', {n} times',
    own: 'by a rule of its own ({rule})',
  },
} as const

/** In words, without a full stop; a rule that has no simple words is shown as it is. */
export function recurrenceSentence(text: string, language: Language): string {
  const rule = readRule(text)
  const said = rule && mainPart(rule, language)
  if (!rule || !said) return fill(words[language].own, { rule: text })
  return said + endOf(rule, language)
}

/** "tirsdag", "Tuesday". */
export const weekdayName = (day: Weekday, language: Language): string =>
  words[language].days.split(' ')[weekdays.indexOf(day)] ?? day

/** "andre tirsdag", "the last Friday"; null for a place that is not said so. */
export function nthWeekday(nth: number, day: string, language: Language): string | null {
  const place = placeOf(nth, language)
  return place && fill(words[language].nth_day, { place, day })
}

function mainPart(rule: Rule, language: Language): string | null {
  const { freq, by_day, by_month, by_month_day, by_set_pos } = rule
  const said = words[language]
  const every = everyOf(freq, rule.interval, language)
  const isPlain = by_month.length + by_month_day.length + by_set_pos.length === 0
  if (isPlain && by_day.length === 0) return every
  if (freq === 'WEEKLY' && isPlain) {
    const days = listOf(
      by_day.map(({ weekday }) => weekdayName(weekday, language)),
      said.and,
    )
    if (rule.interval > 1) return fill(said.on_days, { every, days })
    return areWorkdays(rule) ? said.workdays : fill(said.each_day, { days })
  }
  if (freq === 'MONTHLY' && by_month.length === 0) {
    const what = dayInMonth(rule, language)
    return what && fill(said.whole, { what, every })
  }
  const month = by_month.length === 1 && by_month[0] ? monthName(by_month[0], language) : null
  if (freq !== 'YEARLY' || !month) return null
  const [day] = by_month_day
  if (by_month_day.length === 1 && day && day > 0 && by_day.length + by_set_pos.length === 0)
    return fill(said.whole, { what: fill(said.of_month, { n: String(day), month }), every })
  const what = dayInMonth(rule, language)
  return what && fill(said.whole, { what: fill(said.in_month, { what, month }), every })
}

function everyOf(freq: Frequency, interval: number, language: Language): string {
  const said = words[language]
  if (interval <= 2) return interval === 1 ? said.every[freq] : said.other[freq]
  return fill(said.nth[freq], { n: String(interval) })
}

/** "den 15.", "andre tirsdag", "siste hverdag". */
function dayInMonth(rule: Rule, language: Language): string | null {
  const { by_day, by_month_day, by_set_pos } = rule
  const said = words[language]
  const [one] = by_day
  if (by_month_day.length > 0) {
    if (by_day.length + by_set_pos.length > 0) return null
    if (by_month_day.length === 1 && by_month_day[0] === -1) return said.last_day
    if (by_month_day.some((day) => day < 0)) return null
    return listOf(
      by_month_day.map((day) => fill(said.day, { n: String(day) })),
      said.and,
    )
  }
  if (by_set_pos.length === 1 && by_set_pos[0] && by_day.every(({ nth }) => nth === null)) {
    const day = areWorkdays(rule)
      ? said.workday
      : one && by_day.length === 1
        ? weekdayName(one.weekday, language)
        : null
    return day && nthWeekday(by_set_pos[0], day, language)
  }
  if (by_set_pos.length > 0 || by_day.length !== 1 || !one?.nth) return null
  return nthWeekday(one.nth, weekdayName(one.weekday, language), language)
}

const areWorkdays = ({ by_day }: Rule) =>
  by_day.length === 5 && by_day.every(({ weekday, nth }) => nth === null && !['SA', 'SU'].includes(weekday))

function endOf({ until, count }: Rule, language: Language): string {
  const said = words[language]
  if (until) return fill(said.until, { day: until.slice(0, 8).replace(/^(\d{4})(\d\d)(\d\d)$/, '$3.$2.$1') })
  if (count === null) return ''
  return count === 1 ? said.once : fill(said.times, { n: String(count) })
}

function placeOf(nth: number, language: Language): string | null {
  const places: Record<string, string> = words[language].places
  return places[String(nth)] ?? null
}

const monthName = (month: number, language: Language) =>
  new Intl.DateTimeFormat(language === 'nb' ? 'nb-NO' : 'en-GB', { month: 'long', timeZone: 'UTC' }).format(
    new Date(Date.UTC(2026, month - 1, 1)),
  )

const listOf = (items: string[], and: string) =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} ${and} ${items.at(-1)}`

const fill = (text: string, values: Record<string, string>) =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
