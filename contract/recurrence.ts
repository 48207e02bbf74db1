// A rule of recurrence as RFC 5545 §3.3.10 writes it, "FREQ=WEEKLY;BYDAY=MO,WE": the parts that people plan by. Hours and
// below, days of the year and week numbers are not among them. Pure: the server and the forms read rules alike.
import { z } from 'zod'

export const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const
export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
export type Frequency = (typeof frequencies)[number]
export type Weekday = (typeof weekdays)[number]

export type Rule = {
  freq: Frequency
  interval: number
  count: number | null
  /** The last day, yyyymmdd, or the last moment in UTC, yyyymmddThhmmssZ; included. */
  until: string | null
  by_month: number[]
  by_month_day: number[]
  /** A weekday, and in months and years which one of them: 2 the second, -1 the last. */
  by_day: { weekday: Weekday; nth: number | null }[]
  by_set_pos: number[]
  week_start: Weekday
}

type Refused = 'recurrence' | 'recurrence_part' | 'recurrence_two_ends' | 'recurrence_bounds' | 'recurrence_never'

const MOST = { interval: 999, count: 1_000, length: 200 }

/** An optional rule, normalised: capital letters, parts and lists in one order, what goes without saying left out. */
export const recurrence = z
  .string()
  .transform((typed, context) => {
    const text = typed.trim().toUpperCase()
    if (!text) return null
    const rule = text.length > MOST.length ? 'recurrence_bounds' : parse(text)
    if (typeof rule !== 'string') return writeRule(rule)
    context.issues.push({ code: 'custom', message: rule, input: typed })
    return z.NEVER
  })
  .nullable()

/** The rule of a text that was accepted before; null for any other. */
export function readRule(text: string): Rule | null {
  const rule = parse(text)
  return typeof rule === 'string' ? null : rule
}

export function writeRule(rule: Rule): string {
  const parts: [string, string | number | null][] = [
    ['FREQ', rule.freq],
    ['INTERVAL', rule.interval === 1 ? null : rule.interval],
    ['COUNT', rule.count],
    ['UNTIL', rule.until],
    ['BYMONTH', rule.by_month.join()],
    ['BYMONTHDAY', rule.by_month_day.join()],
    ['BYDAY', rule.by_day.map(({ weekday, nth }) => `${nth ?? ''}${weekday}`).join()],
    ['BYSETPOS', rule.by_set_pos.join()],
    ['WKST', rule.week_start === 'MO' ? null : rule.week_start],
  ]
  return parts.flatMap(([name, value]) => (value === null || value === '' ? [] : `${name}=${value}`)).join(';')
}

const names = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYDAY', 'BYMONTHDAY', 'BYMONTH', 'BYSETPOS', 'WKST']
const others = ['BYSECOND', 'BYMINUTE', 'BYHOUR', 'BYYEARDAY', 'BYWEEKNO', 'RSCALE', 'SKIP']

function parse(text: string): Rule | Refused {
  const parts = new Map<string, string>()
  for (const part of text.split(';')) {
    const [, name = '', value = ''] = /^([A-Z]+)=([^=]+)$/.exec(part) ?? []
    if (others.includes(name)) return 'recurrence_part'
    if (!names.includes(name) || parts.has(name)) return 'recurrence'
    parts.set(name, value)
  }
  if (/^(?:HOURLY|MINUTELY|SECONDLY)$/.test(parts.get('FREQ') ?? '')) return 'recurrence_part'
  if (parts.has('COUNT') && parts.has('UNTIL')) return 'recurrence_two_ends'
  const rule = ruleOf(parts)
  return rule === null ? 'recurrence' : (faultOf(rule) ?? rule)
}

