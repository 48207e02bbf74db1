import { sql } from 'kysely'
import type { z } from 'zod'
import type { today } from '#contract/today.ts'
import type { Read } from '#server/platform/db.ts'
import type { Who } from '#server/platform/http.ts'
import { readHappenings } from './happenings.ts'

type Today = z.input<typeof today.read.reply>
type Day = Omit<Today, 'happenings'>

export async function readToday(db: Read, who: Who): Promise<Today> {
  const day = await readDay(db, who)
  return { ...day, happenings: await readHappenings(db, who) }
}

/** A company or person by a row's columns, as JSON; nothing of what is deleted. */
const aboutOf = (of: string) => sql`coalesce(
  (select json_build_object('kind', 'company', 'id', c.id, 'name', c.name) from company c
    where c.tenant_id = ${sql.ref(`${of}.tenant_id`)} and c.id = ${sql.ref(`${of}.company_id`)} and c.deleted_at is null),
  (select json_build_object('kind', 'person', 'id', p.id, 'name', concat_ws(' ', p.first_name, p.last_name)) from person p
    where p.tenant_id = ${sql.ref(`${of}.tenant_id`)} and p.id = ${sql.ref(`${of}.person_id`)} and p.deleted_at is null))`

/** Tasks and appointments of today, in one statement. */
async function readDay(db: Read, who: Who): Promise<Day> {
  const mine = sql`t.tenant_id = ${who.tenant_id} and t.responsible_id = ${who.user_id}
    and t.deleted_at is null and t.status not in ('done', 'cancelled')`
  const tasks = (when: ReturnType<typeof sql>, order: ReturnType<typeof sql>) => sql`coalesce((
    select json_agg(json_build_object('id', t.id, 'version', t.version, 'title', t.title, 'priority', t.priority,
      'due_on', t.due_on, 'about', ${aboutOf('t')}) order by ${order})
    from (select t.* from task t, now_here n where ${mine} and ${when} order by ${order} limit 30) t), '[]')`
  const { rows } = await sql<Day>`
    with now_here as materialized (
      select d.day, d.day::timestamp at time zone 'Europe/Oslo' as begins, (d.day + 1)::timestamp at time zone 'Europe/Oslo' as ends
      from (select (now() at time zone 'Europe/Oslo')::date as day) d)
    select n.day,
      ${tasks(sql`t.due_on = n.day`, sql`t.priority, t.id`)} as tasks_today,
      ${tasks(sql`t.due_on < n.day`, sql`t.due_on desc, t.id desc`)} as tasks_overdue,
      (select count(*) from (select from task t where ${mine} and t.due_on < n.day limit 100) t) as overdue_count,
      ${appointmentsOf(who)} as appointments
    from now_here n`.execute(db)
  const [day] = rows
  if (!day) throw new Error('There is always a day.')
  return day
}

/** Those that I arrange or take part in and have not declined. Few last longer than a day: these have an index of their own. */
const appointmentsOf = (who: Who) => {
  const one = sql`a.tenant_id = ${who.tenant_id} and a.deleted_at is null and a.recurrence is null`
  return sql`coalesce((
  select json_agg(json_build_object('id', a.id, 'title', a.title, 'place', a.place, 'starts_at', a.starts_at, 'ends_at', a.ends_at,
    'is_all_day', a.is_all_day, 'about', (
      select ${aboutOf('x')} from appointment_participant x
      where x.tenant_id = a.tenant_id and x.appointment_id = a.id and x.user_id is null order by x.company_id nulls last limit 1))
    order by a.is_all_day desc, a.starts_at, a.id)
  from (
    select a.* from (
      select a.* from appointment a, now_here n where ${one} and a.starts_at >= n.begins - interval '24 hours'
        and a.starts_at < n.ends and a.ends_at > n.begins
      union all
      select a.* from appointment a, now_here n where ${one} and a.ends_at - a.starts_at > interval '24 hours'
        and a.starts_at < n.begins - interval '24 hours' and a.ends_at > n.begins) a
    where a.cancelled_at is null and case when a.organizer_id = ${who.user_id} then true else exists (
        select from appointment_participant x where x.tenant_id = a.tenant_id and x.appointment_id = a.id
          and x.user_id = ${who.user_id} and x.state <> 'declined') end
    order by a.starts_at limit 50) a), '[]')`
}
