import { expect, test } from 'vitest'
import type { Occurrence } from '#contract/appointments.ts'
import { blocksOf, daysAcross, inLanes, movedTimes, stretchedTimes } from './blocks.ts'
import { daysOf, stepTo, weekNumber } from './days.ts'

const at = (starts_at: string, ends_at: string, more: Partial<Occurrence> = {}): Occurrence => ({
  ...{ appointment_id: 'a', version: 1, series_id: null, original_starts_at: null, title: 'Møte', place: null },
  ...{ starts_at, ends_at, time_zone: 'Europe/Oslo', is_all_day: false, is_busy: true, is_private: false },
  ...{ reminder_minutes: null, organizer_id: 'u', users: [{ id: 'u', state: 'accepted' as const }] },
  ...more,
})

test.each([
  ['2026-12-31', 53],
  ['2027-01-03', 53],
  ['2027-01-04', 1],
  ['2026-11-25', 48],
  ['2025-12-29', 1],
  ['2024-12-30', 1],
])('%s is in week %i', (day, week) => expect(weekNumber(day)).toBe(week))

test('a week begins on Monday, a month shows whole weeks, and one step is one view', () => {
  expect(daysOf('week', '2026-11-25')).toMatchObject([
    '2026-11-23',
    ...Array.from({ length: 6 }, () => expect.any(String)),
  ])
  const november = daysOf('month', '2026-11-25')
  expect([november[0], november.at(-1), november.length]).toEqual(['2026-10-26', '2026-12-06', 42])
  expect(stepTo('month', '2027-01-31', 1)).toBe('2027-02-28')
  expect(stepTo('week', '2026-12-31', 1)).toBe('2027-01-07')
})

test('what overlaps stands side by side, what does not has the whole width', () => {
  const block = (from: number, to: number) => ({
    ...{ key: '', occurrence: at('', ''), user_id: 'u' },
    state: 'seen' as const,
    from,
    to,
    lane: 0,
    lanes: 1,
  })
  const placed = inLanes([block(540, 600), block(570, 630), block(600, 660), block(720, 780)])
  expect(placed.map(({ lane, lanes }) => [lane, lanes])).toEqual([
    [0, 2],
    [1, 2],
    [0, 2],
    [0, 1],
  ])
})

test('an appointment over midnight is on both days, by Norwegian time', () => {
  const night = at('2026-11-25T21:00:00.000Z', '2026-11-26T05:00:00.000Z')
  expect(blocksOf([night], '2026-11-25', 'u')).toMatchObject([{ from: 1_320, to: 1_440 }])
  expect(blocksOf([night], '2026-11-26', 'u')).toMatchObject([{ from: 0, to: 360 }])
  expect(blocksOf([night], '2026-11-27', 'u')).toEqual([])
})

test('an all-day one stands on the days of its own zone', () => {
  const away = at('2027-01-11T05:00:00.000Z', '2027-01-13T05:00:00.000Z', {
    is_all_day: true,
    time_zone: 'America/New_York',
  })
  expect(daysAcross(away)).toEqual(['2027-01-11', '2027-01-12'])
})

test('what is moved over a change of the clocks keeps its time of day and its length', () => {
  const meeting = at('2027-03-27T08:00:00.000Z', '2027-03-27T09:00:00.000Z')
  expect(movedTimes(meeting, { days: 1, minutes: 0 })).toMatchObject({
    starts_at: '2027-03-28T07:00:00.000Z',
    ends_at: '2027-03-28T08:00:00.000Z',
  })
  const day = at('2027-03-26T23:00:00.000Z', '2027-03-27T23:00:00.000Z', { is_all_day: true })
  expect(movedTimes(day, { days: 1, minutes: 0 })).toMatchObject({
    starts_at: '2027-03-27T23:00:00.000Z',
    ends_at: '2027-03-28T22:00:00.000Z',
  })
  expect(stretchedTimes(meeting, { days: 0, minutes: -90 })).toMatchObject({ ends_at: '2027-03-27T08:15:00.000Z' })
})