/** Null when a part can not be read. */
function ruleOf(parts: Map<string, string>): Rule | null {
  const freq = frequencies.find((one) => one === parts.get('FREQ'))
  const week_start = weekdays.find((one) => one === (parts.get('WKST') ?? 'MO'))
  const interval = readNumber(parts.get('INTERVAL') ?? '1')
  const count = parts.has('COUNT') ? readNumber(parts.get('COUNT') ?? '') : null
  const until = parts.get('UNTIL') ?? null
  const [by_month, by_month_day, by_set_pos] = (
    [
      ['BYMONTH', 1, 12],
      ['BYMONTHDAY', -31, 31],
      ['BYSETPOS', -366, 366],
    ] as const
  ).map(([name, least, most]) => readNumbers(parts.get(name), least, most))
  const by_day = readWeekdays(parts.get('BYDAY'))
  if (!freq || !week_start || !interval || count === 0 || !by_month || !by_month_day || !by_set_pos || !by_day)
    return null
  if ((parts.has('COUNT') && count === null) || (until !== null && !isUntil(until))) return null
  return { freq, interval, count, until, by_month, by_month_day, by_day, by_set_pos, week_start }
}

const readNumber = (text: string) => (/^\d{1,9}$/.test(text) ? Number(text) : null)

function readNumbers(text: string | undefined, least: number, most: number): number[] | null {
  if (text === undefined) return []
  const found = text.split(',').map((one) => (/^[+-]?\d{1,3}$/.test(one) ? Number(one) : 0))
  const areRight = found.every((one) => one !== 0 && one >= least && one <= most)
  return areRight ? [...new Set(found)].toSorted((one, other) => one - other) : null
}

function readWeekdays(text: string | undefined): Rule['by_day'] | null {
  if (text === undefined) return []
  const found = new Map<string, Rule['by_day'][number]>()
  for (const one of text.split(',')) {
    const [, nth, name] = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(one) ?? []
    const weekday = weekdays.find((day) => day === name)
    if (!weekday || Number(nth ?? 1) === 0) return null
    found.set(`${Number(nth ?? 0)}${weekday}`, { weekday, nth: nth === undefined ? null : Number(nth) })
  }
  const place = ({ weekday, nth }: Rule['by_day'][number]) => weekdays.indexOf(weekday) * 200 + (nth ?? 0)
  return [...found.values()].toSorted((one, other) => place(one) - place(other))
}

function isUntil(text: string): boolean {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z)?$/.exec(text) ?? []
  const moment = new Date(`${year}-${month}-${day}T${hour ?? '00'}:${minute ?? '00'}:${second ?? '00'}Z`)
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(`${year}-${month}-${day}`)
}

/** What RFC 5545 forbids, is beyond our bounds, or can never come. */
function faultOf({ freq, interval, count, by_month, by_month_day, by_day, by_set_pos }: Rule): Refused | null {
  if (interval > MOST.interval || (count ?? 0) > MOST.count) return 'recurrence_bounds'
  const isByMonth = freq === 'MONTHLY' || (freq === 'YEARLY' && by_month.length > 0)
  const mostOf = isByMonth ? 5 : freq === 'YEARLY' ? 53 : 0
  if (by_day.some(({ nth }) => nth !== null && Math.abs(nth) > mostOf)) return 'recurrence'
  if (freq === 'WEEKLY' && by_month_day.length > 0) return 'recurrence'
  if (by_set_pos.length > 0 && by_month.length + by_month_day.length + by_day.length === 0) return 'recurrence'
  // The largest set that a position is counted in.
  const inSet = { DAILY: 1, WEEKLY: Math.max(1, by_day.length), MONTHLY: 31, YEARLY: 366 }[freq]
  if (by_set_pos.length > 0 && by_set_pos.every((at) => Math.abs(at) > inSet)) return 'recurrence_never'
  const daysIn = (month: number) => (month === 2 ? 29 : [4, 6, 9, 11].includes(month) ? 30 : 31)
  const longest = Math.max(...(by_month.length > 0 ? by_month : [1]).map(daysIn))
  if (by_month_day.length > 0 && by_month_day.every((day) => Math.abs(day) > longest)) return 'recurrence_never'
  return null
}
