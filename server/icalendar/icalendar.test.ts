import ICAL from 'ical.js'
import { expect, test } from 'vitest'
import { AppError } from '#server/platform/errors.ts'
import { readCalendar } from './read.ts'
import type { CalendarEvent, CalendarTask } from './types.ts'
import { writeCalendar } from './write.ts'

const meeting: CalendarEvent = {
  uid: 'a1@kundebok',
  sequence: 2,
  title: 'Møte om «fjord»; pris, frist\\avtale',
  place: 'Storgata 1, Bergen',
  description: 'Første linje\r\nAndre linje',
  starts_at: '2026-03-27T08:00:00.000Z',
  ends_at: '2026-03-27T09:30:00.000Z',
  time_zone: 'Europe/Oslo',
  is_all_day: false,
  is_busy: true,
  is_private: false,
  reminder_minutes: 15,
  recurrence: null,
  recurs_until: null,
  skipped: [],
  original_starts_at: null,
  cancelled_at: null,
  created_at: '2026-01-01T10:00:00.000Z',
  changed_at: '2026-01-02T10:00:00.000Z',
  organizer: { name: 'Kari Nordmann', email: 'kari@testfirma.example' },
  attendees: [
    { name: 'Ola "Sjef" Hansen; Daglig leder', email: 'ola@kunde.example', state: 'unseen', is_asked: true },
    { name: 'Per', email: 'per@kunde.example', state: 'accepted', is_asked: true },
  ],
  overrides: [],
}
const task: CalendarTask = {
  uid: 't1',
  version: 3,
  title: 'Ring kunden',
  description: null,
  status: 'in_progress',
  priority: 1,
  percent_complete: 40,
  start_on: '2026-03-01',
  due_on: '2026-03-05',
  reminder_at: '2026-03-05T07:00:00.000Z',
  closed_at: null,
  created_at: '2026-01-01T10:00:00.000Z',
  changed_at: '2026-01-02T10:00:00.000Z',
}

const write = (change: Partial<CalendarEvent> = {}, method?: 'REQUEST' | 'CANCEL') =>
  writeCalendar({ events: [{ ...meeting, ...change }], ...(method ? { method } : {}) })
