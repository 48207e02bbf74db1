import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { addDays, homeZone } from '#contract/zones.ts'
import { insertRows } from '#server/companies/insert-many.ts'
import { actAs, type Write } from '#server/platform/db.ts'
import { hashPassword } from '#server/platform/password.ts'
import {
  type DemoAppointment,
  demoAppointments,
  demoColleagues,
  type DemoNote,
  demoNotes,
  demoPersonCategories,
  demoRoles,
  type DemoTask,
  demoTasks,
} from './demo-days.ts'
import { makeMailbox } from './web-names.ts'

/** The ids of the demo firm's companies and persons, by their names. */
type Known = { companies: Map<string, string>; persons: Map<string, string> }
type Firm = Known & { tenant_id: string; users: string[]; today: string }

/** Two colleagues, and what the three of them noted, have to do and have agreed, around `today`. */
export async function fillDemoDays(tx: Write, tenant_id: string, userId: string, known: Known) {
  const { rows } = await sql<{ today: string }>`select (now() at time zone ${homeZone})::date as today`.execute(tx)
  const users = [userId, ...(await addColleagues(tx, tenant_id))]
  const firm: Firm = { ...known, tenant_id, users, today: rows[0]?.today ?? '' }
  await insertRows(tx, 'affiliation', roleRows(firm))
  await tiePersons(tx, firm)
  for (const [who, user_id] of users.entries()) {
    // Each writes her own: what is private is seen by its author alone.
    await actAs(tx, { tenant_id, user_id, via: who === 0 ? 'setup' : 'screen' })
    const own = <L extends { who: number }>(lines: L[]) => lines.filter((line) => line.who === who)
    await insertRows(
      tx,
      'note',
      own(demoNotes).map((line) => noteRow(firm, line)),
    )
    await insertTasks(tx, firm, own(demoTasks))
    await insertAppointments(tx, firm, own(demoAppointments))
  }
  await actAs(tx, { tenant_id, user_id: userId, via: 'setup' })
}

/** Nobody knows their password: they can not sign in until an administrator gives them a new one. */
async function addColleagues(tx: Write, tenant_id: string): Promise<string[]> {
  const password_hash = await hashPassword(randomBytes(32).toString('base64url'))
  const ids: string[] = []
  for (const name of demoColleagues) {
    const [first = '', last = ''] = name.split(' ')
    // Addresses are unique in the whole installation.
    const email = `${makeMailbox(first, last, 0)}@${tenant_id.slice(-12)}.example`
    const { id } = await tx
      .insertInto('auth.account')
      .values({ email, password_hash })
      .returning('id')
      .executeTakeFirstOrThrow()
    await tx
      .insertInto('member')
      .values({ tenant_id, user_id: id, name, email, rights: JSON.stringify({ crm: 'change' }) })
      .execute()
    ids.push(id)
  }
  return ids
}

/** So many working days from today; today itself is what it is. */
export function workingDay(today: string, days: number): string {
  const isFree = (day: string) => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())
  let day = today
  for (let left = Math.abs(days); left > 0; left -= isFree(day) ? 0 : 1) day = addDays(day, Math.sign(days))
  return day
}

const idOf = (ids: Map<string, string>, name: string | undefined) => {
  const id = name === undefined ? null : ids.get(name)
  if (id === undefined) throw new Error(`The demo firm has no ${name}.`)
  return id
}
const about = ({ companies, persons }: Firm, { company, person }: { company?: string; person?: string }) => ({
  company_id: idOf(companies, company),
  person_id: idOf(persons, person),
})

function noteRow(firm: Firm, line: DemoNote) {
  const { subject, text, ago, who, pinned = false } = line
  return {
    ...{ tenant_id: firm.tenant_id, ...about(firm, line), id: crypto.randomUUID(), subject, body_text: text },
    body: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] },
    ...{ noted_on: workingDay(firm.today, -ago), author_id: firm.users[who], is_private: line.private === true },
    pinned_at: pinned ? `${firm.today}T07:00:00Z` : null,
  }
}

