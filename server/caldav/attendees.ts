import { sql } from 'kysely'
import type { Appointment } from '#contract/appointments.ts'
import type { ReadEvent } from '#server/icalendar/read-event.ts'
import type { Read } from '#server/platform/db.ts'
import type { Who } from '#server/platform/http.ts'

type Participant = Pick<Appointment['participants'][number], 'kind' | 'id' | 'email'>
type Named = Pick<Participant, 'kind' | 'id'>

/**
 * Who takes part after a calendar program has changed the list of addresses: those that it added and that we know by their
 * address, without those that it took out. Who has no address stands in no calendar, and stays; so do all when it sends none.
 */
export async function nextParticipants(
  db: Read,
  who: Who,
  now: Participant[],
  shown: ReadEvent['attendees'],
  given: ReadEvent['attendees'],
): Promise<Named[]> {
  const named = (list: Participant[]) => list.map(({ kind, id }) => ({ kind, id }))
  if (given.length === 0) return named(now)
  const [before, after] = [shown, given].map((list) => new Set(list.map(({ email }) => email)))
  const isLeft = ({ email }: Participant) =>
    !email || !before?.has(email.toLowerCase()) || after?.has(email.toLowerCase())
  const there = new Set(now.map(({ email }) => email?.toLowerCase()))
  const added = [...(after ?? [])].filter((email) => !there.has(email))
  return [...named(now.filter(isLeft)), ...(await findByEmail(db, who, added))]
}

/** A colleague before a person, a person before a company; whom nobody knows is left out. */
async function findByEmail(db: Read, { tenant_id }: Who, emails: string[]): Promise<Named[]> {
  if (emails.length === 0) return []
  const { rows } = await sql<Named & { email: string }>`
    select distinct on (email) email, kind, id from (
      select email, 'user' as kind, 1 as place, user_id as id from member
        where tenant_id = ${tenant_id} and deactivated_at is null and email = any (${emails})
      union all select email, 'person', 2, id from person
        where tenant_id = ${tenant_id} and deleted_at is null and email = any (${emails})
      union all select a.email, 'person', 3, a.person_id from affiliation a
        join person p on p.tenant_id = a.tenant_id and p.id = a.person_id and p.deleted_at is null
        where a.tenant_id = ${tenant_id} and a.email = any (${emails})
      union all select email, 'company', 4, id from company
        where tenant_id = ${tenant_id} and deleted_at is null and email = any (${emails})) found
    order by email, place, id`.execute(db)
  return rows.map(({ kind, id }) => ({ kind, id }))
}
