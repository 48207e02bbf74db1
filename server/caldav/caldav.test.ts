import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { createDAVClient, type DAVCalendar } from 'tsdav'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Client, firmInput, testApp } from '#server/platform/test.ts'

let server: Awaited<ReturnType<typeof testApp>>
let admin: pg.Client
let kari: Client
let url: string
let password: string
let me: { tenant_id: string; user_id: string }
let dav: Awaited<ReturnType<typeof createDAVClient>>
let events: DAVCalendar
let tasks: DAVCalendar
beforeAll(async () => {
  server = await testApp()
  admin = new pg.Client({ connectionString: server.superuser_url })
  await admin.connect()
  kari = server.client()
  await kari('POST', '/api/setup', firmInput)
  me = (await admin.query('select tenant_id, user_id from member')).rows[0]
  password = (await kari('POST', '/api/profile/app-passwords', { name: 'Telefonen' })).body.password
  await server.app.listen({ host: '127.0.0.1', port: 0 })
  url = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`
  dav = await createDAVClient({
    ...{ serverUrl: url, credentials: { username: firmInput.email, password } },
    ...{ authMethod: 'Basic', defaultAccountType: 'caldav' },
  })
  const found = await dav.fetchCalendars()
  const [first, second] = found.toSorted((a, b) => a.url.localeCompare(b.url))
  if (!first || !second) throw new Error('The collections were not found.')
  events = first
  tasks = second
})
beforeEach(() =>
  admin.query(
    'delete from appointment_participant; delete from appointment_reminder; delete from appointment; delete from task_participant; delete from task; delete from dav_object',
  ),
)
afterAll(async () => {
  await admin.end()
  await server.stop()
})

const basic = (user: string, secret: string) => `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`
/** Past the library: any method, any body. */
async function ask(method: string, path: string, body?: string, headers: Record<string, string> = {}) {
  const reply = await fetch(new URL(path, url), {
    ...{ method, redirect: 'manual' },
    headers: { authorization: basic(firmInput.email, password), ...headers },
    ...(body === undefined ? {} : { body }),
  })
  return { status: reply.status, headers: reply.headers, text: await reply.text() }
}
const calendar = (...lines: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Test//Test//EN', ...lines, 'END:VCALENDAR', ''].join('\r\n')
const vevent = (uid: string, ...lines: string[]) =>
  calendar('BEGIN:VEVENT', `UID:${uid}`, 'DTSTAMP:20260101T000000Z', ...lines, 'END:VEVENT')
const vtodo = (uid: string, ...lines: string[]) =>
  calendar('BEGIN:VTODO', `UID:${uid}`, 'DTSTAMP:20260101T000000Z', ...lines, 'END:VTODO')
const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '')
const soon = (ahead: number, hour = '10') => `${day(ahead)}T${hour}0000`
const start = () => `DTSTART;TZID=Europe/Oslo:${soon(7)}`
const end = () => `DTEND;TZID=Europe/Oslo:${soon(7, '11')}`
const pathOf = (collection: DAVCalendar, name: string) => new URL(name, collection.url).pathname
const put = (path: string, body: string, headers: Record<string, string> = {}) =>
  ask('PUT', path, body, { 'content-type': 'text/calendar; charset=utf-8', ...headers })
const book = async (input: object = {}) =>
  (
    await kari('POST', '/api/appointments', {
      ...{ title: 'Møte', starts_at: '2026-12-01T09:00:00Z', ends_at: '2026-12-01T10:00:00Z' },
      ...input,
    })
  ).body
/** The library asks for appointments unless it is told otherwise. */
const objects = async (collection: DAVCalendar) =>
  dav.fetchCalendarObjects({
    calendar: collection,
    ...(collection === tasks
      ? {
          filters: {
            'comp-filter': {
              _attributes: { name: 'VCALENDAR' },
              'comp-filter': { _attributes: { name: 'VTODO' } },
            },
          },
        }
      : {}),
  })

test('a program finds the calendar and the tasks by itself from the address of the server', async () => {
  expect(events).toMatchObject({ displayName: 'Kundebok', components: ['VEVENT'] })
  expect(tasks).toMatchObject({ displayName: 'Kundebok – oppgaver', components: ['VTODO'] })
  expect(events.syncToken).toMatch(/^urn:kundebok:sync:\d+-\d+$/)
  const moved = await ask('PROPFIND', '/.well-known/caldav', undefined, { depth: '0' })
  expect({ status: moved.status, to: moved.headers.get('location') }).toEqual({ status: 301, to: '/dav/' })
  const { passwords } = (await kari('GET', '/api/profile/calendar-access')).body
  expect(passwords[0].last_used_at).not.toBeNull()
})

test('an appointment goes round: made on the telephone, seen here, changed here, seen there, deleted there', async () => {
  const made = await dav.createCalendarObject({
    ...{ calendar: events, filename: 'phone-1.ics' },
    iCalString: vevent(
      'phone-1',
      start(),
      end(),
      'SUMMARY:Fra telefonen',
      'LOCATION:Bergen',
      'BEGIN:VALARM',
      'ACTION:DISPLAY',
      'TRIGGER:-PT10M',
      'END:VALARM',
    ),
  })
  expect(made.status).toBe(201)
  const { rows } = await admin.query('select * from appointment')
  expect(rows).toMatchObject([
    { title: 'Fra telefonen', place: 'Bergen', uid: 'phone-1', reminder_minutes: 10, time_zone: 'Europe/Oslo' },
  ])
  const history = await admin.query(`select action, via from history where entity = 'appointment' and entity_id = $1`, [
    rows[0].id,
  ])
  expect(history.rows).toEqual([{ action: 'created', via: 'api' }])

  const [first] = await objects(events)
  expect(first?.url).toContain('/events/phone-1.ics')
  const { body } = await kari('GET', `/api/appointments/${rows[0].id}`)
  const { title: _, ...kept } = body
  const { place, description, starts_at, ends_at } = kept
  await kari(
    'PUT',
    `/api/appointments/${rows[0].id}`,
    { title: 'Flyttet', place, description, starts_at, ends_at },
    { 'if-match': `"${body.version}"` },
  )
  const [second] = await objects(events)
  expect(second?.data).toContain('SUMMARY:Flyttet')
  expect(second?.etag).not.toBe(first?.etag)

  const late = await dav.updateCalendarObject({
    calendarObject: { ...first!, data: first!.data.replace('Fra telefonen', 'For sent') },
  })
  expect(late.status).toBe(412)
  const changed = await dav.updateCalendarObject({
    calendarObject: { ...second!, data: second!.data.replace('Flyttet', 'Rettet') },
  })
  expect(changed.status).toBe(204)
  expect((await kari('GET', `/api/appointments/${rows[0].id}`)).body.title).toBe('Rettet')

  const [third] = await objects(events)
  expect((await dav.deleteCalendarObject({ calendarObject: third! })).status).toBe(204)
  expect((await kari('GET', `/api/appointments/${rows[0].id}`)).status).toBe(404)
  expect(await objects(events)).toEqual([])
})

test('a task goes round, and ticked off on the telephone it is done here', async () => {
  await dav.createCalendarObject({
    ...{ calendar: tasks, filename: 'todo-1.ics' },
    iCalString: vtodo('todo-1', 'SUMMARY:Ring kunden', 'DUE;VALUE=DATE:20261204', 'PRIORITY:1', 'STATUS:NEEDS-ACTION'),
  })
  const made = (await admin.query('select * from task')).rows
  expect(made).toMatchObject([
    { title: 'Ring kunden', due_on: expect.anything(), priority: 1, status: 'not_started', uid: 'todo-1' },
  ])
  const [todo] = await objects(tasks)
  expect(todo?.data).toContain('DUE;VALUE=DATE:20261204')
  const ticked = todo!.data
    .replace('STATUS:NEEDS-ACTION', 'STATUS:COMPLETED\r\nCOMPLETED:20261125T100000Z')
    .replace('PERCENT-COMPLETE:0', 'PERCENT-COMPLETE:100')
  expect((await dav.updateCalendarObject({ calendarObject: { ...todo!, data: ticked } })).status).toBe(204)
  expect((await admin.query('select status, percent_complete, closed_by from task')).rows).toEqual([
    { status: 'done', percent_complete: 100, closed_by: me.user_id },
  ])
  const [done] = await objects(tasks)
  expect((await dav.deleteCalendarObject({ calendarObject: done! })).status).toBe(204)
  expect(await objects(tasks)).toEqual([])
})

test('what a program only hands back changes nothing: a task that waits still waits, a recurring one still recurs', async () => {
  const { body } = await kari('POST', '/api/tasks', {
    ...{ title: 'Venter', status: 'waiting', start_on: '2026-12-01', due_on: '2026-12-01' },
    ...{ recurrence: 'FREQ=WEEKLY', recurs_from: 'date' },
  })
  const [todo] = await objects(tasks)
  expect((await dav.updateCalendarObject({ calendarObject: todo! })).status).toBe(204)
  expect((await kari('GET', `/api/tasks/${body.id}`)).body.version).toBe(body.version)
  const renamed = todo!.data.replace('SUMMARY:Venter', 'SUMMARY:Venter fortsatt')
  await dav.updateCalendarObject({ calendarObject: { ...todo!, data: renamed } })
  expect((await kari('GET', `/api/tasks/${body.id}`)).body).toMatchObject({
    ...{ title: 'Venter fortsatt', status: 'waiting', start_on: '2026-12-01', recurrence: 'FREQ=WEEKLY' },
  })
})

test('a series comes with what fell out and what was changed by itself, and takes both back', async () => {
  const weekly = (...more: string[]) => [
    'BEGIN:VEVENT',
    'UID:series',
    'DTSTAMP:20260101T000000Z',
    'DTSTART;TZID=Europe/Oslo:20261202T100000',
    'DTEND;TZID=Europe/Oslo:20261202T110000',
    'SUMMARY:Ukemøte',
    'RRULE:FREQ=WEEKLY;COUNT=6',
    ...more,
    'END:VEVENT',
  ]
  const third = [
    'BEGIN:VEVENT',
    'UID:series',
    'DTSTAMP:20260101T000000Z',
    'RECURRENCE-ID;TZID=Europe/Oslo:20261216T100000',
    'DTSTART;TZID=Europe/Oslo:20261217T120000',
    'DTEND;TZID=Europe/Oslo:20261217T130000',
    'SUMMARY:Ukemøte på torsdag',
    'END:VEVENT',
  ]
  const path = pathOf(events, 'series.ics')
  expect((await put(path, calendar(...weekly('EXDATE;TZID=Europe/Oslo:20261209T100000'), ...third))).status).toBe(201)
  const shown = async () => {
    const { items } = (await kari('GET', '/api/calendar?from=2026-12-01T00:00:00Z&to=2027-01-10T00:00:00Z')).body
    return items.map(
      ({ title, starts_at }: { title: string; starts_at: string }) => `${starts_at.slice(0, 13)} ${title}`,
    )
  }
  expect(await shown()).toEqual([
    '2026-12-02T09 Ukemøte',
    '2026-12-17T11 Ukemøte på torsdag',
    '2026-12-23T09 Ukemøte',
    '2026-12-30T09 Ukemøte',
    '2027-01-06T09 Ukemøte',
  ])
  const read = await ask('GET', path)
  for (const line of [
    'RRULE:FREQ=WEEKLY;COUNT=6',
    'EXDATE;TZID=Europe/Oslo:20261209T100000',
    'RECURRENCE-ID;TZID=Europe/Oslo:20261216T100000',
  ])
    expect(read.text).toContain(line)
  // Handed back as it is: nothing happens. Without the changed one: it is as the series has it again.
  const before = (await admin.query('select max(version) from appointment')).rows
  expect((await put(path, read.text, { 'if-match': read.headers.get('etag') ?? '' })).status).toBe(204)
  expect((await admin.query('select max(version) from appointment')).rows).toEqual(before)
  expect((await put(path, calendar(...weekly()))).status).toBe(204)
  expect(await shown()).toEqual(
    [2, 9, 16, 23, 30]
      .map((date) => `2026-12-${String(date).padStart(2, '0')}T09 Ukemøte`)
      .concat('2027-01-06T09 Ukemøte'),
  )
})

test('only what changed since comes with a sync, and what is gone is named', async () => {
  const kept = await book({ title: 'Blir' })
  const gone = await book({ title: 'Går' })
  const sync = async (token: string) => {
    const reply = await ask(
      'REPORT',
      events.url,
      `<?xml version="1.0"?><d:sync-collection xmlns:d="DAV:"><d:sync-token>${token}</d:sync-token><d:sync-level>1</d:sync-level><d:prop><d:getetag/></d:prop></d:sync-collection>`,
      { 'content-type': 'application/xml' },
    )
    const token_ = /<D:sync-token>([^<]+)/.exec(reply.text)?.[1] ?? ''
    const parts = reply.text.split('<D:response>').slice(1)
    const told = parts.map(
      (part) => `${/events\/([^<]*)/.exec(part)?.[1] ?? ''} ${part.includes('HTTP/1.1 404') ? 'gone' : 'there'}`,
    )
    return { status: reply.status, token: token_, told: told.sort(), text: reply.text }
  }
  // What another transaction of the cluster holds up is told of twice; once that is over, no more.
  const settled = async (from: string) => {
    let token = from
    const next = async () => {
      const reply = await sync(token)
      token = reply.token
      return reply.told
    }
    await expect.poll(next, { timeout: 30_000 }).toEqual([])
    return token
  }
  const first = await sync('')
  expect(first.told).toEqual([`${kept.id}.ics there`, `${gone.id}.ics there`].sort())
  const token = await settled(first.token)
  await kari('DELETE', `/api/appointments/${gone.id}`, undefined, { 'if-match': `"${gone.version}"` })
  const added = await book({ title: 'Kom' })
  const second = await sync(token)
  expect(second.told).toEqual([`${added.id}.ics there`, `${gone.id}.ics gone`].sort())
  await settled(second.token)
  for (const wrong of ['urn:kundebok:sync:1-1', 'x', `${first.token}9999999999`])
    expect((await sync(wrong)).text).toContain('valid-sync-token')
})

test('the collection’s tag changes with what is in it, and with nothing else', async () => {
  const tag = async () => (await dav.fetchCalendars()).find((one) => one.url === events.url)?.ctag
  const before = await tag()
  await kari('POST', '/api/companies', { name: 'Noe annet AS' })
  expect(await tag()).toBe(before)
  await book()
  expect(await tag()).not.toBe(before)
})

test('a query names the kind, the time and properties', async () => {
  await book({ title: 'I desember' })
  await book({
    title: 'Hver uke',
    starts_at: '2026-12-07T09:00:00Z',
    ends_at: '2026-12-07T10:00:00Z',
    recurrence: 'FREQ=WEEKLY;COUNT=20',
  })
  const within = async (start_: string, end_: string) => {
    const found = await dav.fetchCalendarObjects({ calendar: events, timeRange: { start: start_, end: end_ } })
    return found.map(({ data }) => /SUMMARY:(.*)\r/.exec(data)?.[1]).sort()
  }
  expect(await within('2026-12-01T00:00:00Z', '2026-12-02T00:00:00Z')).toEqual(['I desember'])
  expect(await within('2027-01-01T00:00:00Z', '2027-02-01T00:00:00Z')).toEqual(['Hver uke'])
  expect(await within('2027-01-05T00:00:00Z', '2027-01-06T00:00:00Z')).toEqual([])
  await kari('POST', '/api/tasks', { title: 'Åpen' })
  await kari('POST', '/api/tasks', { title: 'Ferdig', status: 'done', percent_complete: 100 })
  const open = await ask(
    'REPORT',
    tasks.url,
    `<c:calendar-query xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop><c:calendar-data/></d:prop><c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VTODO"><c:prop-filter name="COMPLETED"><c:is-not-defined/></c:prop-filter><c:prop-filter name="STATUS"><c:text-match negate-condition="yes">CANCELLED</c:text-match></c:prop-filter></c:comp-filter></c:comp-filter></c:filter></c:calendar-query>`,
  )
  expect(open.text).toContain('SUMMARY:Åpen')
  expect(open.text).not.toContain('SUMMARY:Ferdig')
})

