import { sql } from 'kysely'
import { notify } from '#server/notifications/notify.ts'
import { type Database, inTransaction } from '#server/platform/db.ts'

const MOST_AT_ONCE = 500

/** Of a task whoever is to do it is reminded, once; of one that was closed meanwhile nobody. */
export async function remindOfTasks(db: Database, tenant_id: string) {
  await inTransaction(db, { tenant_id, via: 'job' }, async (tx) => {
    const { rows } = await sql<DueTask>`
      update task t set reminded_at = now()
      where t.tenant_id = ${tenant_id} and t.id in (
        select id from task where tenant_id = ${tenant_id} and reminder_at <= now() and reminded_at is null
          and deleted_at is null order by reminder_at limit ${MOST_AT_ONCE} for update skip locked)
      returning t.id, t.company_id, t.person_id, t.reminder_at, t.status in ('done', 'cancelled') as is_closed,
        array_append(array(select p.user_id from task_participant p where p.tenant_id = t.tenant_id and p.task_id = t.id),
          t.responsible_id)::text[] as to_tell`.execute(tx)
    for (const { id, company_id, person_id, reminder_at, to_tell, is_closed } of rows) {
      if (is_closed) continue
      const about = { entity: 'task', entity_id: id, company_id, person_id, about_at: reminder_at } as const
      await notify(tx, { tenant_id, kind: 'reminder', to: to_tell, ...about })
    }
  })
}

type DueTask = {
  id: string
  company_id: string | null
  person_id: string | null
  reminder_at: string
  is_closed: boolean
  to_tell: string[]
}