const unfolded = (text: string) => text.replaceAll('\r\n ', '').split('\r\n')
const read = (text: string) => readCalendar(text, 'Europe/Oslo')
const refusalOf = (text: string) => {
  try {
    return read(text)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return error.details.message ?? error.code
  }
}
const event = (...lines: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'BEGIN:VEVENT', 'UID:x', ...lines, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n')

test('an invitation has what RFC 5545 and 5546 ask for, and nothing that is the organizer’s own', () => {
  const lines = unfolded(write({}, 'REQUEST'))
  for (const must of [
    'VERSION:2.0',
    'METHOD:REQUEST',
    'UID:a1@kundebok',
    'SEQUENCE:2',
    'DTSTAMP:20260102T100000Z',
    'DTSTART;TZID=Europe/Oslo:20260327T090000',
    'DTEND;TZID=Europe/Oslo:20260327T103000',
    'SUMMARY:Møte om «fjord»\\; pris\\, frist\\\\avtale',
    'DESCRIPTION:Første linje\\nAndre linje',
    'STATUS:CONFIRMED',
    'ORGANIZER;CN=Kari Nordmann:mailto:kari@testfirma.example',
    'ATTENDEE;CN="Ola \'Sjef\' Hansen; Daglig leder";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:ola@kunde.example',
    'ATTENDEE;CN=Per;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=TRUE:mailto:per@kunde.example',
  ])
    expect(lines).toContain(must)
  expect(lines.filter((line) => line.startsWith('PRODID:'))).toHaveLength(1)
  expect(lines).not.toContain('BEGIN:VALARM')
  expect(unfolded(write({}, 'CANCEL'))).toEqual(expect.arrayContaining(['METHOD:CANCEL', 'STATUS:CANCELLED']))
  expect(unfolded(write())).toEqual(expect.arrayContaining(['BEGIN:VALARM', 'TRIGGER:-PT15M', 'ACTION:DISPLAY']))
})

test('lines end with CRLF and have at most 75 octets, and no character is cut in two', () => {
  const text = write({ title: 'Fjordmøte 🚢 '.repeat(15), description: 'æøå'.repeat(300) })
  expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  expect(text).not.toContain('\ufffd')
  expect(read(text).events[0]?.description).toBe('æøå'.repeat(300))
})

test('no name, title or place makes a line of its own', () => {
  const evil = 'X\r\nATTENDEE:mailto:mallory@evil.example\r\nX:\u0000\u0007\u2028"'
  const text = write(
    {
      ...{ uid: evil, title: evil, place: evil, description: evil },
      organizer: { name: evil, email: `kari@x.example\r\nX-EVIL:1` },
      attendees: [{ name: evil, email: 'a@b.example', state: 'unseen', is_asked: true }],
    },
    'REQUEST',
  )
  expect(unfolded(text).filter((line) => /^(ATTENDEE|X)/.test(line))).toHaveLength(1)
  expect(text.replaceAll('\r\n', '')).not.toMatch(/\p{Cc}|\u2028/u)
  expect(() => ICAL.parse(text)).not.toThrow()
})

test.each([
  ['the Friday before the clock goes forward', '2026-03-27T08:00:00.000Z', '20260327T090000'],
  ['the Monday after', '2026-03-30T07:00:00.000Z', '20260330T090000'],
  ['the Friday before it goes back', '2026-10-23T07:00:00.000Z', '20261023T090000'],
  ['the Monday after that', '2026-10-26T08:00:00.000Z', '20261026T090000'],
])('nine o’clock in Oslo stays nine o’clock: %s', (_, starts_at, local) => {
  const text = write({ starts_at, ends_at: starts_at })
  expect(unfolded(text)).toContain(`DTSTART;TZID=Europe/Oslo:${local}`)
  // By the zone that comes along, as a program that knows no zones of its own understands it.
  expect(ownReading(text)).toBe(starts_at.replace('.000Z', 'Z'))
  expect(read(text).events[0]?.starts_at).toBe(starts_at)
})

/** The beginning as ical.js counts it by the VTIMEZONE that stands in the text. */
function ownReading(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text))
  const zone = calendar.getFirstSubcomponent('vtimezone')
  const start = calendar.getFirstSubcomponent('vevent')?.getFirstPropertyValue('dtstart') as ICAL.Time
  return start.convertToZone(ICAL.Timezone.utcTimezone).toString() && zone
    ? withZone(start, new ICAL.Timezone(zone))
    : ''
}
function withZone(start: ICAL.Time, zone: ICAL.Timezone) {
  const local = start.clone()
  local.zone = zone
  return local.convertToZone(ICAL.Timezone.utcTimezone).toString()
}

test.each([
  'Europe/Oslo',
  'America/New_York',
  'Australia/Sydney',
  'Africa/Casablanca',
  'Asia/Tokyo',
  'America/Sao_Paulo',
])('the zone that comes along is right on every day of three years: %s', (zone) => {
  const vtimezone = new ICAL.Component(
    ICAL.parse(write({ time_zone: zone, starts_at: '2025-12-31T12:00:00.000Z', ends_at: '2026-01-01T12:00:00.000Z' })),
  ).getFirstSubcomponent('vtimezone')
  if (!vtimezone) throw new Error('There is no zone.')
  const told = new ICAL.Timezone(vtimezone)
  for (let day = Temporal.PlainDate.from('2026-01-01'); day.year < 2029; day = day.add({ days: 1 })) {
    const right = day.toZonedDateTime({ timeZone: zone, plainTime: '12:00' })
    const time = ICAL.Time.fromDateTimeString(`${day.toString()}T12:00:00`)
    expect(told.utcOffset(time), `${zone} ${day.toString()}`).toBe(right.offsetNanoseconds / 1e9)
  }
})

