// Norwegian public holidays. Sources: lov om helligdager og helligdagsfred (LOV-1995-02-24-12) § 2, and lov om 1 og 17 mai
// som høgtidsdager (LOV-1947-04-26-1).
import { addDays } from '#contract/zones.ts'

type Holiday = { nb: string; en: string }

/** By the day that they stand on, and by the days that they come before or after Easter Day. */
const fixed: Record<string, Holiday> = {
  '01-01': { nb: '1. nyttårsdag', en: 'New Year’s Day' },
  '05-01': { nb: '1. mai', en: 'Labour Day' },
  '05-17': { nb: '17. mai', en: 'Constitution Day' },
  '12-25': { nb: '1. juledag', en: 'Christmas Day' },
  '12-26': { nb: '2. juledag', en: 'Boxing Day' },
}
const byEaster: Record<number, Holiday> = {
  [-3]: { nb: 'Skjærtorsdag', en: 'Maundy Thursday' },
  [-2]: { nb: 'Langfredag', en: 'Good Friday' },
  0: { nb: '1. påskedag', en: 'Easter Day' },
  1: { nb: '2. påskedag', en: 'Easter Monday' },
  39: { nb: 'Kristi himmelfartsdag', en: 'Ascension Day' },
  49: { nb: '1. pinsedag', en: 'Whit Sunday' },
  50: { nb: '2. pinsedag', en: 'Whit Monday' },
}

/** What a day (yyyy-mm-dd) is called; two that fall together are both named. Null: no public holiday. */
export function holidayOf(day: string): Holiday | null {
  const easter = easterDay(Number(day.slice(0, 4)))
  const after = Math.round((Date.parse(day) - Date.parse(easter)) / 86_400_000)
  const found = [fixed[day.slice(5)], byEaster[after]].filter((one) => one !== undefined)
  if (found.length === 0) return null
  return { nb: found.map(({ nb }) => nb).join(', '), en: found.map(({ en }) => en).join(', ') }
}

/** Easter Day of the Gregorian calendar: Meeus, Astronomical Algorithms, chapter 8. */
export function easterDay(year: number): string {
  const golden = year % 19
  const [century, rest] = [Math.floor(year / 100), year % 100]
  const corrected = century - Math.floor(century / 4) - Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3)
  const moon = (19 * golden + corrected + 15) % 30
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - moon - (rest % 4)) % 7
  const late = Math.floor((golden + 11 * moon + 22 * weekday) / 451)
  const days = moon + weekday - 7 * late + 114
  return addDays(`${String(year).padStart(4, '0')}-${String(Math.floor(days / 31)).padStart(2, '0')}-01`, days % 31)
}
