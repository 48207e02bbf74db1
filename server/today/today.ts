import { sql } from 'kysely'
import type { z } from 'zod'
import type { today } from '#contract/today.ts'
import { expandAppointments } from '#server/appointments/calendar.ts'
import { keepPlan, type Read } from '#server/platform/db.ts'
import type { Who } from '#server/platform/http.ts'
import { shownColumns } from '#server/tasks/list.ts'
import { readHappenings } from './happenings.ts'

type Today = z.input<typeof today.read.reply>
type Appointment = Today['appointments'][number]
type Day = Pick<Today, 'day' | 'tasks_today' | 'tasks_overdue' | 'overdue_count'> & { begins: string; ends: string }

export async function readToday(db: Read, who: Who): Promise<Today> {
  const { begins, ends, ...day } = await readDay(db, who)
  const appointments = await readAppointments(db, who, begins, ends)
  return { ...day, appointments, happenings: await readHappenings(db, who) }
}

/** The company or person that a row names, as JSON; nothing of what is deleted. */
const aboutOf = (row: string) => sql`coalesce(
  (select json_build_object('kind', 'company', 'id', c.id, 'name', c.name) from company c
    where c.tenant_id = ${sql.ref(`${row}.tenant_id`)} and c.id = ${sql.ref(`${row}.company_id`)} and c.deleted_at is null),
  (select json_build_object('kind', 'person', 'id', p.id, 'name', concat_ws(' ', p.first_name, p.last_name)) from person p
    where p.tenant_id = ${sql.ref(`${row}.tenant_id`)} and p.id = ${sql.ref(`${row}.person_id`)} and p.deleted_at is null))`

/** When the day is, and my tasks of it, in one statement. */
async function readDay(db: Read, who: Who): Promise<Day> {
  const mine = sql`t.tenant_id = ${who.tenant_id} and t.responsible_id = ${who.user_id}
    and t.deleted_at is null and t.status not in ('done', 'cancelled')`
  const tasks = (when: ReturnType<typeof sql>, order: ReturnType<typeof sql>) => sql`coalesce((
    select json_agg(t order by t.place) from (
      select t.*, ${shownColumns} from (
        select t.*, row_number() over (order by ${order}) as place from task t where ${mine} and ${when} order by ${order} limit 30) t) t), '[]')`
  const { rows } = await sql<Day>`
    select n.day, n.day::timestamp at time zone 'Europe/Oslo' as begins,
      (n.day + 1)::timestamp at time zone 'Europe/Oslo' as ends,
      ${tasks(sql`t.due_on = n.day`, sql`t.priority, t.id`)} as tasks_today,
      ${tasks(sql`t.due_on < n.day`, sql`t.due_on desc, t.id desc`)} as tasks_overdue,
      (select count(*) from (select from task t where ${mine} and t.due_on < n.day limit 100) t) as overdue_count
    from (select (now() at time zone 'Europe/Oslo')::date as day) n ${keepPlan}`.execute(db)
  const [day] = rows
  if (!day) throw new Error('There is always a day.')
  return day
}

/** As the calendar has them, without what I declined. */
async function readAppointments(db: Read, who: Who, from: string, to: string): Promise<Appointment[]> {
  const mine = (await expandAppointments(db, { from, to, user_ids: [who.user_id] })).flatMap(
    ({ appointment_id, series_id, original_starts_at, title, users, ...times }) =>
      appointment_id === null || title === null || users.some(({ state }) => state === 'declined')
        ? []
        : [
            {
              ...{ ...times, id: appointment_id, title },
              // One that was changed by itself is no longer named by its series.
              original_starts_at: series_id === appointment_id ? original_starts_at : null,
            },
          ],
  )
  if (mine.length === 0) return []
  const about = await readAbout(
    db,
    who,
    mine.map(({ id }) => id),
  )
  return mine
    .map((one) => ({ ...one, about: about.get(one.id) ?? null }))
    .toSorted((one, other) => Number(other.is_all_day) - Number(one.is_all_day))
}

/** Whom each appointment is with: the first company, else the first person. */
async function readAbout(db: Read, who: Who, ids: string[]) {
  const { rows } = await sql<{ id: string; about: Appointment['about'] }>`
    select distinct on (x.appointment_id) x.appointment_id as id, ${aboutOf('x')} as about from appointment_participant x
    where x.tenant_id = ${who.tenant_id} and x.appointment_id = any (${ids}::uuid[]) and x.user_id is null
    order by x.appointment_id, x.company_id nulls last, x.id`.execute(db)
  return new Map(rows.map(({ id, about }) => [id, about]))
}