test('Oslo is told as two yearly rules, Tokyo as none, and UTC needs no zone', () => {
  const rules = unfolded(write()).filter((line) => line.startsWith('RRULE'))
  expect(rules.sort()).toEqual(['RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU', 'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU'])
  const tokyo = unfolded(write({ time_zone: 'Asia/Tokyo' }))
  expect(tokyo.filter((line) => /^(BEGIN:(STANDARD|DAYLIGHT)|RRULE)/.test(line))).toEqual(['BEGIN:STANDARD'])
  const utc = unfolded(write({ time_zone: 'UTC' }))
  expect(utc).toContain('DTSTART:20260327T080000Z')
  expect(utc).not.toContain('BEGIN:VTIMEZONE')
})

test('what lasts all day is told in days, the last one not included', () => {
  const text = write({
    ...{ is_all_day: true, starts_at: '2026-03-27T23:00:00.000Z', ends_at: '2026-03-29T22:00:00.000Z' },
    ...{ recurrence: 'FREQ=YEARLY', recurs_until: '2030-03-28T23:00:00.000Z', skipped: ['2027-03-27T23:00:00.000Z'] },
  })
  expect(unfolded(text)).toEqual(
    expect.arrayContaining([
      'DTSTART;VALUE=DATE:20260328',
      'DTEND;VALUE=DATE:20260330',
      'RRULE:FREQ=YEARLY;UNTIL=20300329',
      'EXDATE;VALUE=DATE:20270328',
    ]),
  )
  expect(read(text).events[0]).toMatchObject({
    ...{ is_all_day: true, starts_at: '2026-03-27T23:00:00.000Z', ends_at: '2026-03-29T22:00:00.000Z' },
    skipped: ['2027-03-27T23:00:00.000Z'],
  })
})

test('a series goes with its rule, what fell out, and a changed instance under the same UID', () => {
  const instance = {
    ...meeting,
    ...{ uid: 'another', original_starts_at: '2026-04-03T07:00:00.000Z', starts_at: '2026-04-03T10:00:00.000Z' },
    ends_at: '2026-04-03T11:00:00.000Z',
  }
  const text = write({
    ...{ recurrence: 'FREQ=WEEKLY;BYDAY=FR;WKST=SU', recurs_until: '2026-12-31T22:59:59.000Z' },
    ...{ skipped: ['2026-04-10T07:00:00.000Z'], overrides: [instance] },
  })
  const lines = unfolded(text)
  expect(lines).toContain('RRULE:FREQ=WEEKLY;BYDAY=FR;WKST=SU;UNTIL=20261231T225959Z')
  expect(lines).toContain('EXDATE;TZID=Europe/Oslo:20260410T090000')
  expect(lines).toContain('RECURRENCE-ID;TZID=Europe/Oslo:20260403T090000')
  expect(lines.filter((line) => line === 'UID:a1@kundebok')).toHaveLength(2)
  expect(read(text).events).toMatchObject([
    { recurrence: 'FREQ=WEEKLY;BYDAY=FR;WKST=SU;UNTIL=20261231T225959Z', skipped: ['2026-04-10T07:00:00.000Z'] },
    { original_starts_at: '2026-04-03T07:00:00.000Z', starts_at: '2026-04-03T10:00:00.000Z' },
  ])
})

test('a task goes out and comes back as it was; its recurrence stays at home', () => {
  const text = writeCalendar({ tasks: [task] })
  expect(unfolded(text)).toEqual(
    expect.arrayContaining([
      ...['BEGIN:VTODO', 'STATUS:IN-PROCESS', 'PERCENT-COMPLETE:40', 'PRIORITY:1', 'SEQUENCE:3'],
      ...['DTSTART;VALUE=DATE:20260301', 'DUE;VALUE=DATE:20260305', 'TRIGGER;VALUE=DATE-TIME:20260305T070000Z'],
    ]),
  )
  const { uid, title, description, status, priority, percent_complete, start_on, due_on, reminder_at } = task
  const same = { uid, title, description, status, priority, percent_complete, start_on, due_on, reminder_at }
  expect(read(text).tasks).toEqual([{ ...same, extra: [] }])
  const ofOneDay = writeCalendar({ tasks: [{ ...task, start_on: '2026-03-05' }] })
  expect(ofOneDay).not.toContain('DTSTART')
  const done = writeCalendar({
    tasks: [{ ...task, status: 'done', percent_complete: 100, closed_at: task.changed_at }],
  })
  expect(unfolded(done)).toEqual(expect.arrayContaining(['STATUS:COMPLETED', 'COMPLETED:20260102T100000Z']))
})

