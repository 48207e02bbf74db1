import { sql } from 'kysely'
import type { NotificationKind } from '#contract/notifications.ts'
import type { Write } from '#server/platform/db.ts'
import { sendJob } from '#server/platform/jobs.ts'

type Notice = {
  tenant_id: string
  kind: NotificationKind
  entity: 'note' | 'task' | 'appointment' | 'company' | 'sms'
  entity_id: string
  /** Users to tell; who may not see the record, is deactivated or does it herself is passed over. */
  to: string[]
  /** What the record hangs on, to be named beside it. */
  company_id?: string | null
  person_id?: string | null
  /** What somebody did who is no user: whoever acts for her is told too. */
  is_from_outside?: boolean
  /** Of a reminder: the time that it is about. It is told of once for each. */
  about_at?: string
}

/**
 * Tells colleagues of something, in the transaction of what they are told of. Only that it happened is written; what the
 * record says is read when the notification is, by who may see it then. A mention is told of once a note and person.
 */
export async function notify(tx: Write, notice: Notice) {
  const { tenant_id, kind, entity, entity_id, to, company_id = null, person_id = null, about_at = null } = notice
  if (to.length === 0) return
  const isByNobody = kind === 'reminder' || notice.is_from_outside === true
  // Rows of others are not shown to who writes them: nothing can be returned, and no conflict be named.
  const { numAffectedRows } = await sql`
    insert into notification (tenant_id, user_id, kind, entity, entity_id, company_id, person_id, by_user_id, about_at)
    select m.tenant_id, m.user_id, ${kind}, ${entity}, ${entity_id}::uuid, ${company_id}::uuid, ${person_id}::uuid,
      case when not ${isByNobody}::boolean then acting_user() end, ${about_at}::timestamptz
    from member m
    where m.tenant_id = ${tenant_id} and m.user_id = any (${to}::uuid[]) and m.deactivated_at is null
      and (m.role = 'administrator' or m.rights ->> 'crm' in ('read', 'change'))
      and (${isByNobody}::boolean or m.user_id is distinct from acting_user())
      and case ${entity}
        when 'note' then exists (select from note n where n.tenant_id = m.tenant_id and n.id = ${entity_id}::uuid
          and not n.is_private and n.deleted_at is null)
        when 'sms' then true
        when 'appointment' then exists (select from appointment a where a.tenant_id = m.tenant_id and a.id = ${entity_id}::uuid
          and (a.visible_to is null or m.user_id = any (a.visible_to)) and a.deleted_at is null)
        when 'company' then exists (select from company c where c.tenant_id = m.tenant_id and c.id = ${entity_id}::uuid
          and c.deleted_at is null)
        else exists (select from task t where t.tenant_id = m.tenant_id and t.id = ${entity_id}::uuid and t.deleted_at is null)
      end
    on conflict do nothing`.execute(tx)
  if (numAffectedRows) await mailAtOnce(tx, tenant_id, to)
}

/** To those who want an e-mail of each. */
async function mailAtOnce(tx: Write, tenantId: string, to: string[]) {
  const wanting = await tx
    .selectFrom('member_preference')
    .select('user_id')
    .where('tenant_id', '=', tenantId)
    .where('user_id', 'in', to)
    .where('key', '=', 'notification_mail')
    .where('value', '=', '"at_once"')
    .execute()
  for (const { user_id } of wanting) await sendJob(tx, 'mail_notifications', { user_id })
}