test('an invitation is answered from the telephone, and deleting it there is a no', async () => {
  const per = crypto.randomUUID()
  await admin.query(
    `insert into member (tenant_id, user_id, name, email) values ($1, $2, 'Per', 'per@testfirma.example')`,
    [me.tenant_id, per],
  )
  const { id } = await book({ participants: [{ kind: 'user', id: me.user_id }] })
  await admin.query('update appointment set organizer_id = $1', [per])
  await admin.query(`update appointment_participant set state = 'unseen'`)
  const [found] = await objects(events)
  expect(found?.data).toContain('PARTSTAT=NEEDS-ACTION')
  const yes = found!.data.replace('PARTSTAT=NEEDS-ACTION', 'PARTSTAT=ACCEPTED')
  expect((await dav.updateCalendarObject({ calendarObject: { ...found!, data: yes } })).status).toBe(204)
  const stateNow = async () => (await admin.query('select state from appointment_participant')).rows
  expect(await stateNow()).toEqual([{ state: 'accepted' }])
  const [again] = await objects(events)
  expect((await dav.deleteCalendarObject({ calendarObject: again! })).status).toBe(204)
  expect(await stateNow()).toEqual([{ state: 'declined' }])
  expect(await objects(events)).toEqual([])
  expect((await kari('GET', `/api/appointments/${id}`)).status).toBe(200)
})

