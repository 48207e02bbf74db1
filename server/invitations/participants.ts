import { sql } from 'kysely'
import type { InvitationInput } from '#contract/invitations.ts'
import type { Language } from '#contract/messages.ts'
import type { Read } from '#server/platform/db.ts'
import type { Who } from '#server/platform/http.ts'

export type Participant = {
  participant_id: string
  kind: 'user' | 'person' | 'company'
  /** Of the colleague, the person or the company. */
  id: string
  name: string
  email: string | null
  language: Language
  sent_to: string | null
  sent_sequence: number | null
}

/** Those who take part, each in the language that is known of her company, or else in the firm's. */
export async function readParticipants(db: Read, { tenant_id }: Who, appointmentId: string): Promise<Participant[]> {
  const { rows } = await sql<Omit<Participant, 'language'> & { language: string | null }>`
    select * from (select p.id as participant_id, p.sent_to, p.sent_sequence, coalesce(p.user_id, p.person_id, p.company_id) as id,
      case when p.user_id is not null then 'user' when p.person_id is not null then 'person' else 'company' end as kind,
      coalesce(m.name, concat_ws(' ', n.first_name, n.last_name, c.name)) as name,
      coalesce(m.email, n.email, c.email, f.email) as email,
      coalesce(c.language, f.language, firm.language) as language
    from appointment_participant p
    join firm on firm.tenant_id = p.tenant_id
    left join member m on m.tenant_id = p.tenant_id and m.user_id = p.user_id
    left join person n on n.tenant_id = p.tenant_id and n.id = p.person_id
    left join company c on c.tenant_id = p.tenant_id and c.id = p.company_id
    left join lateral (
      select a.email, b.language from affiliation a
      join company b on b.tenant_id = a.tenant_id and b.id = a.company_id
      where a.tenant_id = p.tenant_id and a.person_id = p.person_id and a.to_on is null
      order by a.email is null, a.is_primary desc, a.id limit 1) f on true
    where p.tenant_id = ${tenant_id} and p.appointment_id = ${appointmentId}
    ) t order by t.kind, t.name collate "nb-x-icu", t.participant_id`.execute(db)
  return rows.map((row) => ({ ...row, language: letterLanguage(row.language) }))
}

/** Norwegians, Swedes and Danes read Norwegian; all others get English. */
const letterLanguage = (language: string | null): Language =>
  /^(nb|nn|no|sv|da)\b/i.test(language ?? 'nb') ? 'nb' : 'en'

export type Addressed = Participant & { email: string }
type Skipped = Pick<Participant, 'kind' | 'id' | 'name'> & { reason: 'no_email' | 'same_address' }

/** Who of them is written to, one letter an address; whoever sends gets one when she wants to, and only then. */
export function chooseRecipients(all: Participant[], { to, include_self }: InvitationInput, who: Who) {
  const isAsked = ({ kind, id }: Participant) => {
    if (kind !== 'user') return true
    return id === who.user_id ? include_self : to === 'all'
  }
  const recipients: Addressed[] = []
  const skipped: Skipped[] = []
  const taken = new Set<string>()
  for (const one of all.filter(isAsked)) {
    const { kind, id, name, email } = one
    if (!email) skipped.push({ kind, id, name, reason: 'no_email' })
    else if (taken.has(email.toLowerCase())) skipped.push({ kind, id, name, reason: 'same_address' })
    else recipients.push({ ...one, email })
    if (email) taken.add(email.toLowerCase())
  }
  return { recipients, skipped }
}
