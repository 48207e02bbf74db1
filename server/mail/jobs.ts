import { sql } from 'kysely'
import type { MailSettings } from '#server/platform/config.ts'
import type { Write } from '#server/platform/db.ts'
import type { JobHandlers } from '#server/platform/jobs.ts'
import { deliver } from './smtp.ts'

export const mailJobs = {
  send_mail: async ({ data, act, mail: settings, is_last_try }) => {
    const { mail_id } = data
    if (!settings) return act((tx) => giveUp(tx, mail_id, 'no_mail_server'))
    const mail = await act((tx) => claim(tx, mail_id, settings))
    if (!mail) return
    const refusal = await deliver(settings, mail)
    if (!refusal) return act((tx) => markAsSent(tx, mail_id))
    if (refusal.is_final || is_last_try) return act((tx) => giveUp(tx, mail_id, refusal.said))
    await act((tx) => noteError(tx, mail_id, refusal.said))
    throw Object.assign(new Error('The mail server did not take the mail.'), { code: refusal.code })
  },
} satisfies Partial<JobHandlers>

export type ClaimedMail = NonNullable<Awaited<ReturnType<typeof claim>>>

/** Counts the try, and fixes the Message-ID before the first. Nothing when it was sent or given up already. */
async function claim(tx: Write, id: string, { from }: MailSettings) {
  const domain = /@([^\s<>@]+)>?$/.exec(from)?.[1] ?? 'kundebok'
  const mail = await ofThis(tx, id)
    .set((eb) => ({
      attempts: eb('attempts', '+', 1),
      message_id: eb.fn.coalesce('message_id', sql<string>`'<' || id || '@' || ${domain} || '>'`),
    }))
    .returning(['recipient', 'subject', 'body', 'language', 'message_id', 'calendar', 'calendar_method', 'reply_to'])
    .executeTakeFirst()
  if (!mail) return null
  const { body, message_id, ...rest } = mail
  if (body === null || message_id === null) throw new Error('A mail that waits has no body.')
  return { ...rest, body, message_id }
}

const ofThis = (tx: Write, id: string) =>
  tx
    .updateTable('mail')
    .where('tenant_id', '=', sql<string>`acting_tenant()`)
    .where('id', '=', id)
    .where('state', '=', 'queued')

async function markAsSent(tx: Write, id: string) {
  await ofThis(tx, id)
    .set({ state: 'sent', sent_at: sql`now()`, body: null, calendar: null, error: null })
    .execute()
}

async function noteError(tx: Write, id: string, error: string) {
  await ofThis(tx, id).set({ error }).execute()
}

/** The body stays for a week, for an administrator to try again. */
async function giveUp(tx: Write, id: string, error: string) {
  await ofThis(tx, id).set({ state: 'failed', error }).execute()
}