test('those whom an address names take part; an unknown address is left out, and who has none stays', async () => {
  const { rows } = await admin.query(
    `insert into person (tenant_id, first_name, email) values ($1, 'Ola', 'ola@kunde.example'), ($1, 'Stille', null) returning id`,
    [me.tenant_id],
  )
  const { id } = await book({ participants: [{ kind: 'person', id: rows[1].id }] })
  const [found] = await objects(events)
  const more = found!.data.replace(
    'END:VEVENT',
    'ORGANIZER:mailto:kari@testfirma.example\r\nATTENDEE:mailto:ola@kunde.example\r\nATTENDEE:mailto:ukjent@annet.example\r\nEND:VEVENT',
  )
  expect((await dav.updateCalendarObject({ calendarObject: { ...found!, data: more } })).status).toBe(204)
  const { participants } = (await kari('GET', `/api/appointments/${id}`)).body
  expect(participants.map(({ name }: { name: string }) => name).sort()).toEqual(['Kari Nordmann', 'Ola', 'Stille'])
})

test('what a program says beyond what is known here comes back to it as it was, and to nobody else', async () => {
  const path = pathOf(events, 'extra.ics')
  const said = [
    'X-MOZ-LASTACK:20260101T000000Z',
    'ATTACH;FMTTYPE=application/pdf:https://filer.example/tilbud.pdf',
    'COMMENT;LANGUAGE=nb:Ta med prøver\\, og kaffe',
    'CATEGORIES:Kunder,Viktig',
    'X-APPLE-STRUCTURED-LOCATION;X-TITLE="Torget 1, Bergen";VALUE=URI:geo:60.39,5.32',
  ]
  const weekly = ['SUMMARY:Med mer', start(), end(), 'RRULE:FREQ=WEEKLY;COUNT=4']
  const made = await put(path, vevent('extra-1', ...weekly, ...said))
  expect({ status: made.status, etag: made.headers.get('etag') }).toEqual({ status: 201, etag: null })
  const first = await ask('GET', path)
  for (const line of said) expect(first.text.replaceAll('\r\n ', '')).toContain(`${line}\r\n`)
  // What is kept is what came: the tag says so, and nothing is written.
  const same = await put(path, first.text, { 'if-match': first.headers.get('etag') ?? '' })
  expect({ status: same.status, etag: same.headers.get('etag') }).toEqual({
    status: 204,
    etag: first.headers.get('etag'),
  })
  // Only that changes: the tag does too.
  const acked = first.text.replace('LASTACK:20260101', 'LASTACK:20260202')
  const other = await put(path, acked, { 'if-match': first.headers.get('etag') ?? '' })
  expect(other.headers.get('etag')).not.toBe(first.headers.get('etag'))
  expect((await ask('GET', path)).headers.get('etag')).toBe(other.headers.get('etag'))
  const { rows } = await admin.query('select id from appointment')
  expect(JSON.stringify((await kari('GET', `/api/appointments/${rows[0].id}/invitations`)).body)).not.toContain(
    'LASTACK',
  )
  const bare = await put(path, vevent('extra-1', ...weekly))
  expect(bare.status).toBe(204)
  expect((await ask('GET', path)).text).not.toContain('ATTACH')
})

