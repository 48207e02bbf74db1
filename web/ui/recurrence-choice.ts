// What is chosen in the input for a rule of recurrence, and the rule that it comes to.
import { type Frequency, readRule, type Rule, type Weekday, weekdays, writeRule } from '#contract/recurrence.ts'
import { normaliseDay } from '#contract/rules.ts'

/** Numbers and the last day are as they are typed. */
export type Choice = {
  /** `other`: a rule that the input has no words for; it is kept as it is. */
  freq: Frequency | 'none' | 'other'
  interval: string
  days: Weekday[]
  /** In a month: '' the first one's day, 'BYMONTHDAY=-1', 'BYDAY=2TU'. */
  in_month: string
  ends: 'never' | 'day' | 'count'
  until: string
  count: string
  other: string
}

const nothing: Choice = {
  ...{ freq: 'none', interval: '1', days: [], in_month: '', ends: 'never', until: '', count: '10', other: '' },
}

export function choiceOf(text: string | null): Choice {
  const rule = text ? readRule(text) : null
  if (!text) return nothing
  if (!rule || !isSimple(rule)) return { ...nothing, freq: 'other', other: text }
  const { freq, interval, count, until, by_day, by_month_day } = rule
  const days = by_day.map(({ weekday, nth }) => `${nth ?? ''}${weekday}`).join()
  const inMonth = by_month_day.length > 0 ? `BYMONTHDAY=${by_month_day.join()}` : days && `BYDAY=${days}`
  return {
    ...{ freq, interval: String(interval), other: '' },
    days: freq === 'WEEKLY' ? by_day.map(({ weekday }) => weekday) : [],
    in_month: freq === 'MONTHLY' ? inMonth : '',
    ends: until ? 'day' : count === null ? 'never' : 'count',
    until: until ? until.slice(0, 8).replace(/^(\d{4})(\d\d)(\d\d)$/, '$3.$2.$1') : '',
    count: String(count ?? 10),
  }
}

/** Whether the input can show it all. */
function isSimple(rule: Rule) {
  const { freq, by_day, by_month, by_month_day, by_set_pos, week_start } = rule
  if (by_month.length + by_set_pos.length > 0 || week_start !== 'MO') return false
  if (freq === 'WEEKLY') return true
  if (freq === 'MONTHLY')
    return by_day.length === 0 || (by_day.length === 1 && by_day[0]?.nth !== null && by_month_day.length === 0)
  return by_day.length + by_month_day.length === 0
}

/** The rule; what is typed and can not be read stands in it as it is, and is refused by the contract. */
export function ruleOf({ freq, interval, days, in_month, ends, until, count, other }: Choice): string | null {
  if (freq === 'none') return null
  if (freq === 'other') return other
  const last = normaliseDay(until.trim())?.replaceAll('-', '') ?? (until.trim() || '?')
  const text = [
    `FREQ=${freq}`,
    ...(interval.trim() === '1' ? [] : [`INTERVAL=${interval.trim() || '?'}`]),
    ...(ends === 'count' ? [`COUNT=${count.trim() || '?'}`] : []),
    ...(ends === 'day' ? [`UNTIL=${last}`] : []),
    ...(freq === 'MONTHLY' && in_month ? [in_month] : []),
    ...(freq === 'WEEKLY' && days.length > 0 ? [`BYDAY=${days.join()}`] : []),
  ].join(';')
  const rule = readRule(text)
  return rule ? writeRule(rule) : text
}

/** The ways of a month that fit the first day (yyyy-mm-dd), and the one that is chosen. */
export function waysOfMonth(first: string, chosen: string): string[] {
  const day = new Date(`${first}T00:00:00Z`)
  const at = day.getUTCDate()
  const inMonth = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate()
  const weekday = weekdays[(day.getUTCDay() + 6) % 7]
  const nth = Math.ceil(at / 7)
  return [
    ...new Set([
      '',
      ...(nth < 5 ? [`BYDAY=${nth}${weekday}`] : []),
      ...(at + 7 > inMonth ? [`BYDAY=-1${weekday}`] : []),
      'BYMONTHDAY=-1',
      chosen,
    ]),
  ]
}
