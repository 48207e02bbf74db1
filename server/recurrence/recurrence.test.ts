import { expect, test } from 'vitest'
import { recurrence } from '#contract/recurrence.ts'
import { lastOccurrence, nextDay, occurrences } from './recurrence.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const oslo = (text: string) => Temporal.ZonedDateTime.from(`${text}[Europe/Oslo]`)

function days(rule: string, start: string, limit: number, from = start) {
  const found = occurrences({ rule, starts: day(start), from: day(from), to: day('2199-01-01'), limit })
  return found.map((one) => one.toString())
}

// The examples are those of RFC 5545 §3.8.5.3, on days.
const known: [rule: string, start: string, days: string[]][] = [
  ['FREQ=DAILY;COUNT=3', '1997-09-02', ['1997-09-02', '1997-09-03', '1997-09-04']],
  ['FREQ=DAILY;UNTIL=19970904', '1997-09-02', ['1997-09-02', '1997-09-03', '1997-09-04']],
  ['FREQ=DAILY;INTERVAL=10;COUNT=3', '1997-09-02', ['1997-09-02', '1997-09-12', '1997-09-22']],
  ['FREQ=WEEKLY;COUNT=3', '1997-09-02', ['1997-09-02', '1997-09-09', '1997-09-16']],
  [
    'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO',
    '1997-08-05',
    ['1997-08-05', '1997-08-10', '1997-08-19', '1997-08-24'],
  ],
  [
    'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU',
    '1997-08-05',
    ['1997-08-05', '1997-08-17', '1997-08-19', '1997-08-31'],
  ],
  ['FREQ=MONTHLY;COUNT=3;BYDAY=1FR', '1997-09-05', ['1997-09-05', '1997-10-03', '1997-11-07']],
  ['FREQ=MONTHLY;COUNT=3;BYDAY=-2MO', '1997-09-22', ['1997-09-22', '1997-10-20', '1997-11-17']],
  ['FREQ=MONTHLY;BYMONTHDAY=-3;COUNT=3', '1997-09-28', ['1997-09-28', '1997-10-29', '1997-11-28']],
  ['FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=3', '1998-02-13', ['1998-02-13', '1998-03-13', '1998-11-13']],
  ['FREQ=MONTHLY;BYDAY=TU,WE,TH;BYSETPOS=3;COUNT=3', '1997-09-04', ['1997-09-04', '1997-10-07', '1997-11-06']],
  ['FREQ=YEARLY;BYDAY=20MO;COUNT=3', '1997-05-19', ['1997-05-19', '1998-05-18', '1999-05-17']],
  [
    'FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8',
    '1996-11-05',
    ['1996-11-05', '2000-11-07', '2004-11-02'],
  ],
  // Months that have no such day are passed over.
  ['FREQ=MONTHLY', '2026-01-31', ['2026-01-31', '2026-03-31', '2026-05-31']],
  ['FREQ=MONTHLY;BYMONTHDAY=-1', '2026-01-31', ['2026-01-31', '2026-02-28', '2026-03-31']],
  ['FREQ=YEARLY', '2024-02-29', ['2024-02-29', '2028-02-29', '2032-02-29']],
  ['FREQ=YEARLY', '2096-02-29', ['2096-02-29', '2104-02-29', '2108-02-29']],
  ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29', '2024-02-29', ['2024-02-29', '2028-02-29', '2032-02-29']],
  // The beginning is one, and counts, also where the rule would not have it.
  ['FREQ=WEEKLY;BYDAY=MO;COUNT=3', '2026-01-07', ['2026-01-07', '2026-01-12', '2026-01-19']],
]

test.each(known)('%s from %s', (rule, start, expected) => {
  expect(days(rule, start, 3)).toEqual(expected.slice(0, 3))
  expect(days(rule, start, expected.length)).toEqual(expected)
})