test.each([
  ['STATUS:COMPLETED', { status: 'done', percent_complete: 100 }],
  ['COMPLETED:20260102T100000Z', { status: 'done', percent_complete: 100 }],
  ['PERCENT-COMPLETE:30', { status: 'in_progress', percent_complete: 30 }],
  ['PRIORITY:9', { status: 'not_started', priority: 3 }],
  ['DUE:20260305T230000Z', { due_on: '2026-03-06' }],
  ['DTSTART;VALUE=DATE:20260305\r\nDURATION:P2D', { start_on: '2026-03-05', due_on: '2026-03-07' }],
])('a task of another program is understood: %s', (line, found) => {
  const text = ['BEGIN:VCALENDAR', 'BEGIN:VTODO', 'UID:t', 'SUMMARY:X', line, 'END:VTODO', 'END:VCALENDAR'].join('\r\n')
  expect(read(text).tasks).toMatchObject([found])
})

test.each([
  [
    'UTC is told where the reader is',
    ['DTSTART:20260701T080000Z'],
    { time_zone: 'Europe/Oslo', starts_at: '2026-07-01T08:00:00.000Z' },
  ],
  [
    'a series in UTC stays in it',
    ['DTSTART:20260701T080000Z', 'RRULE:FREQ=DAILY'],
    { time_zone: 'UTC', recurrence: 'FREQ=DAILY' },
  ],
  ['a time without a zone is the reader’s own', ['DTSTART:20260701T100000'], { starts_at: '2026-07-01T08:00:00.000Z' }],
  ['a zone of Windows', ['DTSTART;TZID=W. Europe Standard Time:20260701T100000'], { time_zone: 'Europe/Berlin' }],
  [
    'a zone with a path before it',
    ['DTSTART;TZID=/mozilla.org/20050126_1/Europe/Oslo:20260701T100000'],
    { time_zone: 'Europe/Oslo' },
  ],
  ['a day without an end', ['DTSTART;VALUE=DATE:20260329'], { is_all_day: true, ends_at: '2026-03-29T22:00:00.000Z' }],
  [
    'a length instead of an end',
    ['DTSTART:20260701T080000Z', 'DURATION:PT1H30M'],
    { ends_at: '2026-07-01T09:30:00.000Z' },
  ],
  ['a length of weeks', ['DTSTART;VALUE=DATE:20260701', 'DURATION:P1W'], { ends_at: '2026-07-07T22:00:00.000Z' }],
  [
    'free time',
    ['DTSTART:20260701T080000Z', 'TRANSP:TRANSPARENT', 'CLASS:CONFIDENTIAL'],
    { is_busy: false, is_private: true },
  ],
  [
    'an answer',
    ['DTSTART:20260701T080000Z', 'ATTENDEE;PARTSTAT=DECLINED:MAILTO:Ola@Kunde.example'],
    { attendees: [{ email: 'ola@kunde.example', state: 'declined' }] },
  ],
])('an appointment of another program is understood: %s', (_, lines, found) => {
  expect(read(event(...lines)).events).toMatchObject([found])
})

test.each([
  [['TRIGGER:-PT30M'], 30],
  [['TRIGGER:-P1D'], 1_440],
  [['TRIGGER;VALUE=DATE-TIME:20260701T074500Z'], 15],
  [['TRIGGER;RELATED=END:-PT30M'], null],
  [['TRIGGER:PT30M'], null],
])('a reminder counts from the beginning: %s', (lines, minutes) => {
  const text = event('DTSTART:20260701T080000Z', 'BEGIN:VALARM', 'ACTION:DISPLAY', ...lines, 'END:VALARM')
  expect(read(text).events[0]?.reminder_minutes).toBe(minutes)
})

