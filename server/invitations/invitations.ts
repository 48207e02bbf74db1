// Confirmations of meetings: written here, sent by the mail job. The same UID from the first to the cancellation, and a
// SEQUENCE that only rises (RFC 5546).
import { randomBytes } from 'node:crypto'
import type { InvitationInput, LetterKind } from '#contract/invitations.ts'
import { readEvents, type StoredEvent } from '#server/icalendar/events.ts'
import { writeCalendar } from '#server/icalendar/write.ts'
import { queueMail } from '#server/mail/mail.ts'
import { hashToken } from '#server/platform/authenticate.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Server, Who } from '#server/platform/http.ts'
import { writeLetter } from './letter.ts'
import { noteOnAppointment } from './note.ts'
import { type Addressed, chooseRecipients, type Participant, readParticipants } from './participants.ts'
import { listTemplates } from './templates.ts'

/** Where the links of letters lead to, and whether letters go out at all. */
export type Site = Pick<Server, 'public_url' | 'has_mail'>
type Queued = InvitationInput & { appointment_id: string }

/**
 * Writes to those who take part, in the transaction of what they are told of. Those who got an invitation before are told of
 * the change. Answers with whom it goes to, and with those who have no address.
 */
export async function queueInvitations(tx: Write, who: Who, input: Queued, site: Site) {
  const { event, recipients, skipped, letters } = await prepare(tx, who, input)
  if (!site.has_mail) throw new AppError('invalid', { field: 'to', message: 'no_mail_server' })
  const calendar = invitationTo(event, new Date().toISOString())
  for (const one of recipients) {
    const token = newAnswerToken(who, event)
    const letter = letters(one, input.text, one.id === who.user_id ? null : `${site.public_url}/answer/${token}`)
    await mailTo(tx, who, { to: one, event, letter, calendar, method: 'REQUEST' })
    await noteAsSent(tx, who, event, one, hashToken(token))
  }
  return { sent: recipients.map(recipientOf), skipped }
}

/** The same without sending anything. */
export async function previewInvitations(db: Read, who: Who, input: Queued, { has_mail }: Site) {
  const { event, recipients, skipped, letters } = await prepare(db, who, input)
  const [first] = recipients
  const letter = first ? letters(first, input.text, null) : null
  return {
    has_mail,
    recipients: recipients.map(recipientOf),
    skipped,
    letter,
    calendar: invitationTo(event, event.changed_at),
  }
}

const invitationTo = (event: StoredEvent, stamp: string) => writeCalendar({ method: 'REQUEST', events: [event], stamp })

async function prepare(db: Read, who: Who, input: Queued) {
  const [event] = await readEvents(db, who, [input.appointment_id])
  if (!event) throw new AppError('not_found')
  const all = await readParticipants(db, who, event.id)
  return { event, ...chooseRecipients(all, input, who), letters: await letterWriter(db, who, event) }
}

async function letterWriter(db: Read, { tenant_id }: Who, event: StoredEvent, kind?: LetterKind) {
  const templates = await listTemplates(db, tenant_id)
  const { name: firm } = await db
    .selectFrom('firm')
    .select('name')
    .where('tenant_id', '=', tenant_id)
    .executeTakeFirstOrThrow()
  return ({ name, language, ...to }: Participant, message: string | null, link: string | null) =>
    writeLetter({ templates, kind: kind ?? kindFor(to), language, event, firm, name, message, link })
}

const kindFor = ({ sent_to }: Pick<Participant, 'sent_to'>): LetterKind => (sent_to ? 'update' : 'request')
const recipientOf = ({ kind, id, name, email, language, ...to }: Addressed) => ({
  ...{ kind, id, name, email, language },
  letter: kindFor(to),
})

/**
 * 32 random bytes, then the firm's and the organizer's ids, which tell where to look and who sees the appointment there. A
 * newer letter's link takes the place of the older one's: it would answer to what is no longer so.
 */
function newAnswerToken({ tenant_id }: Who, { organizer_id }: StoredEvent) {
  const bytes = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex')
  return Buffer.concat([randomBytes(32), bytes(tenant_id), bytes(organizer_id)]).toString('base64url')
}

type Sent = {
  to: Addressed
  event: StoredEvent
  letter: { subject: string; text: string }
  calendar: string
  method: 'REQUEST' | 'CANCEL'
}

async function mailTo(tx: Write, { tenant_id }: Who, { to, event, letter, calendar, method }: Sent) {
  const reply = event.organizer ? { reply_to: event.organizer.email } : {}
  const { email, language } = to
  await queueMail(tx, { tenant_id, to: email, ...letter, language, calendar: { text: calendar, method }, ...reply })
}