test('what an instance or a task says besides is kept too; what is too much is left out, and a trick is no line', async () => {
  const path = pathOf(events, 'instances.ics')
  const at = soon(14)
  const own = ['BEGIN:VEVENT', 'UID:inst-1', 'DTSTAMP:20260101T000000Z', `RECURRENCE-ID;TZID=Europe/Oslo:${at}`]
  const instance = [...own, `DTSTART;TZID=Europe/Oslo:${soon(14, '12')}`, `DTEND;TZID=Europe/Oslo:${soon(14, '13')}`]
  const series = ['BEGIN:VEVENT', 'UID:inst-1', 'DTSTAMP:20260101T000000Z', 'SUMMARY:Serie', start(), end()]
  const text = calendar(
    ...[...series, 'RRULE:FREQ=WEEKLY;COUNT=4', 'X-ONE:serien', 'END:VEVENT'],
    ...[...instance, 'SUMMARY:Flyttet', 'X-ONE:denne', `X-BIG:${'å'.repeat(70_000)}`, 'END:VEVENT'],
  )
  expect((await put(path, text)).status).toBe(201)
  const back = (await ask('GET', path)).text
  expect(back.match(/X-ONE:\w+/g)).toEqual(['X-ONE:serien', 'X-ONE:denne'])
  expect(back).not.toContain('X-BIG')
  const task = pathOf(tasks, 'extra.ics')
  await put(
    task,
    vtodo('task-extra', 'SUMMARY:Oppgave', 'URL:https://eksempel.example/', 'X-EVIL;P="a^nb":x\\nEND:VTODO'),
  )
  const lines = (await ask('GET', task)).text.split('\r\n')
  expect(lines).toContain('URL:https://eksempel.example/')
  expect(lines.filter((line) => line === 'END:VTODO')).toHaveLength(1)
})