async function insertTasks(tx: Write, firm: Firm, lines: DemoTask[]) {
  const { tenant_id, users, today } = firm
  const made = lines.map((line) => ({ ...line, id: crypto.randomUUID() }))
  const rows = made.map((line) => {
    const { id, title, description = null, due, who, priority = 2, status = 'not_started', recurrence = null } = line
    const due_on = due === null ? null : workingDay(today, due)
    return {
      ...{ tenant_id, id, title, description, due_on, priority, status, recurrence, ...about(firm, line) },
      ...{ responsible_id: users[who], recurs_from: recurrence && 'date' },
      percent_complete: { done: 100, in_progress: 50, waiting: 20, not_started: 0 }[status],
      closed_at: status === 'done' ? `${due_on}T12:00:00Z` : null,
      closed_by: status === 'done' ? users[who] : null,
    }
  })
  await insertRows(tx, 'task', rows)
  const others = made.flatMap(({ id: task_id, participants = [] }) =>
    participants.map((one) => ({ tenant_id, task_id, user_id: users[one] })),
  )
  await insertRows(tx, 'task_participant', others)
}

async function insertAppointments(tx: Write, firm: Firm, lines: DemoAppointment[]) {
  const { tenant_id, users } = firm
  const made = lines.map((line) => ({ ...line, id: crypto.randomUUID() }))
  await insertRows(
    tx,
    'appointment',
    made.map((line) => appointmentRow(firm, line)),
  )
  const part = { tenant_id, user_id: null, company_id: null, person_id: null, state: 'unseen' }
  const parts = made.flatMap(({ id: appointment_id, who, others = [], ...line }) => {
    const { company_id, person_id } = about(firm, line)
    return [
      { ...part, id: crypto.randomUUID(), appointment_id, user_id: users[who], state: 'accepted' },
      ...others.map((one) => ({
        ...{ ...part, id: crypto.randomUUID(), appointment_id, user_id: users[one] },
        state: one === 0 ? 'unseen' : 'accepted',
      })),
      ...(company_id ? [{ ...part, id: crypto.randomUUID(), appointment_id, company_id }] : []),
      ...(person_id ? [{ ...part, id: crypto.randomUUID(), appointment_id, person_id }] : []),
    ]
  })
  await insertRows(tx, 'appointment_participant', parts)
}

function appointmentRow({ tenant_id, users, today }: Firm, line: DemoAppointment & { id: string }) {
  const { id, title, place = null, day, at, lasts = 60, who, recurrence = null } = line
  const on = workingDay(today, day)
  const clock = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
  const moment = (minutes: number) => `${on} ${clock(minutes)} ${homeZone}`
  const isAllDay = at === undefined
  return {
    ...{ tenant_id, id, title, place, recurrence, organizer_id: users[who], is_private: line.private === true },
    ...{ is_all_day: isAllDay, is_busy: true },
    starts_at: moment(at ?? 0),
    ends_at: isAllDay ? `${addDays(on, 3)} 00:00 ${homeZone}` : moment(at + lasts),
  }
}

function roleRows({ tenant_id, companies, persons, today }: Firm) {
  return demoRoles.map(({ person, company, title, department, left }) => ({
    ...{ tenant_id, id: crypto.randomUUID(), person_id: idOf(persons, person), company_id: idOf(companies, company) },
    ...{ title, department, to_on: left === undefined ? null : addDays(today, -left) },
  }))
}

async function tiePersons(tx: Write, { tenant_id, persons }: Firm) {
  const colours = ['grape', 'pink', 'teal']
  for (const [at, [name, people]] of Object.entries(demoPersonCategories).entries()) {
    const { id } = await tx
      .insertInto('category')
      .values({ tenant_id, name, colour: colours[at] ?? 'blue', for_companies: false, for_persons: true })
      .returning('id')
      .executeTakeFirstOrThrow()
    const rows = people.map((person) => ({ tenant_id, category_id: id, person_id: idOf(persons, person) ?? '' }))
    await tx.insertInto('person_category').values(rows).execute()
  }
}
