import { expect, test } from 'vitest'
import { periods } from './periods.ts'

test.each([
  // Half past midnight in Norway, the day before in Greenwich.
  ['2026-02-28T23:30:00Z', '2026-03-01', '2026-02-23', '2026-03-01', '2026-03-01', '2026-03-31'],
  ['2026-11-23T12:00:00Z', '2026-11-23', '2026-11-23', '2026-11-29', '2026-11-01', '2026-11-30'],
  ['2028-02-10T12:00:00Z', '2028-02-10', '2028-02-07', '2028-02-13', '2028-02-01', '2028-02-29'],
  ['2026-12-31T12:00:00Z', '2026-12-31', '2026-12-28', '2027-01-03', '2026-12-01', '2026-12-31'],
])('at %s it is %s; the week is %s to %s, the month %s to %s', (now, today, monday, sunday, first, last) => {
  expect(periods(new Date(now))).toEqual([
    { name: 'today', from: today, to: today },
    { name: 'week', from: monday, to: sunday },
    { name: 'month', from: first, to: last },
    { name: 'year', from: `${today.slice(0, 4)}-01-01`, to: `${today.slice(0, 4)}-12-31` },
  ])
})