const many = (count: number, line: string) => Array.from({ length: count }, () => line).join('\r\n')
const start = 'DTSTART:20260701T080000Z'
test.each([
  ['nothing', '', 'calendar_unreadable'],
  ['no calendar', 'hei', 'calendar_unreadable'],
  ['a card', 'BEGIN:VCARD\r\nVERSION:4.0\r\nFN:X\r\nEND:VCARD\r\n', 'calendar_unreadable'],
  ['one that does not end', 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n', 'calendar_unreadable'],
  ['no beginning', event('SUMMARY:X'), 'calendar_unreadable'],
  ['a day that is none', event('DTSTART;VALUE=DATE:20260231'), 'calendar_unreadable'],
  ['an hour that is none', event('DTSTART:20260201T996600Z'), 'calendar_unreadable'],
  ['the year 9999', event('DTSTART:99990201T000000Z'), 'calendar_unreadable'],
  ['a length without end', event(start, `DURATION:P${'9'.repeat(400)}D`), 'calendar_unreadable'],
  ['a day that ends at an hour', event('DTSTART;VALUE=DATE:20260701', 'DTEND:20260702T080000Z'), 'calendar_unreadable'],
  ['a zone nobody knows', event('DTSTART;TZID=Mars/Olympus:20260701T080000'), 'calendar_zone'],
  ['an offset as a zone', event('DTSTART;TZID=+01:00:20260701T080000'), 'calendar_zone'],
  ['two rules', event(start, 'RRULE:FREQ=DAILY', 'RRULE:FREQ=WEEKLY'), 'calendar_unsupported'],
  ['days beside the rule', event(start, 'RDATE:20260702T080000Z'), 'calendar_unsupported'],
  ['all from one on', event(start, 'RECURRENCE-ID;RANGE=THISANDFUTURE:20260702T080000Z'), 'calendar_unsupported'],
  ['a megabyte and more', event(start, `DESCRIPTION:${'x'.repeat(1_000_000)}`), 'too_large'],
  ['a million properties', event(start, many(50_000, 'X-A:1')), 'calendar_too_large'],
  [
    'thousands of parts',
    `BEGIN:VCALENDAR\r\n${many(3_000, 'BEGIN:VEVENT\r\nEND:VEVENT')}\r\nEND:VCALENDAR`,
    'calendar_too_large',
  ],
  ['depth', `${many(5_000, 'BEGIN:VEVENT')}\r\n${many(5_000, 'END:VEVENT')}`, 'calendar_too_large'],
  ['a line of folds', event(start, `X-A:1${'\r\n 0123456789012345678'.repeat(15_000)}`), 'calendar_too_large'],
])('what is no calendar for us is refused in words and at once: %s', (_, text, message) => {
  const before = performance.now()
  expect(refusalOf(text)).toBe(message)
  expect(performance.now() - before).toBeLessThan(2_000)
})

test.each([
  ['parameters', event(start, `X-A${';B=1'.repeat(24_000)}:1`)],
  ['open quotes', event(start, `X-A;B="${'"'.repeat(90_000)}`)],
  ['commas', event(start, `CATEGORIES:${','.repeat(99_000)}`)],
  ['backslashes', event(start, `SUMMARY:${'\\'.repeat(99_000)}`)],
  ['parts of a rule', event(start, `RRULE:FREQ=DAILY;BYDAY=${many(20_000, 'MO').replaceAll('\r\n', ',')}`)],
  ['days that fall out', event(start, `EXDATE:${Array(6_000).fill('20260702T080000Z').join(',')}`)],
  ['semicolons', event(start, `RRULE:${';'.repeat(99_000)}`)],
  ['names of prototypes', event(start, '__proto__:x', 'constructor;toString=x:y', 'X;__proto__=1:2')],
])('hostile text is answered, in little time: %s', (_, text) => {
  const before = performance.now()
  refusalOf(text)
  expect(performance.now() - before).toBeLessThan(2_000)
})
