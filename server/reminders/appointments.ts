import { sql } from 'kysely'
import { occurrencesOf } from '#server/appointments/occurrences.ts'
import { notify } from '#server/notifications/notify.ts'
import { type Database, inTransaction, type Write } from '#server/platform/db.ts'

const MOST_AT_ONCE = 500
const DAY = 86_400_000
/** How far ahead the next time of a series is looked for, the near ones first. */
const SEARCHED = [32 * DAY, 367 * DAY, 20 * 366 * DAY]

type Due = { appointment_id: string; organizer_id: string }

/** Reminds those who take part, of each time of an appointment once, and notes when to look at it next. */
export async function remindOfAppointments(db: Database, tenant_id: string) {
  const due = await inTransaction(db, { tenant_id, via: 'job' }, async (tx) => {
    const { rows } = await sql<Due>`
      select appointment_id, organizer_id from appointment_reminder
      where tenant_id = ${tenant_id} and remind_at <= now() order by remind_at limit ${MOST_AT_ONCE}`.execute(tx)
    return rows
  })
  // The organizer sees it also when it is private.
  for (const one of due)
    await inTransaction(db, { tenant_id, user_id: one.organizer_id, via: 'job' }, (tx) => remindOf(tx, tenant_id, one))
}

async function remindOf(tx: Write, tenant_id: string, { appointment_id: id }: Due) {
  // Another process, or a change of the appointment, may have come first.
  const { rows } = await sql<{ starts_at: string | null }>`
    select starts_at from appointment_reminder where tenant_id = ${tenant_id} and appointment_id = ${id}
      and remind_at <= now() for update skip locked`.execute(tx)
  if (!rows[0]) return
  const { starts_at } = rows[0]
  const appointment = await readAppointment(tx, tenant_id, id)
  if (appointment && starts_at && isToBeTold(appointment, starts_at)) {
    const { users, company_id, person_id } = appointment
    const about = { entity: 'appointment', entity_id: id, company_id, person_id, about_at: starts_at } as const
    await notify(tx, { tenant_id, kind: 'reminder', to: users, ...about })
  }
  const next = appointment ? nextReminder(appointment, starts_at, new Date().toISOString()) : null
  if (next)
    await sql`update appointment_reminder set remind_at = ${next.remind_at}, starts_at = ${next.starts_at}
      where tenant_id = ${tenant_id} and appointment_id = ${id}`.execute(tx)
  else await sql`delete from appointment_reminder where tenant_id = ${tenant_id} and appointment_id = ${id}`.execute(tx)
}

type Remembered = {
  starts_at: string
  ends_at: string
  time_zone: string
  recurrence: string | null
  reminder_minutes: number
  /** Beginnings that fell out of the series or were changed by themselves, as milliseconds. */
  left_out: number[]
  users: string[]
  company_id: string | null
  person_id: string | null
}

async function readAppointment(tx: Write, tenant_id: string, id: string): Promise<Remembered | undefined> {
  const { rows } = await sql<Remembered>`
    select a.starts_at, a.ends_at, a.time_zone, a.recurrence, a.reminder_minutes,
      array(select (extract(epoch from s) * 1000)::float8 from unnest(a.skipped || array(
        select i.original_starts_at from appointment i
        where i.tenant_id = a.tenant_id and i.series_id = a.id and i.deleted_at is null)) s) as left_out,
      array(select p.user_id::text from appointment_participant p where p.tenant_id = a.tenant_id
        and p.appointment_id = a.id and p.user_id is not null and p.state <> 'declined') as users,
      (select p.company_id from appointment_participant p where p.tenant_id = a.tenant_id
        and p.appointment_id = a.id and p.company_id is not null limit 1) as company_id,
      (select p.person_id from appointment_participant p where p.tenant_id = a.tenant_id
        and p.appointment_id = a.id and p.person_id is not null limit 1) as person_id
    from appointment a
    where a.tenant_id = ${tenant_id} and a.id = ${id} and a.deleted_at is null and a.cancelled_at is null
      and a.reminder_minutes is not null`.execute(tx)
  return rows[0]
}

/** What fell out, or is over before the program came to it, needs no reminder. */
function isToBeTold({ starts_at, ends_at, left_out }: Remembered, at: string) {
  const lasts = Date.parse(ends_at) - Date.parse(starts_at)
  return !left_out.includes(Date.parse(at)) && Date.parse(at) + lasts >= Date.now()
}

/**
 * The time that a series is to be reminded of after `last`; the first one, where none was yet, also when it is due already.
 * A single appointment has none after its own.
 */
export function nextReminder(
  series: Omit<Remembered, 'users' | 'company_id' | 'person_id'>,
  last: string | null,
  now: string,
) {
  if (series.recurrence === null) return null
  const from = last !== null && last > now ? last : now
  const lead = series.reminder_minutes * 60_000
  for (const ahead of SEARCHED) {
    const to = new Date(Date.parse(from) + ahead).toISOString()
    const next = occurrencesOf(series, from, to).find(
      ({ starts_at }) =>
        starts_at > from &&
        !series.left_out.includes(Date.parse(starts_at)) &&
        (last === null || Date.parse(starts_at) - lead > Date.parse(now)),
    )
    if (next) return { starts_at: next.starts_at, remind_at: new Date(Date.parse(next.starts_at) - lead).toISOString() }
  }
  return null
}
