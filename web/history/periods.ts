type Period = { name: 'today' | 'week' | 'month' | 'year'; from: string; to: string }

/** Periods that contain the day it is in Norway, whole: weeks begin on Monday. As yyyy-mm-dd. */
export function periods(now: Date): Period[] {
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Oslo' }).format(now)
  const [year = 0, month = 0, day = 0] = today.split('-').map(Number)
  const on = (year: number, month: number, day: number) =>
    new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10)
  const sinceMonday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7
  return [
    { name: 'today', from: today, to: today },
    { name: 'week', from: on(year, month, day - sinceMonday), to: on(year, month, day - sinceMonday + 6) },
    { name: 'month', from: on(year, month, 1), to: on(year, month + 1, 0) },
    { name: 'year', from: on(year, 1, 1), to: on(year, 12, 31) },
  ]
}
