import { sql } from 'kysely'
import type { z } from 'zod'
import type { Appointment, AppointmentInput, participantKinds } from '#contract/appointments.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { queueCancellations } from '#server/invitations/invitations.ts'

export type Named = z.output<typeof AppointmentInput>['participants'][number]
type Participants = z.input<typeof Appointment>['participants']
type Kind = (typeof participantKinds)[number]

/** Those who take part, as the answer shows them; beside `appointment`, in one statement. */
export const participantsOf = sql<Participants>`(
  select coalesce(json_agg(json_build_object('kind', t.kind, 'id', t.id, 'name', t.name, 'email', t.email,
    'state', t.state, 'answered_at', t.answered_at) order by t.place, t.name collate "nb-x-icu", t.id), '[]')
  from (
    select p.state, p.answered_at,
      case when p.user_id is not null then 'user' when p.person_id is not null then 'person' else 'company' end as kind,
      case when p.user_id is not null then 1 when p.person_id is not null then 2 else 3 end as place,
      coalesce(p.user_id, p.person_id, p.company_id) as id,
      coalesce(m.name, concat_ws(' ', n.first_name, n.last_name, c.name)) as name,
      coalesce(m.email, n.email, c.email, (select a.email from affiliation a
        where a.tenant_id = p.tenant_id and a.person_id = p.person_id and a.email is not null and a.to_on is null
        order by a.is_primary desc, a.id limit 1)) as email
    from appointment_participant p
    left join member m on m.tenant_id = p.tenant_id and m.user_id = p.user_id
    left join person n on n.tenant_id = p.tenant_id and n.id = p.person_id
    left join company c on c.tenant_id = p.tenant_id and c.id = p.company_id
    where p.tenant_id = appointment.tenant_id and p.appointment_id = appointment.id) t)`

const columnOf = { user: 'user_id', person: 'person_id', company: 'company_id' } as const

/** Those who were added and removed, where the list differs from what is stored. */
export async function writeParticipants(tx: Write, who: Who, appointment: Of, named: Named[]) {
  const stored = await storedParticipants(tx, who, appointment.id)
  const key = ({ kind, id }: Named) => `${kind} ${id}`
  const [before, after] = [new Set(stored.map(key)), new Set(named.map(key))]
  const added = named.filter((one) => !before.has(key(one)))
  const removed = stored.filter((one) => !after.has(key(one)))
  await refuseUnknown(tx, who, named, added)
  await removeParticipants(tx, who, appointment.id, removed)
  await addParticipants(tx, who, appointment, added)
  return { added, removed }
}

type Of = { id: string; organizer_id: string }

export async function addParticipants(tx: Write, who: Who, appointment: Of, added: Named[]) {
  if (added.length === 0) return
  await tx
    .insertInto('appointment_participant')
    .values(
      added.map(({ kind, id }) => ({
        tenant_id: who.tenant_id,
        appointment_id: appointment.id,
        [columnOf[kind]]: id,
        ...(kind === 'user' && id === appointment.organizer_id ? { state: 'accepted' } : {}),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function removeParticipants(tx: Write, who: Who, appointmentId: string, removed: Named[]) {
  if (removed.length > 0) await queueCancellations(tx, who, { appointment_id: appointmentId, participants: removed })
  for (const { kind, id } of removed)
    await tx
      .deleteFrom('appointment_participant')
      .where('tenant_id', '=', who.tenant_id)
      .where('appointment_id', '=', appointmentId)
      .where(columnOf[kind], '=', id)
      .execute()
}

export async function storedParticipants(db: Read, who: Who, appointmentId: string): Promise<Named[]> {
  const rows = await db
    .selectFrom('appointment_participant')
    .select(['user_id', 'person_id', 'company_id'])
    .where('tenant_id', '=', who.tenant_id)
    .where('appointment_id', '=', appointmentId)
    .execute()
  return rows.flatMap(({ user_id, person_id, company_id }) => [
    ...(user_id ? [{ kind: 'user' as const, id: user_id }] : []),
    ...(person_id ? [{ kind: 'person' as const, id: person_id }] : []),
    ...(company_id ? [{ kind: 'company' as const, id: company_id }] : []),
  ])
}

/** Of another firm, deleted or gone: unknown, and said so at its own place in the list. */
async function refuseUnknown(tx: Write, who: Who, named: Named[], added: Named[]) {
  if (added.length === 0) return
  const idsOf = (kind: Kind) => added.filter((one) => one.kind === kind).map(({ id }) => id)
  const { rows } = await sql<{ id: string }>`
    select user_id as id from member
      where tenant_id = ${who.tenant_id} and user_id = any (${idsOf('user')}::uuid[]) and deactivated_at is null
    union all select id from person
      where tenant_id = ${who.tenant_id} and id = any (${idsOf('person')}::uuid[]) and deleted_at is null
    union all select id from company
      where tenant_id = ${who.tenant_id} and id = any (${idsOf('company')}::uuid[]) and deleted_at is null`.execute(tx)
  const known = new Set(rows.map(({ id }) => id))
  const unknown = added.find(({ id }) => !known.has(id))
  if (unknown)
    throw new AppError('invalid', { field: `participants.${named.indexOf(unknown)}`, message: 'unknown_participant' })
}

/** Nothing is booked in nobody's calendar. */
export const withSomeone = (named: Named[], { organizer_id }: { organizer_id: string }): Named[] =>
  named.some(({ kind }) => kind === 'user') ? named : [...named, { kind: 'user', id: organizer_id }]

/** At another time each must be asked anew, but for the organizer and whoever moved it. */
export async function askAgain(tx: Write, who: Who, { id, organizer_id }: Of) {
  await tx
    .updateTable('appointment_participant')
    .set({ state: 'unseen', answered_at: null })
    .where('tenant_id', '=', who.tenant_id)
    .where('appointment_id', '=', id)
    .where(sql<boolean>`coalesce(user_id not in (${organizer_id}, ${who.user_id}), true)`)
    .where('state', '<>', 'unseen')
    .execute()
}

/** What was answered to the series holds for what was taken out of it at the same time. */
export async function keepAnswers(tx: Write, who: Who, seriesId: string, id: string) {
  await sql`
    update appointment_participant p set state = s.state, answered_at = s.answered_at
    from appointment_participant s
    where p.tenant_id = ${who.tenant_id} and p.appointment_id = ${id}
      and s.tenant_id = p.tenant_id and s.appointment_id = ${seriesId}
      and (s.user_id, s.person_id, s.company_id) is not distinct from (p.user_id, p.person_id, p.company_id)`.execute(
    tx,
  )
}
