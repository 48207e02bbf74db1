import { expect, test } from 'vitest'
import { groupOf, mondayOf, proposedDays, todayIs, weekNumber, weekOf } from './days.ts'

// 2026-11-25 is a Wednesday.
const today = '2026-11-25'

test.each([
  [null, 'without_day'],
  ['2026-11-24', 'overdue'],
  ['2026-11-25', 'today'],
  ['2026-11-26', 'tomorrow'],
  ['2026-11-27', 'this_week'],
  ['2026-11-29', 'this_week'],
  ['2026-11-30', 'later'],
])('due %s is %s', (due, group) => {
  expect(groupOf(due, today)).toBe(group)
})

test('the day is that of Norway, also late in the evening of the world', () => {
  expect(todayIs(new Date('2026-11-24T23:30:00Z'))).toBe('2026-11-25')
  expect(todayIs(new Date('2026-06-30T21:59:00Z'))).toBe('2026-06-30')
})

test('a week goes from Monday to Sunday and has its number', () => {
  expect(weekOf(today)).toEqual(['23', '24', '25', '26', '27', '28', '29'].map((date) => `2026-11-${date}`))
  expect(mondayOf('2026-11-29')).toBe('2026-11-23')
  expect([today, '2027-01-03', '2027-01-04', '2025-12-29'].map(weekNumber)).toEqual([48, 53, 1, 1])
  expect(proposedDays('2026-11-29').map(({ day }) => day)).toEqual(['2026-11-29', '2026-11-30', '2026-11-30'])
})
