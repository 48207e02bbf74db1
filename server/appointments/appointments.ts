import { sql } from 'kysely'
import type { z } from 'zod'
import {
  type answers,
  type Appointment,
  AppointmentInput,
  type appointments,
  type Part,
} from '#contract/appointments.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { notify } from '#server/notifications/notify.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { queueCancellations, queueUpdates, type Site } from '#server/invitations/invitations.ts'
import { noteOnAppointment } from '#server/invitations/note.ts'
import { joinSeries } from './cuts.ts'
import { participantsOf, withSomeone, writeParticipants } from './participants.ts'
import { changedOnes, columns, holdRow, type Input, insertRow, setDeleted, type Stored } from './rows.ts'
import { changeAll, changeOne, cutSeries, putBack, skipOne, splitSeries } from './series.ts'

type Reply = z.input<typeof Appointment>
type Move = z.output<typeof appointments.move.body>

/** Books an appointment, with whoever makes it as its organizer. */
export async function createAppointment(tx: Write, who: Who, input: Input): Promise<Reply> {
  const row = await insertRow(tx, who, { ...columns(input), organizer_id: who.user_id })
  await writeParticipants(tx, who, row, withSomeone(input.participants, row))
  return toldOf(tx, who, row.id)
}

export async function readAppointment(db: Read, who: Who, id: string): Promise<Reply> {
  const row = await db
    .selectFrom('appointment')
    .selectAll('appointment')
    .select((eb) => [
      participantsOf.as('participants'),
      eb
        .selectFrom('member')
        .select('member.name')
        .whereRef('member.tenant_id', '=', 'appointment.tenant_id')
        .whereRef('member.user_id', '=', 'appointment.organizer_id')
        .as('organizer_name'),
    ])
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!row) throw new AppError('not_found')
  return row
}

/** Which occurrences are meant; `site`: where those are led who answer an invitation to what became a series of its own. */
type Meaning = Part & { site?: Site }

/** Changes it, or the part of a series that is meant; answers with what was changed by itself. */
export async function updateAppointment(tx: Write, who: Who, id: string, given: Input, version: number, part: Meaning) {
  const stored = await holdForChange(tx, who, id, version)
  const input = { ...given, participants: withSomeone(given.participants, stored) }
  if (input.is_private && !stored.is_private && stored.organizer_id !== who.user_id)
    throw new AppError('invalid', { field: 'is_private', message: 'private_by_organizer' })
  const meant = meantPart(stored, part)
  const before = await readAppointment(tx, who, id)
  if (meant.scope === 'one') {
    const already = await tx
      .selectFrom('appointment')
      .select('id')
      .where('tenant_id', '=', who.tenant_id)
      .where('series_id', '=', id)
      .where('original_starts_at', '=', meant.occurrence)
      .where('deleted_at', 'is', null)
      .executeTakeFirst()
    if (already) throw new AppError('stale', { current: await readAppointment(tx, who, already.id) })
  }
  const changed = await changePart(tx, who, stored, input, meant, part.site)
  return toldOf(tx, who, changed, before)
}

async function changePart(tx: Write, who: Who, stored: Stored, input: Input, meant: Meant, site: Site | undefined) {
  const { scope, occurrence } = meant
  if (scope === 'all') return changeAll(tx, who, stored, input, occurrence)
  if (scope === 'one') return changeOne(tx, who, stored, input, occurrence)
  return splitSeries(tx, who, stored, input, { occurrence, site })
}

/** Colleagues are told of it who have not seen it as it is now, unless all that is new is what it says. */
async function toldOf(tx: Write, who: Who, id: string, before?: Reply): Promise<Reply> {
  const appointment = await readAppointment(tx, who, id)
  const isMoved = before?.starts_at !== appointment.starts_at || before.ends_at !== appointment.ends_at
  const to = appointment.participants.filter(
    ({ kind, state, ...one }) =>
      kind === 'user' && state === 'unseen' && (isMoved || !before.participants.some(({ id }) => id === one.id)),
  )
  await notify(tx, {
    ...{ tenant_id: who.tenant_id, kind: 'invitation', entity: 'appointment', entity_id: id },
    ...hungOn(appointment),
    to: to.map((one) => one.id),
  })
  return appointment
}

/** The first company and person of it, to be named beside it. */
function hungOn({ participants }: Reply) {
  const firstOf = (kind: 'company' | 'person') => participants.find((one) => one.kind === kind)?.id ?? null
  return { company_id: firstOf('company'), person_id: firstOf('person') }
}

/** Another time, and perhaps another colleague in the place of one; all else stays. */
export async function moveAppointment(tx: Write, who: Who, id: string, to: Move, version: number, part: Meaning) {
  const { participants, ...now } = await readAppointment(tx, who, id)
  const { title, place, description, time_zone, is_busy, is_private, reminder_minutes, recurrence } = now
  const { starts_at, ends_at, is_all_day, from_user_id, to_user_id } = to
  const parsed = AppointmentInput.safeParse({
    ...{ title, place, description, time_zone, is_busy, is_private, reminder_minutes, recurrence },
    ...{ starts_at, ends_at, is_all_day },
    participants: participants.map(({ kind, id: one }) => ({
      kind,
      id: kind === 'user' && one === from_user_id && to_user_id ? to_user_id : one,
    })),
  })
  if (!parsed.success) throw new AppError('invalid', { issues: parsed.error })
  return updateAppointment(tx, who, id, parsed.data, version, part)
}