test('a window far from the beginning is as right as the first one, and holds no more than it may', () => {
  expect(days('FREQ=DAILY;INTERVAL=3', '1950-01-01', 2, '2026-07-01')).toEqual(['2026-07-03', '2026-07-06'])
  expect(days('FREQ=WEEKLY;BYDAY=MO', '1950-01-02', 2, '2026-07-01')).toEqual(['2026-07-06', '2026-07-13'])
  expect(days('FREQ=DAILY', '2026-01-01', 500)).toHaveLength(500)
  expect(days('FREQ=DAILY;UNTIL=20260110', '2026-01-01', 500, '2026-01-11')).toEqual([])
})

test('at nine is at nine, on both sides of both changes of the clocks', () => {
  const at = (rule: string, start: string, to: string) =>
    occurrences({ rule, starts: oslo(start), from: oslo(start), to: oslo(to), limit: 10 }).map((one) =>
      one.toInstant().toString(),
    )
  expect(at('FREQ=DAILY', '2026-03-28T09:00', '2026-03-30T12:00')).toEqual([
    '2026-03-28T08:00:00Z',
    '2026-03-29T07:00:00Z',
    '2026-03-30T07:00:00Z',
  ])
  expect(at('FREQ=WEEKLY', '2026-10-21T09:00', '2026-10-30T12:00')).toEqual([
    '2026-10-21T07:00:00Z',
    '2026-10-28T08:00:00Z',
  ])
  // 02:30 is not there on 29 March, and is there twice on 25 October.
  expect(at('FREQ=DAILY', '2026-03-28T02:30', '2026-03-30T12:00')).toEqual([
    '2026-03-28T01:30:00Z',
    '2026-03-29T01:30:00Z',
    '2026-03-30T00:30:00Z',
  ])
  expect(at('FREQ=DAILY', '2026-10-24T02:30', '2026-10-26T12:00')).toEqual([
    '2026-10-24T00:30:00Z',
    '2026-10-25T00:30:00Z',
    '2026-10-26T01:30:00Z',
  ])
  // A window is of moments: what begins when it ends is not in it.
  expect(at('FREQ=DAILY', '2026-03-28T09:00', '2026-03-29T09:00')).toHaveLength(1)
  // An end in UTC is that moment in Norway.
  expect(at('FREQ=DAILY;UNTIL=20260330T065959Z', '2026-03-28T09:00', '2026-04-30T09:00')).toHaveLength(2)
  expect(at('FREQ=DAILY;UNTIL=20260330T070000Z', '2026-03-28T09:00', '2026-04-30T09:00')).toHaveLength(3)
})

test('the next day of a task is after the day it is counted from', () => {
  const next = (rule: string, after: string, start: string) => nextDay(rule, day(after), day(start))?.toString() ?? null
  expect(next('FREQ=WEEKLY;BYDAY=MO,WE', '2026-01-05', '2026-01-05')).toBe('2026-01-07')
  expect(next('FREQ=WEEKLY;BYDAY=MO,WE', '2026-02-18', '2026-01-05')).toBe('2026-02-23')
  expect(next('FREQ=MONTHLY;BYDAY=2TU', '2026-01-13', '2026-01-13')).toBe('2026-02-10')
  expect(next('FREQ=DAILY;COUNT=2', '2026-01-02', '2026-01-01')).toBe(null)
  expect(next('FREQ=DAILY;UNTIL=20260102', '2026-01-02', '2026-01-01')).toBe(null)
})

test('the last occurrence is known of a rule that ends', () => {
  const last = (rule: string) => lastOccurrence(rule, day('2026-01-01'))?.toString() ?? null
  expect(last('FREQ=DAILY')).toBe(null)
  expect(last('FREQ=DAILY;COUNT=10')).toBe('2026-01-10')
  expect(last('FREQ=WEEKLY;BYDAY=TH;UNTIL=20260131')).toBe('2026-01-29')
  expect(last('FREQ=DAILY;UNTIL=99991231')).toBe('9990-01-01')
  expect(last('FREQ=DAILY;UNTIL=20251231')).toBe('2026-01-01')
  expect(lastOccurrence('FREQ=DAILY;COUNT=2', oslo('2026-03-28T02:30'))?.toInstant().toString()).toBe(
    '2026-03-29T01:30:00Z',
  )
})

