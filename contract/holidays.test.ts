import { expect, test } from 'vitest'
import { easterDay, holidayOf } from '#contract/holidays.ts'

test.each([
  [1818, '1818-03-22'],
  [1943, '1943-04-25'],
  [2000, '2000-04-23'],
  [2024, '2024-03-31'],
  [2025, '2025-04-20'],
  [2026, '2026-04-05'],
  [2027, '2027-03-28'],
  [2038, '2038-04-25'],
  [2285, '2285-03-22'],
])('Easter Day of %i is %s', (year, day) => expect(easterDay(year)).toBe(day))

test.each([
  ['2026-04-02', 'Skjærtorsdag'],
  ['2026-04-03', 'Langfredag'],
  ['2026-04-06', '2. påskedag'],
  ['2026-05-14', 'Kristi himmelfartsdag'],
  ['2026-05-25', '2. pinsedag'],
  ['2027-05-17', '17. mai, 2. pinsedag'],
  ['2008-05-01', '1. mai, Kristi himmelfartsdag'],
  ['2026-12-25', '1. juledag'],
  ['2026-12-24', null],
  ['2026-11-25', null],
])('%s: %s', (day, name) => expect(holidayOf(day)?.nb ?? null).toBe(name))
