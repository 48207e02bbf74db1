import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Write } from '#server/platform/db.ts'
import type { Who } from '#server/platform/http.ts'
import type { Participant } from './participants.ts'

type Note = {
  action: 'sent' | 'answered'
  appointment_id: string
  to: Pick<Participant, 'kind' | 'id'>
  changes: Record<string, [unknown, unknown]>
}

/**
 * That an invitation was sent or answered, on the card of the company or the person; an answer on those of all who take part.
 * What of it is seen by who sees the appointment.
 */
export async function noteOnAppointment(
  tx: Write,
  { tenant_id, user_id, via }: Pick<Who, 'tenant_id' | 'via'> & { user_id: string | null },
  { action, appointment_id, to, changes }: Note,
) {
  const salt = randomUUID()
  const values = sql<string>`${JSON.stringify(changes)}::jsonb`
  const { id } = await tx
    .insertInto('history')
    .values({
      ...{ tenant_id, user_id, via: via ?? 'screen', action, entity: 'appointment', entity_id: appointment_id },
      company_id: to.kind === 'company' ? to.id : null,
      person_id: to.kind === 'person' ? to.id : null,
      ...{ salt, detail_hash: sql<Buffer>`hash_values(${salt}, ${values})` },
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('history_detail')
    .values({
      ...{ tenant_id, history_id: id, entity: 'appointment', entity_id: appointment_id },
      changes: values,
    })
    .execute()
  if (action === 'answered')
    await sql`select copy_history(p.tenant_id, ${id}, p.company_id, p.person_id) from appointment_participant p
      where p.tenant_id = ${tenant_id} and p.appointment_id = ${appointment_id} and p.user_id is null
        and ${to.id}::uuid <> coalesce(p.company_id, p.person_id)`.execute(tx)
}
