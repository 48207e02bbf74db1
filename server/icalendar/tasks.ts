import { sql } from 'kysely'
import type { Read } from '#server/platform/db.ts'
import type { Owner } from './events.ts'
import type { CalendarTask } from './types.ts'

export type StoredTask = CalendarTask & { id: string }

/** Tasks in the form of a calendar, those that were asked for and are there. */
export async function readTasks(db: Read, { tenant_id }: Owner, ids: string[]): Promise<StoredTask[]> {
  const { rows } = await sql<StoredTask>`
    select id, uid, version, title, description, status, priority, percent_complete, start_on, due_on, reminder_at,
      closed_at, created_at, changed_at
    from task where tenant_id = ${tenant_id} and id = any (${ids}::uuid[]) and deleted_at is null
    order by id`.execute(db)
  return rows
}
