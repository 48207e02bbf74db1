import { expect, test } from 'vitest'
import { addDays, isTimeZone, localOf, momentOf, startOfDay } from '#contract/zones.ts'

test.each([
  ['2026-11-25T09:00', 'Europe/Oslo', '2026-11-25T08:00:00.000Z'],
  ['2027-06-01T09:00', 'Europe/Oslo', '2027-06-01T07:00:00.000Z'],
  // The clocks pass over half past two, and come to it twice.
  ['2027-03-28T01:59', 'Europe/Oslo', '2027-03-28T00:59:00.000Z'],
  ['2027-03-28T02:30', 'Europe/Oslo', '2027-03-28T01:30:00.000Z'],
  ['2027-03-28T03:00', 'Europe/Oslo', '2027-03-28T01:00:00.000Z'],
  ['2026-10-25T02:30', 'Europe/Oslo', '2026-10-25T00:30:00.000Z'],
  ['2026-10-25T03:00', 'Europe/Oslo', '2026-10-25T02:00:00.000Z'],
  ['2026-11-25T09:00', 'America/New_York', '2026-11-25T14:00:00.000Z'],
  ['2026-11-25T09:00', 'Asia/Kathmandu', '2026-11-25T03:15:00.000Z'],
  ['2026-11-25T09:00:30', 'UTC', '2026-11-25T09:00:30.000Z'],
])('%s in %s is %s', (local, zone, moment) => {
  expect(momentOf(local, zone)).toBe(moment)
})

test('a moment shows as the clock there does, and days begin at its midnight', () => {
  expect(localOf('2026-10-25T00:30:00Z', 'Europe/Oslo')).toBe('2026-10-25T02:30:00')
  expect(localOf('2026-10-25T01:30:00Z', 'Europe/Oslo')).toBe('2026-10-25T02:30:00')
  expect(startOfDay('2027-03-28', 'Europe/Oslo')).toBe('2027-03-27T23:00:00.000Z')
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
})

test.each([
  ['Europe/Oslo', true],
  ['UTC', true],
  ['America/Argentina/Buenos_Aires', true],
  ['Etc/GMT+1', true],
  ['Europe/Lillehammer', false],
  ['+01:00', false],
  ['', false],
])('"%s" is a zone: %s', (name, is) => expect(isTimeZone(name)).toBe(is))
