import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import { mostCounted, type Notification, type notifications } from '#contract/notifications.ts'
import { keepPlan, type Read, type Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'

type Mine = { tenant_id: string; user_id: string }
type Row = z.input<typeof Notification>
const PAGE = 50

/** What it is about, by what the one who reads may see now; null when that is nothing. */
const titleOf = sql<string | null>`case x.entity
  when 'note' then (select n.subject from note n where n.tenant_id = x.tenant_id and n.id = x.entity_id and n.deleted_at is null)
  when 'task' then (select t.title from task t where t.tenant_id = x.tenant_id and t.id = x.entity_id and t.deleted_at is null)
  when 'company' then (select c.name from company c where c.tenant_id = x.tenant_id and c.id = x.entity_id and c.deleted_at is null)
  when 'sms' then (select left(s.text, 80) from sms s where s.tenant_id = x.tenant_id and s.id = x.entity_id)
  else (select a.title from appointment a where a.tenant_id = x.tenant_id and a.id = x.entity_id and a.deleted_at is null)
end`

const mine = ({ tenant_id, user_id }: Mine) => sql`x.tenant_id = ${tenant_id} and x.user_id = ${user_id}`

/** Newest first, with the names of what they are about. */
export async function readNotifications(db: Read, who: Mine, conditions: RawBuilder<unknown>[], limit: number) {
  const { rows } = await sql<Row>`
    select x.*, c.name as company_name, concat_ws(' ', p.first_name, p.last_name) as person_name, m.name as by_name
    from (select x.*, ${titleOf} as title from notification x
      where ${sql.join([mine(who), ...conditions], sql` and `)} and ${titleOf} is not null
      order by x.id desc limit ${limit}) x
    left join company c on c.tenant_id = x.tenant_id and c.id = x.company_id and c.deleted_at is null
    left join person p on p.tenant_id = x.tenant_id and p.id = x.person_id and p.deleted_at is null
    left join member m on m.tenant_id = x.tenant_id and m.user_id = x.by_user_id
    order by x.id desc`.execute(db)
  return rows.map((row) => ({ ...row, person_name: row.person_name || null }))
}

export async function listNotifications(
  db: Read,
  who: Mine,
  { is, before }: z.output<typeof notifications.list.query>,
) {
  const conditions = [
    ...(is === 'unread' ? [sql`x.read_at is null`] : []),
    ...(before ? [sql`x.id < ${before}::uuid`] : []),
  ]
  const rows = await readNotifications(db, who, conditions, PAGE + 1)
  const items = rows.slice(0, PAGE)
  return { items, next: rows.length > PAGE ? (items.at(-1)?.id ?? null) : null }
}

export async function countUnread(db: Read, who: Mine) {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (select from notification x
      where ${mine(who)} and x.read_at is null and ${titleOf} is not null limit ${sql.lit(mostCounted)}) x ${keepPlan}`.execute(
    db,
  )
  return { count: rows[0]?.count ?? 0 }
}

export async function markAs(tx: Write, who: Mine, id: string, isRead: boolean) {
  const { numAffectedRows } = await sql`
    update notification x set read_at = case when ${isRead}::boolean then coalesce(x.read_at, now()) end
    where ${mine(who)} and x.id = ${id}::uuid and ${titleOf} is not null`.execute(tx)
  if (!numAffectedRows) throw new AppError('not_found')
}

/** Those that came after she looked stay unread. */
export async function markAllAsRead(tx: Write, who: Mine, upTo: string) {
  await sql`update notification x set read_at = now()
    where ${mine(who)} and x.read_at is null and x.id <= ${upTo}::uuid`.execute(tx)
}
