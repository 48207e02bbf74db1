import { sql } from 'kysely'
import { z } from 'zod'
import type { Language } from '#contract/messages.ts'
import { mergeText } from '#contract/merge-text.ts'
import type { smsMessages, Recipient, Sms, SmsInput, SmsKind } from '#contract/sms.ts'
import { isTextable, segmentsOf } from '#contract/sms-text.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { sendJob } from '#server/platform/jobs.ts'
import { readSms } from './list.ts'
import { type Addressed, findRecipients } from './recipients.ts'
import { readState } from './settings.ts'

type Preview = z.input<typeof smsMessages.preview.reply>
type Draft = Pick<SmsInput, 'to' | 'except' | 'kind' | 'text'>
type State = Awaited<ReturnType<typeof readState>>

const SHOWN = 200
const YEAR = 366 * 86_400_000
/** Rows of one statement. */
const PORTION = 500

export async function previewSms(db: Read, who: Who, draft: Draft): Promise<Preview> {
  const { messages, left_out, state } = await prepare(db, who, draft)
  const parts = messages.reduce((sum, message) => sum + message.parts, 0)
  return {
    recipients: messages.slice(0, SHOWN).map(({ to }) => recipientOf(to)),
    count: messages.length,
    left_out: left_out.slice(0, SHOWN).map(recipientOf),
    left_out_count: left_out.length,
    parts,
    price_ore: priceOf(parts, state),
    sample: messages[0]?.text || null,
  }
}

const priceOf = (parts: number, { price_ore }: State) => (price_ore === null ? null : parts * price_ore)

/** Writes a row for each recipient; they go out by the job after the transaction, or at their time. */
export async function sendSms(tx: Write, who: Who, { send_at, ...draft }: SmsInput) {
  checkTime(send_at)
  const { messages, left_out, state } = await prepare(tx, who, draft)
  if (!state.is_set) throw new AppError('invalid', { field: 'to', message: 'sms_not_set_up' })
  if (messages.length === 0) throw new AppError('invalid', { field: 'to', message: whyNobody(left_out) })
  const tooLong = z.object({ text: z.string().max(state.longest) })
  for (const { text } of messages) {
    const { error } = tooLong.safeParse({ text })
    if (error) throw new AppError('invalid', { issues: error })
  }
  const batch_id = crypto.randomUUID()
  const at = send_at ?? new Date().toISOString()
  const rows = messages.map(({ to, text, parts }) => ({
    ...{
      tenant_id: who.tenant_id,
      direction: 'out',
      state: 'queued',
      kind: draft.kind,
      batch_id,
      send_at: at,
      due_at: at,
    },
    ...{ number: to.number, text, parts, sender: state.sender },
    price_ore: priceOf(parts, state),
    company_id: to.company_id,
    person_id: to.kind === 'person' ? to.id : null,
  }))
  const ids: string[] = []
  for (let from = 0; from < rows.length; from += PORTION)
    ids.push(...(await insert(tx, rows.slice(from, from + PORTION))))
  if (!send_at) await sendJob(tx, 'send_sms', {})
  const [id] = ids
  const sms = ids.length === 1 && id ? await readSms(tx, who, id) : null
  return { count: ids.length, batch_id, sms, left_out_count: left_out.length }
}

async function insert(tx: Write, rows: object[]) {
  const { rows: inserted } = await sql<{ id: string }>`
    insert into sms (tenant_id, direction, state, kind, batch_id, send_at, due_at, number, text, parts, sender, price_ore, company_id, person_id)
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (tenant_id uuid, direction text, state text, kind text,
      batch_id uuid, send_at timestamptz, due_at timestamptz, number text, text text, parts integer, sender text, price_ore integer,
      company_id uuid, person_id uuid)
    returning id`.execute(tx)
  return inserted.map(({ id }) => id)
}

const testTexts = {
  nb: 'Dette er en prøvemelding fra Kundebok. æøå',
  en: 'This is a test message from Kundebok. æøå',
}
/** A second part: a Kannel that is set up for one cuts the others without a word. */
const longTestTexts = {
  nb: ' Den er så lang at den går i to deler, for da ser du om Kannel kutter lange meldinger. Står det siste ordet der, er max-messages og concatenation satt som de skal. Ferdig.',
  en: ' It is so long that it goes in two parts, for then you see whether Kannel cuts long messages. When the last word is there, max-messages and concatenation are set as they should be. Finished.',
}

/** One of the firm's own to try the settings with: it hangs on nobody. */
export async function sendTest(tx: Write, who: Who, number: string, language: Language): Promise<Sms> {
  if (!isTextable(number)) throw new AppError('invalid', { field: 'number', message: 'landline' })
  const state = await readState(tx, who)
  if (!state.is_set) throw new AppError('invalid', { field: 'number', message: 'sms_not_set_up' })
  const text = testTexts[language] + (state.provider === 'kannel' ? longTestTexts[language] : '')
  const { id } = await tx
    .insertInto('sms')
    .values({
      ...{ tenant_id: who.tenant_id, direction: 'out', state: 'queued', number, text, parts: segmentsOf(text).parts },
      ...{ sender: state.sender, price_ore: priceOf(segmentsOf(text).parts, state), batch_id: crypto.randomUUID() },
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await sendJob(tx, 'send_sms', {})
  return readSms(tx, who, id)
}

function checkTime(send_at: string | null) {
  if (send_at === null) return
  const ahead = Date.parse(send_at) - Date.now()
  // Whoever chose the minute that it is now, means now.
  if (ahead < -60_000) throw new AppError('invalid', { field: 'send_at', message: 'moment_past' })
  if (ahead > YEAR) throw new AppError('invalid', { field: 'send_at', message: 'moment_far' })
}

/** Of a single number that is a landline it is said at once. */
const whyNobody = (left_out: Addressed[]) =>
  left_out.length === 1 && left_out[0]?.reason === 'landline' ? 'landline' : 'sms_nobody'

async function prepare(db: Read, who: Who, draft: Draft) {
  const [state, names, all] = [await readState(db, who), await readNames(db, who), await findRecipients(db, who, draft)]
  const messages = all.flatMap((to) => {
    if (to.reason !== null || to.number === null) return []
    const text = textFor(draft, to, names, state)
    return [{ to: { ...to, number: to.number }, text, parts: segmentsOf(text).parts }]
  })
  return { messages, left_out: all.filter(({ reason }) => reason !== null), state }
}

type Names = { firm: string; sender: string }

function textFor(draft: { text: string; kind: SmsKind }, to: Addressed, names: Names, { opt_out_text }: State) {
  const values = { ...names, first_name: to.first_name || to.name, name: to.name, company: to.company_name ?? '' }
  const text = mergeText(draft.text, values)
  // Each advertisement says how one is rid of them (markedsføringsloven § 15, third paragraph).
  return draft.kind === 'marketing' && text && !/\bstopp?\b/i.test(text) ? `${text}\n${opt_out_text}` : text
}

const readNames = (db: Read, { tenant_id, user_id }: Who): Promise<Names> =>
  db
    .selectFrom('member')
    .innerJoin('firm', 'firm.tenant_id', 'member.tenant_id')
    .select(['firm.name as firm', 'member.name as sender'])
    .where('member.tenant_id', '=', tenant_id)
    .where('member.user_id', '=', user_id)
    .executeTakeFirstOrThrow()

const recipientOf = ({ kind, id, name, company_name, number, reason }: Addressed): Recipient => ({
  ...{ kind, id, name, number, reason },
  company_name: kind === 'person' ? company_name : null,
})
