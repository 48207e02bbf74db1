// What a calendar program wrote about an appointment, done as the screen does it: the same checks, history and notices.
import {
  answerInvitation,
  createAppointment,
  deleteAppointment,
  readAppointment,
  restoreAppointment,
} from '#server/appointments/appointments.ts'
import type { ReadEvent } from '#server/icalendar/read-event.ts'
import { refusal } from '#server/icalendar/read-values.ts'
import type { Write } from '#server/platform/db.ts'
import type { Who } from '#server/platform/http.ts'
import { nextParticipants } from './attendees.ts'
import { changeEvent, fieldsOf, inputOf, readEvent } from './change-event.ts'
import type { Entry } from './collections.ts'
import { storeInstances } from './store-instances.ts'

/** The id of the appointment; null when the UID is another record's. */
export async function storeEvent(tx: Write, who: Who, given: ReadEvent[], entry: Entry | undefined) {
  const [first] = given
  if (!first) throw refusal('calendar_unreadable')
  const id = entry ? entry.id : await makeEvent(tx, who, given)
  const stored = id && (await readEvent(tx, who, id))
  if (!stored || stored.uid !== first.uid) return null
  const main = given.find(({ original_starts_at }) => original_starts_at === stored.original_starts_at)
  if (main) await changeEvent(tx, who, stored, main)
  if (stored.original_starts_at === null) await storeInstances(tx, who, stored.id, given)
  return stored.id
}

/** A new one, or one that was deleted before and comes back under the same UID. */
async function makeEvent(tx: Write, who: Who, given: ReadEvent[]): Promise<string | null> {
  const main = given.find(({ original_starts_at }) => original_starts_at === null)
  if (!main) throw refusal('calendar_unsupported')
  const known = await tx
    .selectFrom('appointment')
    .select(['id', 'deleted_at', 'organizer_id'])
    .where('tenant_id', '=', who.tenant_id)
    .where('uid', '=', main.uid)
    .where('series_id', 'is', null)
    .executeTakeFirst()
  if (known && (!known.deleted_at || known.organizer_id !== who.user_id)) return null
  if (known) {
    await restoreAppointment(tx, who, known.id, {})
    return known.id
  }
  const participants = await nextParticipants(tx, who, [], [], main.attendees)
  const { id } = await createAppointment(tx, who, inputOf({ ...fieldsOf(main), participants }))
  await tx
    .updateTable('appointment')
    .set({ uid: main.uid })
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .execute()
  return id
}

/** One's own is deleted; to another's invitation it is a no. */
export async function removeEvent(tx: Write, who: Who, { id, version }: Entry) {
  const { organizer_id } = await readAppointment(tx, who, id)
  if (organizer_id === who.user_id) await deleteAppointment(tx, who, id, version, { scope: 'all' })
  else await answerInvitation(tx, who, id, 'declined')
}
