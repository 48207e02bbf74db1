// Days as yyyy-mm-dd, reckoned as they are in Norway.

/** Today in Norway, as the server has it. */
export const todayIs = (now = new Date()): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Oslo' }).format(now)

export function later(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/** 0 Monday … 6 Sunday. */
const weekdayOf = (day: string) => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7

export const mondayOf = (day: string) => later(day, -weekdayOf(day))

/** Monday to Sunday. */
export const weekOf = (day: string) => Array.from({ length: 7 }, (_, at) => later(mondayOf(day), at))

/** ISO 8601: the week is that of its Thursday. */
export function weekNumber(day: string): number {
  const thursday = later(mondayOf(day), 3)
  const first = new Date(`${thursday.slice(0, 4)}-01-01T00:00:00Z`).getTime()
  return Math.floor((new Date(`${thursday}T00:00:00Z`).getTime() - first) / (7 * 86_400_000)) + 1
}

export type Group = 'overdue' | 'today' | 'tomorrow' | 'this_week' | 'later' | 'without_day'

/** Where in the planner a due day stands. */
export function groupOf(due: string | null, today: string): Group {
  if (due === null) return 'without_day'
  if (due < today) return 'overdue'
  if (due === today) return 'today'
  if (due === later(today, 1)) return 'tomorrow'
  return due <= later(mondayOf(today), 6) ? 'this_week' : 'later'
}

/** What a task is often moved to; next week is its Monday. */
export function proposedDays(today: string): { name: 'today' | 'tomorrow' | 'next_week'; day: string }[] {
  return [
    { name: 'today', day: today },
    { name: 'tomorrow', day: later(today, 1) },
    { name: 'next_week', day: later(mondayOf(today), 7) },
  ]
}
