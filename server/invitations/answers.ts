// Answers by the link of a letter, from people who have no account here.
import { sql } from 'kysely'
import type { answerStates, Invited } from '#contract/invitations.ts'
import type { Language } from '#contract/messages.ts'
import { notify } from '#server/notifications/notify.ts'
import { hashToken } from '#server/platform/authenticate.ts'
import { actAs, type Read, type Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import { asUuid } from '#server/platform/key-owner.ts'
import { noteOnAppointment } from './note.ts'

/** What the link is about; any that is none, or was replaced by a newer letter's, is not found. */
export async function viewInvitation(db: Read, token: string): Promise<Invited> {
  return (await findInvited(db, token)).invited
}

/** The same answer again changes nothing and tells nobody. */
export async function answerByLink(tx: Write, token: string, state: (typeof answerStates)[number]): Promise<Invited> {
  const { participant, invited, firm } = await findInvited(tx, token)
  if (invited.closed)
    throw new AppError('invalid', {
      field: 'state',
      message: invited.closed === 'over' ? 'meeting_over' : 'meeting_cancelled',
    })
  const before = await tx
    .updateTable('appointment_participant')
    .set({ state, answered_at: sql<string>`now()` })
    .where('tenant_id', '=', firm.tenant_id)
    .where('id', '=', participant.id)
    .where('state', '<>', state)
    .returning('id')
    .executeTakeFirst()
  if (before) await tell(tx, firm, participant, [invited.state, state])
  return { ...invited, state }
}

type Firm = { tenant_id: string; organizer_id: string }
type Found = {
  id: string
  appointment_id: string
  organizer_id: string
  user_id: string | null
  person_id: string | null
  company_id: string | null
}

/** A colleague answers as herself; of others the firm knows that it was the one with the link. */
async function tell(tx: Write, { tenant_id }: Firm, participant: Found, changed: [string, string]) {
  const { appointment_id, organizer_id, user_id, person_id, company_id } = participant
  const kind = user_id ? 'user' : person_id ? 'person' : 'company'
  const to = { kind, id: user_id ?? person_id ?? company_id ?? '' } as const
  const who = user_id ? {} : { [`${kind}_id`]: [null, to.id] as [unknown, unknown] }
  const changes = { state: changed as [unknown, unknown], ...who }
  await noteOnAppointment(tx, { tenant_id, user_id }, { action: 'answered', appointment_id, to, changes })
  if (user_id) await actAs(tx, { tenant_id, user_id, via: 'screen' })
  await notify(tx, {
    ...{ tenant_id, kind: 'invitation_answered', entity: 'appointment', entity_id: appointment_id },
    // Else the organizer is who acts: nobody else sees a private one.
    ...{ to: [organizer_id], person_id, company_id, is_from_outside: !user_id },
  })
}

async function findInvited(db: Read, token: string) {
  const bytes = Buffer.from(token, 'base64url')
  const firm = { tenant_id: asUuid(bytes.subarray(32, 48)), organizer_id: asUuid(bytes.subarray(48)) }
  await actAs(db, { tenant_id: firm.tenant_id, user_id: firm.organizer_id, via: 'screen' })
  const row = await rowOf(db, firm, hashToken(token))
  if (!row) throw new AppError('not_found')
  const { sent_language, is_cancelled, is_over, id, appointment_id, organizer_id, ...rest } = row
  const { user_id, person_id, company_id, ...shown } = rest
  const closed = is_cancelled ? ('cancelled' as const) : is_over ? ('over' as const) : null
  const invited = { ...shown, language: (sent_language ?? 'nb') as Language, closed }
  return { invited, participant: { id, appointment_id, organizer_id, user_id, person_id, company_id }, firm }
}

async function rowOf(db: Read, { tenant_id }: Firm, hash: Buffer) {
  const { rows } = await sql<
    Omit<Invited, 'language' | 'closed'> &
      Found & { sent_language: string | null; is_cancelled: boolean; is_over: boolean }
  >`
    select p.id, p.appointment_id, a.organizer_id, p.user_id, p.person_id, p.company_id, p.state, p.sent_language,
      a.title, a.place, a.starts_at, a.ends_at, a.time_zone, a.is_all_day, a.recurrence is not null as recurs,
      f.name as firm_name, o.name as organizer_name,
      coalesce(m.name, concat_ws(' ', n.first_name, n.last_name, c.name)) as name,
      a.deleted_at is not null or a.cancelled_at is not null as is_cancelled,
      case when a.recurrence is null then a.ends_at < now() else coalesce(a.recurs_until < now(), false) end as is_over
    from appointment_participant p
    join appointment a on a.tenant_id = p.tenant_id and a.id = p.appointment_id
    join firm f on f.tenant_id = p.tenant_id
    left join member o on o.tenant_id = a.tenant_id and o.user_id = a.organizer_id
    left join member m on m.tenant_id = p.tenant_id and m.user_id = p.user_id
    left join person n on n.tenant_id = p.tenant_id and n.id = p.person_id
    left join company c on c.tenant_id = p.tenant_id and c.id = p.company_id
    where p.tenant_id = ${tenant_id} and p.answer_token_hash = ${hash}`.execute(db)
  return rows[0]
}
