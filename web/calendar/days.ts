// Days as yyyy-mm-dd, and weeks that begin on Monday. Pure.
import { addDays, homeZone, localOf } from '#contract/zones.ts'

export const views = ['day', 'week', 'month', 'agenda'] as const
export type View = (typeof views)[number]

const AGENDA_DAYS = 30

export const todayAtHome = () => localOf(Date.now(), homeZone).slice(0, 10)

/** 0 Monday … 6 Sunday. */
export const weekdayOf = (day: string) => (new Date(`${day}T00:00Z`).getUTCDay() + 6) % 7
const mondayOf = (day: string) => addDays(day, -weekdayOf(day))

/** The week's number (ISO 8601): that of its Thursday. */
export function weekNumber(day: string): number {
  const thursday = addDays(mondayOf(day), 3)
  return 1 + Math.floor((Date.parse(thursday) - Date.parse(`${thursday.slice(0, 4)}-01-01`)) / (7 * 86_400_000))
}

/** The days that a view shows. */
export function daysOf(view: View, on: string): string[] {
  if (view === 'day') return [on]
  if (view === 'week') return row(mondayOf(on), 7)
  if (view === 'agenda') return row(on, AGENDA_DAYS)
  const first = mondayOf(`${on.slice(0, 8)}01`)
  const last = addDays(mondayOf(addDays(addMonths(`${on.slice(0, 8)}01`, 1), -1)), 6)
  return row(first, 1 + Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000))
}

const row = (first: string, count: number) => Array.from({ length: count }, (_, at) => addDays(first, at))

/** The day to go to: one view earlier or later. */
export function stepTo(view: View, on: string, steps: 1 | -1): string {
  if (view === 'month') return addMonths(on, steps)
  return addDays(on, steps * { day: 1, week: 7, agenda: AGENDA_DAYS }[view])
}

function addMonths(day: string, months: number): string {
  const [year = 0, month = 1] = day.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 + months, 1))
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  const date = Math.min(Number(day.slice(8)), last)
  return `${first.toISOString().slice(0, 8)}${String(date).padStart(2, '0')}`
}

/** "09:30" of minutes after midnight. */
export const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