test('nobody overwrites what she has not seen, and a UID belongs to one record', async () => {
  const path = pathOf(events, 'a.ics')
  const body = vevent('a', start(), end(), 'SUMMARY:A')
  expect((await put(path, body, { 'if-none-match': '*' })).status).toBe(201)
  expect((await put(path, body, { 'if-none-match': '*' })).status).toBe(412)
  expect((await put(path, body, { 'if-match': '"0-0"' })).status).toBe(412)
  expect((await put(pathOf(events, 'none.ics'), body, { 'if-match': '*' })).status).toBe(412)
  expect((await ask('DELETE', path, undefined, { 'if-match': '"0-0"' })).status).toBe(412)
  const twin = await put(pathOf(events, 'b.ics'), body)
  expect({ status: twin.status, why: twin.text.includes('no-uid-conflict') }).toEqual({ status: 403, why: true })
  expect((await put(path, body.replace('UID:a', 'UID:c'))).text).toContain('no-uid-conflict')
  expect((await ask('DELETE', path)).status).toBe(204)
  expect((await put(path, body)).status).toBe(201)
  expect((await admin.query(`select deleted_at from appointment where uid = 'a'`)).rows).toEqual([{ deleted_at: null }])
})

test.each([
  ['no calendar', 'hei', 'valid-calendar-data'],
  ['a task', vtodo('x', 'SUMMARY:X'), 'supported-calendar-component'],
  ['nothing', calendar(), 'valid-calendar-object-resource'],
  ['an end before its start', vevent('x', 'DTSTART:20261201T100000Z', 'DTEND:20261201T090000Z'), 'valid-calendar-data'],
  ['each second for ever', vevent('x', 'DTSTART:20261201T100000Z', 'RRULE:FREQ=SECONDLY'), 'valid-calendar-data'],
  ['a zone nobody knows', vevent('x', 'DTSTART;TZID=Mars/Base:20261201T100000'), 'valid-calendar-data'],
  ['a long title', vevent('x', 'DTSTART:20261201T100000Z', `SUMMARY:${'x'.repeat(300)}`), 'valid-calendar-data'],
])(
  'what can not be an appointment is refused by the standard’s name for it, and leaves no trace: %s',
  async (_, body, why) => {
    const refused = await put(pathOf(events, 'bad.ics'), body)
    expect({ status: refused.status, why: refused.text.includes(why) }).toEqual({ status: 403, why: true })
    expect((await admin.query('select from appointment')).rowCount).toBe(0)
    expect((await admin.query('select from dav_object')).rowCount).toBe(0)
  },
)

