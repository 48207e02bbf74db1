import { sql } from 'kysely'
import { insertRows, type Who } from '#server/companies/insert-many.ts'
import { type Database, inTransaction, type Write } from '#server/platform/db.ts'
import { type Activity, makeActivity } from './activity.ts'
import { takeTime } from './load.ts'

type Options = { seed: number; today: string; onProgress?: (companies: number) => Promise<void> }
type Company = { id: string; customer_number: number; persons: string[] }

// About a thousand notes, tasks and appointments: every statement stays well below its time limit.
const BATCH = 100

/**
 * Notes, tasks and appointments around every company of a firm, as the program itself would write them: with its role, below
 * row-level security, with history. Each batch is written as another colleague. Companies that have theirs are passed over,
 * so a broken run can be repeated. Returns how many were added.
 */
export async function loadActivity(db: Database, who: Who, { seed, today, onProgress }: Options): Promise<number> {
  const colleagues = await readColleagues(db, who)
  let added = 0
  let done = 0
  for (let last = 0; ;) {
    const me = colleagues[Math.floor(last / BATCH) % colleagues.length] ?? who.user_id
    const batch = await inTransaction(db, { tenant_id: who.tenant_id, user_id: me, via: 'setup' }, async (tx) => {
      await takeTime(tx)
      const companies = await readCompanies(tx, who, last)
      const made = companies.map((company) => makeActivity(seed, { ...company, me, colleagues }, today))
      const fresh = await leaveOutKnown(tx, who, made)
      await insertActivity(tx, who.tenant_id, fresh)
      return { companies, count: fresh.reduce((sum, one) => sum + countOf(one), 0) }
    })
    last = batch.companies.at(-1)?.customer_number ?? last
    added += batch.count
    done += batch.companies.length
    await onProgress?.(done)
    if (batch.companies.length < BATCH) return added
  }
}

const countOf = ({ notes, tasks, appointments }: Activity) => notes.length + tasks.length + appointments.length

async function readColleagues(db: Database, who: Who) {
  const members = await inTransaction(db, { ...who, via: 'setup' }, (tx) =>
    tx
      .selectFrom('member')
      .select('user_id')
      .where('tenant_id', '=', who.tenant_id)
      .where('deactivated_at', 'is', null)
      .orderBy('email')
      .execute(),
  )
  return members.map(({ user_id }) => user_id)
}

/** The next companies by their numbers, each with the persons that it had before. */
async function readCompanies(tx: Write, who: Who, after: number) {
  const { rows } = await sql<Company>`
    select c.id, c.customer_number, array(select a.person_id from affiliation a
      where a.tenant_id = c.tenant_id and a.company_id = c.id order by a.id limit 20) as persons
    from company c where c.tenant_id = ${who.tenant_id} and c.customer_number > ${after} and c.deleted_at is null
    order by c.customer_number limit ${BATCH}`.execute(tx)
  return rows
}

/** Its own contact tells that a company has its activity already. */
async function leaveOutKnown(tx: Write, who: Who, made: Activity[]) {
  if (made.length === 0) return made
  const rows = await tx
    .selectFrom('person')
    .select('id')
    .where('tenant_id', '=', who.tenant_id)
    .where(
      'id',
      'in',
      made.map(({ person }) => person.id),
    )
    .execute()
  const known = new Set(rows.map(({ id }) => id))
  return made.filter(({ person }) => !known.has(person.id))
}

async function insertActivity(tx: Write, tenant_id: string, made: Activity[]) {
  const own = <R extends object>(rows: R[]) => rows.map((row) => ({ tenant_id, ...row }))
  const tasks = made.flatMap((one) => one.tasks)
  const appointments = made.flatMap((one) => one.appointments)
  await insertRows(tx, 'person', own(made.map(({ person }) => person)))
  await insertRows(tx, 'affiliation', own(made.map(({ role }) => role)))
  await insertRows(tx, 'note', own(made.flatMap(({ notes }) => notes)))
  await insertRows(tx, 'task', own(tasks.map(({ row }) => row)))
  await insertRows(tx, 'task_participant', own(tasks.flatMap(({ participants }) => participants)))
  await workOnTasks(tx, tenant_id, tasks)
  await insertRows(tx, 'appointment', own(appointments.map(({ row }) => row)))
  await insertRows(tx, 'appointment_participant', own(appointments.flatMap(({ users }) => users)))
  await insertRows(tx, 'appointment_participant', own(appointments.flatMap(({ persons }) => persons)))
  await insertRows(tx, 'appointment_participant', own(appointments.flatMap(({ companies }) => companies)))
}

/** Tasks are begun and closed after they were made: that is in their history. */
async function workOnTasks(tx: Write, tenant_id: string, tasks: Activity['tasks']) {
  const begun = tasks.filter(({ isBegun }) => isBegun).map(({ row }) => row.id)
  await sql`update task set status = 'in_progress', percent_complete = 50
    where tenant_id = ${tenant_id} and id = any (${begun}::uuid[])`.execute(tx)
  const closed = tasks.flatMap(({ closed: one }) => one ?? [])
  await sql`update task t set status = c.status, percent_complete = case c.status when 'done' then 100 else t.percent_complete end,
      closed_at = c.closed_at, closed_by = t.responsible_id
    from jsonb_to_recordset(${JSON.stringify(closed)}::jsonb) c (id uuid, status text, closed_at timestamptz)
    where t.tenant_id = ${tenant_id} and t.id = c.id`.execute(tx)
}
