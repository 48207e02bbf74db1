// The next task of a series. It is made once: with the one before it being done or, by date, when that one's day has passed.
import { sql } from 'kysely'
import { readRule, writeRule } from '#contract/recurrence.ts'
import type { Write } from '#server/platform/db.ts'
import type { Who } from '#server/platform/http.ts'
import { nextDay } from '#server/recurrence/recurrence.ts'

type Before = {
  recurrence: string
  recurs_from: 'completion' | 'date'
  start_on: string | null
  due_on: string | null
  reminder_at: string | null
}

const zone = 'Europe/Oslo'
const dayOf = (text: string) => Temporal.PlainDate.from(text)

/** Makes the next one, if the series goes on and has no next one yet. */
export async function makeNext(tx: Write, tenantId: string, id: string) {
  const { rows } = await sql<Before>`
    select t.recurrence, t.recurs_from, t.start_on, t.due_on, t.reminder_at from task t
    where t.tenant_id = ${tenantId} and t.id = ${id}::uuid and t.recurrence is not null
      and not exists (select from task n where n.tenant_id = t.tenant_id and n.previous_id = t.id)`.execute(tx)
  const next = rows[0] && nextOf(rows[0], Temporal.Now.plainDateISO(zone))
  if (!next) return
  const made = await sql<{ id: string }>`
    insert into task (tenant_id, title, description, priority, start_on, due_on, responsible_id, company_id, person_id,
      reminder_at, recurrence, recurs_from, previous_id)
    select tenant_id, title, description, priority, ${next.start_on}::date, ${next.due_on}::date, responsible_id, company_id,
      person_id, ${next.reminder_at}::timestamptz, ${next.recurrence}, recurs_from, id
    from task where tenant_id = ${tenantId} and id = ${id}::uuid
    on conflict (tenant_id, previous_id) where previous_id is not null and deleted_at is null do nothing
    returning id`.execute(tx)
  if (!made.rows[0]) return
  await sql`
    insert into task_participant (tenant_id, task_id, user_id)
    select tenant_id, ${made.rows[0].id}::uuid, user_id from task_participant
    where tenant_id = ${tenantId} and task_id = ${id}::uuid`.execute(tx)
}

/** The days of the next one; null when the series is over. A rule with a number of times has one less each time. */
export function nextOf(before: Before, today: Temporal.PlainDate) {
  const rule = readRule(before.recurrence)
  if (!rule || rule.count === 1) return null
  const from = before.recurs_from === 'date' && before.due_on ? dayOf(before.due_on) : today
  const due =
    isPlain(rule) && before.recurs_from === 'completion' ? stepFrom(from, rule) : nextDay(before.recurrence, from, from)
  if (!due) return null
  const isOver = rule.until !== null && due.toString().replaceAll('-', '') > rule.until.slice(0, 8)
  if (isOver) return null
  const base = before.due_on ? dayOf(before.due_on) : from
  const later = (day: Temporal.PlainDate) => due.add(base.until(day))
  return {
    due_on: due.toString(),
    start_on: before.start_on && later(dayOf(before.start_on)).toString(),
    reminder_at: before.reminder_at && remindedAt(before.reminder_at, later),
    recurrence: rule.count === null ? before.recurrence : writeRule({ ...rule, count: rule.count - 1 }),
  }
}

type Rule = NonNullable<ReturnType<typeof readRule>>

/** "Every month" and no more: counted from when it was done, a month after 31 January is the last of February. */
const isPlain = ({ freq, by_day, by_month, by_month_day }: Rule) =>
  (freq === 'MONTHLY' || freq === 'YEARLY') && by_day.length + by_month.length + by_month_day.length === 0

const stepFrom = (from: Temporal.PlainDate, { freq, interval }: Rule) =>
  from.add(freq === 'MONTHLY' ? { months: interval } : { years: interval })

/** As long before or after its day as the one before, at the same time of day in Norway. */
function remindedAt(moment: string, later: (day: Temporal.PlainDate) => Temporal.PlainDate): string {
  const before = Temporal.Instant.from(moment).toZonedDateTimeISO(zone)
  return later(before.toPlainDate())
    .toZonedDateTime({ timeZone: zone, plainTime: before.toPlainTime() })
    .toInstant()
    .toString()
}

/**
 * What is taken up again has not been done: the next one that came of it goes, when nobody has touched it. It is let go of,
 * so that there can be another.
 */
export async function takeNextBack(tx: Write, who: Who, id: string) {
  await sql`
    update task n set deleted_at = now(), deleted_by = ${who.user_id}, previous_id = null, recurrence = null, recurs_from = null
    from task t
    where t.tenant_id = ${who.tenant_id} and t.id = ${id}::uuid and n.tenant_id = t.tenant_id and n.previous_id = t.id
      and n.deleted_at is null and n.version = 1 and n.created_at = t.closed_at`.execute(tx)
}

/** By date: the next ones of all whose day has passed; a thousand at a time. */
export async function makeNextByDate(tx: Write, tenantId: string) {
  const { rows } = await sql<{ id: string }>`
    select t.id from task t
    where t.tenant_id = ${tenantId} and t.deleted_at is null and t.status not in ('done', 'cancelled')
      and t.recurs_from = 'date' and t.due_on < (now() at time zone 'Europe/Oslo')::date
      and not exists (select from task n where n.tenant_id = t.tenant_id and n.previous_id = t.id)
    order by t.due_on limit 1000 for update of t skip locked`.execute(tx)
  for (const { id } of rows) await makeNext(tx, tenantId, id)
}
