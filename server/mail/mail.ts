import type { Language } from '#contract/messages.ts'
import type { Config } from '#server/platform/config.ts'
import type { Write } from '#server/platform/db.ts'
import { sendJob } from '#server/platform/jobs.ts'

type NewMail = {
  tenant_id: string
  to: string
  subject: string
  text: string
  language: Language
  /** An iCalendar message (RFC 6047) that goes along: mail programs show it as an invitation. */
  calendar?: { text: string; method: 'REQUEST' | 'CANCEL' }
  /** Whom an answer to the letter goes to. */
  reply_to?: string
}

/** Whether the installation can send e-mail; where it can not, links are shown to whoever may pass them on. */
export const isMailSet = ({ mail }: Pick<Config, 'mail'>) => mail !== null

/** An e-mail of the firm that goes out after the transaction: with a rollback it was never written. */
export async function queueMail(tx: Write, { tenant_id, to, subject, text, language, ...more }: NewMail) {
  const { id } = await tx
    .insertInto('mail')
    .values({
      ...{ tenant_id, recipient: to, subject, body: text, language, reply_to: more.reply_to ?? null },
      ...(more.calendar ? { calendar: more.calendar.text, calendar_method: more.calendar.method } : {}),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await sendJob(tx, 'send_mail', { mail_id: id })
}