test('a rule that never comes to a day is given up at once', () => {
  const rules = [
    'FREQ=DAILY;INTERVAL=7;BYDAY=MO',
    'FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31',
    'FREQ=DAILY;BYDAY=MO;INTERVAL=7',
  ]
  for (const rule of [...rules, ...rules.map((one) => `${one};COUNT=5`)]) {
    const began = performance.now()
    expect(nextDay(rule, day('2026-02-03'), day('2026-02-03'))).toBe(null)
    expect(performance.now() - began).toBeLessThan(400)
  }
})

const accepted: [typed: string, stored: string | null][] = [
  ['', null],
  ['freq=weekly;byday=we,mo,mo;interval=1;wkst=mo', 'FREQ=WEEKLY;BYDAY=MO,WE'],
  ['BYDAY=+2TU;FREQ=MONTHLY', 'FREQ=MONTHLY;BYDAY=2TU'],
  ['FREQ=MONTHLY;BYMONTHDAY=15,-1,1', 'FREQ=MONTHLY;BYMONTHDAY=-1,1,15'],
  [
    'FREQ=YEARLY;UNTIL=20261231T225959Z;BYMONTH=12;BYMONTHDAY=24',
    'FREQ=YEARLY;UNTIL=20261231T225959Z;BYMONTH=12;BYMONTHDAY=24',
  ],
  ['FREQ=WEEKLY;WKST=SU', 'FREQ=WEEKLY;WKST=SU'],
]

test.each(accepted)('%s is stored as %s', (typed, stored) => {
  expect(recurrence.parse(typed)).toBe(stored)
})

const refused: [typed: string, code: string][] = [
  ['hver mandag', 'recurrence'],
  ['FREQ=FORTNIGHTLY', 'recurrence'],
  ['INTERVAL=2', 'recurrence'],
  ['FREQ=DAILY;FREQ=WEEKLY', 'recurrence'],
  ['FREQ=DAILY;INTERVAL=0', 'recurrence'],
  ['FREQ=DAILY;COUNT=0', 'recurrence'],
  ['FREQ=DAILY;COUNT=x', 'recurrence'],
  ['FREQ=DAILY;UNTIL=20260231', 'recurrence'],
  ['FREQ=DAILY;UNTIL=20260101T120000', 'recurrence'],
  ['FREQ=WEEKLY;BYDAY=2MO', 'recurrence'],
  ['FREQ=MONTHLY;BYDAY=6MO', 'recurrence'],
  ['FREQ=WEEKLY;BYMONTHDAY=3', 'recurrence'],
  ['FREQ=MONTHLY;BYMONTHDAY=32', 'recurrence'],
  ['FREQ=MONTHLY;BYSETPOS=1', 'recurrence'],
  ['FREQ=DAILY;BYMONTH=13', 'recurrence'],
  ['FREQ=DAILY\r\nATTENDEE:x', 'recurrence'],
  ['FREQ=HOURLY', 'recurrence_part'],
  ['FREQ=DAILY;BYHOUR=9', 'recurrence_part'],
  ['FREQ=YEARLY;BYWEEKNO=20', 'recurrence_part'],
  ['FREQ=DAILY;COUNT=2;UNTIL=20270101', 'recurrence_two_ends'],
  ['FREQ=DAILY;COUNT=1001', 'recurrence_bounds'],
  ['FREQ=DAILY;INTERVAL=1000', 'recurrence_bounds'],
  [
    `FREQ=MONTHLY;BYMONTHDAY=${Array.from({ length: 31 }, (_, at) => -at - 1).join()};BYDAY=${'MO,'.repeat(40)}MO`,
    'recurrence_bounds',
  ],
  ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'recurrence_never'],
  ['FREQ=MONTHLY;BYMONTH=4,6;BYMONTHDAY=31', 'recurrence_never'],
  ['FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=3', 'recurrence_never'],
]

test.each(refused)('%s is refused as %s', (typed, code) => {
  expect(recurrence.safeParse(typed).error?.issues[0]?.message).toBe(code)
})