test('hostile bodies are answered, and never with a fault of ours', async () => {
  const bombs: [string, string, string, number][] = [
    [
      'PROPFIND',
      events.url,
      '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><d:propfind xmlns:d="DAV:"><d:prop><d:x>&b;</d:x></d:prop></d:propfind>',
      400,
    ],
    ['PROPFIND', events.url, '<a>'.repeat(50_000), 400],
    ['PROPFIND', events.url, `<d:propfind xmlns:d="DAV:">${'<d:prop/>'.repeat(50_000)}</d:propfind>`, 400],
    [
      'PROPFIND',
      events.url,
      '<d:propfind xmlns:d="DAV:"><d:prop><d:__proto__/><d:constructor/><x/></d:prop></d:propfind>',
      207,
    ],
    ['PROPFIND', events.url, '\u0000\u0001', 400],
    ['REPORT', events.url, '', 400],
    ['REPORT', events.url, '<d:expand-property xmlns:d="DAV:"/>', 403],
    ['REPORT', '/dav/', '<d:sync-collection xmlns:d="DAV:"/>', 403],
    ['PUT', pathOf(events, 'x.ics'), 'x'.repeat(1_100_000), 413],
    ['PUT', pathOf(events, 'x.ics'), vevent('x', start(), ...Array<string>(30_000).fill('X-A:1')), 403],
    ['PUT', events.url, vevent('x', start()), 405],
    ['DELETE', events.url, '', 403],
    ['MKCALENDAR', `${events.url}more/`, '', 403],
    ['MOVE', pathOf(events, 'x.ics'), '', 405],
  ]
  for (const [method, path, body, status] of bombs) {
    const reply = await ask(method, path, body === '' ? undefined : body, { depth: '0' })
    expect(reply.status, `${method} ${path} ${body.slice(0, 60)}`).toBe(status)
  }
  const infinite = await ask('PROPFIND', events.url, undefined, { depth: 'infinity' })
  expect(infinite.text).toContain('propfind-finite-depth')
})

