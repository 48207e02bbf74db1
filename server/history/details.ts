import { sql } from 'kysely'

// What an entry `h` is called and tells, each by a look into one row: as row-level security shows it to the one who asks.

const recordOf = (table: 'note' | 'task' | 'appointment', title: string, id = sql`h.entity_id`) =>
  sql`(select r.${sql.ref(title)} from ${sql.table(table)} r where r.tenant_id = h.tenant_id and r.id = ${id})`

/**
 * The values, of a copy those of what it copies; where they were set apart, as far as they may be seen. Below row-level
 * security an index is used for what PostgreSQL knows to leak nothing: `case` is among that, `coalesce` is not.
 */
const changes = sql`coalesce(
  (select d.changes - 'body' from history_detail d where d.tenant_id = h.tenant_id and
    d.history_id = case when h.copy_of is null then h.id else h.copy_of end),
  case when h.copy_of is not null
    then (select o.changes from history o where o.tenant_id = h.tenant_id and o.id = h.copy_of) else h.changes end)`

/** Of what takes part in an appointment the values say in which; else the row itself does, while it is there. */
const appointmentIds = [
  sql`(select d.entity_id from history_detail d where d.tenant_id = h.tenant_id and d.history_id = h.id)`,
  sql`(select p.appointment_id from appointment_participant p where p.tenant_id = h.tenant_id and p.id = h.entity_id)`,
]
const appointmentId = sql`coalesce(${sql.join(appointmentIds)})`
const appointmentTitle = sql`coalesce(${sql.join(appointmentIds.map((id) => recordOf('appointment', 'title', id)))})`

export const subjectOf = sql`case h.entity
  when 'note' then ${recordOf('note', 'subject')}
  when 'task' then ${recordOf('task', 'title')}
  when 'task_participant' then ${recordOf('task', 'title')}
  when 'appointment' then ${recordOf('appointment', 'title')}
  when 'appointment_participant' then ${appointmentTitle}
  when 'category' then (select c.name from category c where c.tenant_id = h.tenant_id and c.id = h.entity_id)
  when 'company_category' then (select c.name from category c where c.tenant_id = h.tenant_id and c.id = h.entity_id)
  when 'person_category' then (select c.name from category c where c.tenant_id = h.tenant_id and c.id = h.entity_id)
  when 'custom_field' then (select f.label from custom_field f where f.tenant_id = h.tenant_id and f.id = h.entity_id)
  when 'member' then (select m.name from member m where m.tenant_id = h.tenant_id and m.user_id = h.entity_id)
  when 'invitation' then (select i.name from invitation i where i.tenant_id = h.tenant_id and i.id = h.entity_id)
  when 'api_key' then (select k.name from api_key k where k.tenant_id = h.tenant_id and k.id = h.entity_id)
  when 'sms_template' then (select t.name from sms_template t where t.tenant_id = h.tenant_id and t.id = h.entity_id)
  when 'import' then (select i.file_name from import i where i.tenant_id = h.tenant_id and i.id = h.entity_id)
end as subject`

const isHidden = sql`case h.entity
  when 'note' then ${recordOf('note', 'subject')} is null
  when 'appointment' then ${recordOf('appointment', 'title')} is null
  when 'appointment_participant' then ${appointmentId} is null
  else false
end`

export const detailsOf = sql`
  (select json_build_object('id', c.id, 'name', c.name) from company c
    where c.tenant_id = h.tenant_id and c.id = h.company_id) as company,
  (select json_build_object('id', p.id, 'name', concat_ws(' ', p.first_name, p.last_name)) from person p
    where p.tenant_id = h.tenant_id and p.id = h.person_id) as person,
  ${isHidden} as is_private,
  case when ${isHidden} then null when h.entity = 'appointment_participant' then ${appointmentId} else h.entity_id end as record_id,
  case when ${isHidden} then '{}'::jsonb else ${changes} end as changes`
