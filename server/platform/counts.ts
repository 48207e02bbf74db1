import { type RawBuilder, sql } from 'kysely'

type Counts = { tasks: number; appointments: number; notes: number; categories: number }

/** What hangs on a company or person: one value for its card, each number by an index of its own. */
export function countsOf(kind: 'company' | 'person'): RawBuilder<Counts> {
  const record = sql.table(kind)
  const column = sql.ref(`${kind}_id`)
  const here = sql`x.tenant_id = ${record}.tenant_id and x.${column} = ${record}.id`
  return sql<Counts>`json_build_object(
    'tasks', (select count(*) from task x
      where ${here} and x.deleted_at is null and x.status not in ('done', 'cancelled')),
    'appointments', (select count(*) from appointment_participant x
      join appointment a on a.tenant_id = x.tenant_id and a.id = x.appointment_id
      where ${here} and a.deleted_at is null and a.cancelled_at is null
        and case when a.recurrence is null then a.ends_at else coalesce(a.recurs_until, 'infinity') end >= now()),
    'notes', (select count(*) from note x where ${here} and x.deleted_at is null),
    'categories', (select count(*) from ${sql.table(`${kind}_category`)} x where ${here}))`
}