/** Deletes it, one occurrence, or the series from one on. */
export async function deleteAppointment(tx: Write, who: Who, id: string, version: number, part: Part) {
  const stored = await holdForChange(tx, who, id, version)
  const meant = meantPart(stored, part)
  if (meant.scope === 'one') return skipOne(tx, who, stored, meant.occurrence)
  if (meant.scope === 'following') return cutSeries(tx, who, stored, meant.occurrence)
  const own = await changedOnes(tx, who, id)
  await setDeleted(tx, who, stored)
  for (const one of own) await queueCancellations(tx, who, { appointment_id: one.id, told_of: id })
  await queueCancellations(tx, who, { appointment_id: id, ...(stored.series_id && { told_of: stored.series_id }) })
  // What was changed by itself does not come back as the series has it.
  if (stored.series_id)
    await skipOne(tx, who, await holdRow(tx, who, stored.series_id), stored.original_starts_at ?? '')
}

type Lost = z.output<typeof appointments.restore.query>

/** Brings back a deleted appointment, an occurrence that fell out of its series, or what was cut off. Those who were told hear of it. */
export async function restoreAppointment(tx: Write, who: Who, id: string, { occurrence, following }: Lost) {
  const stored = await holdRow(tx, who, id)
  refuseOthers(who, stored)
  if (following) await joinSeries(tx, who, stored)
  else if (occurrence) {
    if (stored.deleted_at || !stored.skipped.includes(occurrence)) throw new AppError('not_found')
    await putBack(tx, who, stored, occurrence)
  } else {
    if (!stored.deleted_at) throw new AppError('not_found')
    await setDeleted(tx, who, stored)
    await queueUpdates(tx, who, { appointment_id: id })
    if (stored.series_id)
      await putBack(tx, who, await holdRow(tx, who, stored.series_id), stored.original_starts_at ?? '')
  }
  return readAppointment(tx, who, id)
}

/** The invitation was seen, if there is one and it was not before. */
export async function noteSeen(tx: Write, who: Who, id: string) {
  await readAppointment(tx, who, id)
  await tx
    .updateTable('appointment_participant')
    .set({ state: 'seen' })
    .where('tenant_id', '=', who.tenant_id)
    .where('appointment_id', '=', id)
    .where('user_id', '=', who.user_id)
    .where('state', '=', 'unseen')
    .execute()
}

/** My answer to an invitation; the same again changes nothing. */
export async function answerInvitation(tx: Write, who: Who, id: string, state: (typeof answers)[number]) {
  const { participants } = await readAppointment(tx, who, id)
  const mine = participants.find((one) => one.kind === 'user' && one.id === who.user_id)
  if (!mine) throw new AppError('invalid', { field: 'state', message: 'not_invited' })
  const answered = await tx
    .updateTable('appointment_participant')
    .set({ state, answered_at: sql<string>`now()` })
    .where('tenant_id', '=', who.tenant_id)
    .where('appointment_id', '=', id)
    .where('user_id', '=', who.user_id)
    .where('state', '<>', state)
    .returning('id')
    .executeTakeFirst()
  const appointment = await readAppointment(tx, who, id)
  if (!answered) return appointment
  await noteOnAppointment(tx, who, {
    ...{ action: 'answered', appointment_id: id, to: { kind: 'user', id: who.user_id } },
    changes: { state: [mine.state, state] },
  })
  await notify(tx, {
    ...{ tenant_id: who.tenant_id, kind: 'invitation_answered', entity: 'appointment', entity_id: id },
    ...hungOn(appointment),
    to: [appointment.organizer_id],
  })
  return appointment
}

async function holdForChange(tx: Write, who: Who, id: string, version: number): Promise<Stored> {
  const stored = await holdRow(tx, who, id)
  if (stored.deleted_at) throw new AppError('not_found')
  refuseOthers(who, stored)
  if (stored.version !== version) throw new AppError('stale', { current: await readAppointment(tx, who, id) })
  return stored
}

/** Who else takes part in a private one sees it, and changes nothing. */
function refuseOthers(who: Who, { is_private, organizer_id }: Stored) {
  if (is_private && organizer_id !== who.user_id) throw new AppError('forbidden')
}

type Meant = { scope: 'all'; occurrence: string | null } | { scope: 'one' | 'following'; occurrence: string }

/** What is no series, or is meant from its first occurrence on, is meant as a whole. */
function meantPart(stored: Stored, { scope, occurrence }: Part): Meant {
  if (stored.recurrence === null) return { scope: 'all', occurrence: null }
  if (scope === 'all' || (scope === 'following' && occurrence === stored.starts_at))
    return { scope: 'all', occurrence: occurrence ?? null }
  if (!occurrence) throw new AppError('invalid', { field: 'occurrence', message: 'unknown_occurrence' })
  return { scope, occurrence }
}