test('only an app password in force opens it, and only one’s own', async () => {
  await book()
  const path = new URL(events.url).pathname
  const status = async (authorization: string | null) => {
    const reply = await fetch(new URL(path, url), {
      method: 'PROPFIND',
      headers: { depth: '0', ...(authorization ? { authorization } : {}) },
    })
    return {
      status: reply.status,
      asks: reply.headers.get('www-authenticate')?.startsWith('Basic realm="Kundebok"') ?? false,
    }
  }
  const closed = { status: 401, asks: true }
  expect(await status(null)).toEqual(closed)
  expect(await status(basic(firmInput.email, firmInput.password))).toEqual(closed)
  expect(await status(basic('nobody@testfirma.example', password))).toEqual(closed)
  expect(await status(basic(firmInput.email, ''))).toEqual(closed)
  expect(await status('Basic %%%')).toEqual(closed)
  expect(await status(basic(me.user_id, password.toUpperCase().replaceAll('-', ' ')))).toMatchObject({ status: 207 })
  const other = await kari('POST', '/api/profile/app-passwords', { name: 'Nettbrettet' })
  expect(await status(basic(firmInput.email, other.body.password))).toMatchObject({ status: 207 })
  await kari('DELETE', `/api/profile/app-passwords/${other.body.id}`)
  expect(await status(basic(firmInput.email, other.body.password))).toEqual(closed)
  const strange = path.replace(me.user_id, crypto.randomUUID())
  expect((await ask('PROPFIND', strange, undefined, { depth: '0' })).status).toBe(404)
  const api = await fetch(`${url}/api/session`, { headers: { authorization: basic(firmInput.email, password) } })
  expect(api.status).toBe(401)
  const change = (set: string) =>
    admin.query(
      `set session_replication_role = replica; update member set ${set} where user_id = '${me.user_id}'; set session_replication_role = default`,
    )
  try {
    await change(`role = 'user', rights = '{"crm": "read"}'`)
    expect((await ask('PROPFIND', path, undefined, { depth: '1' })).status).toBe(207)
    expect((await put(pathOf(events, 'x.ics'), vevent('x', start(), end()))).status).toBe(403)
    await change(`rights = '{"crm": "none"}'`)
    expect((await ask('PROPFIND', path, undefined, { depth: '1' })).status).toBe(403)
    await change(`rights = '{"crm": "change"}', deactivated_at = now()`)
    expect(await status(basic(firmInput.email, password))).toEqual(closed)
  } finally {
    await change(`role = 'administrator', rights = '{}', deactivated_at = null`)
  }
})

test('of another firm, and of colleagues’ calendars, nothing is seen', async () => {
  const { rows } = await admin.query(`
    with f as (insert into firm (tenant_id, name) values (gen_random_uuid(), 'Nabofirma AS') returning tenant_id),
      m as (insert into member (tenant_id, user_id, name, email) select tenant_id, gen_random_uuid(), 'Nabo', 'nabo@nabo.example' from f returning *)
    insert into appointment (tenant_id, organizer_id, title, starts_at, ends_at, uid)
      select tenant_id, user_id, 'Hemmelig', now(), now(), 'theirs' from m returning id`)
  const theirs = await ask('GET', pathOf(events, `${rows[0].id}.ics`))
  const random = await ask('GET', pathOf(events, `${crypto.randomUUID()}.ics`))
  expect({ status: theirs.status, text: theirs.text }).toEqual({ status: 404, text: random.text })
  expect(
    (await put(pathOf(events, `${rows[0].id}.ics`), vevent('theirs', start(), end(), 'SUMMARY:Min egen'))).status,
  ).toBe(201)
  const titles = await admin.query(`select title from appointment where uid = 'theirs' order by title`)
  expect(titles.rows.map(({ title }) => title)).toEqual(['Hemmelig', 'Min egen'])
})