/** Without a new link the one in the letter before is good still. */
async function noteAsSent(tx: Write, who: Who, event: StoredEvent, to: Addressed, answer_token_hash?: Buffer) {
  const link = answer_token_hash ? { answer_token_hash } : {}
  await tx
    .updateTable('appointment_participant')
    .set({ sent_to: to.email, sent_sequence: event.sequence, sent_language: to.language, ...link })
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', to.participant_id)
    .execute()
  await noteOnAppointment(tx, who, {
    action: 'sent',
    appointment_id: event.id,
    to,
    changes: { sent_to: [null, to.email] },
  })
}

type Updated = {
  appointment_id: string
  /** The series that it was a part of: those who were invited to that one by e-mail are told. */
  invited_to?: string
  /** Where a link leads by which it is answered; without it, the letter before has one. */
  site?: Site
}

/** Tells those who were invited by e-mail how it is now, when its occurrences are other ones than they were told of. */
export async function queueUpdates(tx: Write, who: Who, { appointment_id, invited_to, site }: Updated) {
  const invited = (await readParticipants(tx, who, invited_to ?? appointment_id)).filter(({ sent_to }) => sent_to)
  if (invited.length === 0) return
  const [event] = await readEvents(tx, who, [appointment_id])
  if (!event) return
  const letters = await letterWriter(tx, who, event, 'update')
  const calendar = invitationTo(event, new Date().toISOString())
  for (const one of await readParticipants(tx, who, appointment_id)) {
    const email = invited.find(({ kind, id }) => kind === one.kind && id === one.id)?.sent_to
    if (!email) continue
    const to = { ...one, email }
    const token = site ? newAnswerToken(who, event) : null
    const letter = letters(to, null, site && token ? `${site.public_url}/answer/${token}` : null)
    await mailTo(tx, who, { to, event, letter, calendar, method: 'REQUEST' })
    await noteAsSent(tx, who, event, to, token === null ? undefined : hashToken(token))
  }
}

type Cancelled = {
  appointment_id: string
  /** Those who are taken out; all when it is not said. */
  participants?: { kind: Participant['kind']; id: string }[]
  /** original_starts_at of the one occurrence of a series that falls out; the whole when it is not said. */
  occurrence?: string
  /** The series of a changed occurrence: those who were invited to that one hear of it by what they are told of it. */
  told_of?: string | undefined
}

/**
 * Calls a meeting off for those who were invited by e-mail: when it is deleted, or for those who are taken out of it. To be
 * called when the appointment is written (also as deleted) and before participants are removed.
 */
export async function queueCancellations(
  tx: Write,
  who: Who,
  { appointment_id, participants, occurrence, told_of }: Cancelled,
) {
  const [stored] = await readEvents(tx, who, [appointment_id], { is_deleted_too: true })
  if (!stored) return
  const heard = told_of ? (await readParticipants(tx, who, told_of)).filter(({ sent_to }) => sent_to !== null) : []
  const isAmong = (all: Pick<Participant, 'kind' | 'id'>[], { kind, id }: Participant) =>
    all.some((one) => one.kind === kind && one.id === id)
  const isMeant = (one: Participant) => (participants ? isAmong(participants, one) : true) && !isAmong(heard, one)
  const invited = (await readParticipants(tx, who, appointment_id)).filter(
    (one) => one.sent_to !== null && isMeant(one),
  )
  if (invited.length === 0) return
  const sequence = Math.max(stored.sequence, ...invited.map(({ sent_sequence }) => (sent_sequence ?? 0) + 1))
  const event = { ...(occurrence ? oneOf(stored, occurrence) : stored), sequence }
  const letters = await letterWriter(tx, who, event, 'cancel')
  for (const one of invited) {
    const to = { ...one, email: one.sent_to ?? '' }
    const attendees = event.attendees.filter(({ email }) => email.toLowerCase() === to.email.toLowerCase())
    const calendar = writeCalendar({
      ...{ method: 'CANCEL', stamp: new Date().toISOString() },
      events: [{ ...event, attendees: attendees.length > 0 ? attendees : [attendeeOf(to)], overrides: [] }],
    })
    await mailTo(tx, who, { to, event, letter: letters(to, null, null), calendar, method: 'CANCEL' })
    await noteOnAppointment(tx, who, {
      action: 'sent',
      appointment_id,
      to,
      changes: { cancelled_for: [null, to.email] },
    })
  }
  // What is sent later must be newer than this.
  if (sequence > stored.sequence)
    await tx
      .updateTable('appointment')
      .set({ sequence })
      .where('tenant_id', '=', who.tenant_id)
      .where('id', '=', appointment_id)
      .execute()
}

const attendeeOf = ({ name, email }: Addressed) => ({ name, email, state: 'unseen' as const, is_asked: false })

function oneOf(series: StoredEvent, occurrence: string): StoredEvent {
  const lasts = Date.parse(series.ends_at) - Date.parse(series.starts_at)
  const ends_at = new Date(Date.parse(occurrence) + lasts).toISOString()
  return { ...series, recurrence: null, skipped: [], starts_at: occurrence, ends_at, original_starts_at: occurrence }
}
