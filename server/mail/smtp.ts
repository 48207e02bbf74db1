// The one file that speaks to the mail server.
import { createTransport } from 'nodemailer'
import type { MailSettings } from '#server/platform/config.ts'
import type { ClaimedMail } from './jobs.ts'

/** What was wrong: final when the same mail would be refused again. */
type Refusal = { is_final: boolean; said: string; code: string }

/** Hands a mail to the mail server; returns nothing when that has taken it. */
export async function deliver({ smtp_url, from }: MailSettings, mail: ClaimedMail): Promise<Refusal | null> {
  const transport = createTransport(connectionOf(smtp_url))
  try {
    await transport.sendMail({
      from,
      to: { name: '', address: mail.recipient },
      subject: mail.subject,
      text: mail.body,
      messageId: mail.message_id,
      ...(mail.reply_to ? { replyTo: { name: '', address: mail.reply_to } } : {}),
      ...(mail.calendar && mail.calendar_method
        ? { icalEvent: { method: mail.calendar_method, content: mail.calendar, filename: 'invite.ics' } }
        : {}),
      headers: { 'Content-Language': mail.language, 'Auto-Submitted': 'auto-generated' },
      disableFileAccess: true,
      disableUrlAccess: true,
    })
    return null
  } catch (error) {
    const { responseCode, response, code = 'unknown' } = error as Refused
    // RFC 5321, 4.2.1: 5yz is a permanent refusal, 4yz may be tried again; without an answer, so may it.
    return {
      is_final: (responseCode ?? 0) >= 500,
      said: (response ?? code).slice(0, 500),
      code: String(responseCode ?? code),
    }
  } finally {
    transport.close()
  }
}

type Refused = Error & { responseCode?: number; response?: string; code?: string }

/** A password goes out encrypted or not at all, but to a relay on this very machine. */
function connectionOf(smtpUrl: string) {
  const { protocol, hostname, port, username, password } = new URL(smtpUrl)
  const secure = protocol === 'smtps:'
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port ? Number(port) : secure ? 465 : 587,
    secure,
    requireTLS: !secure && !isLocal && username !== '',
    ...(username ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } } : {}),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
  }
}
