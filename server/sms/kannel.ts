// Kannel's HTTP interface (Kannel 1.4.5 User's Guide, "Using the HTTP interface to send SMS messages"). Its answer has no id
// of the message: ours stands in the address that it reports to.
import { ask, type Provider, type Report, refused, shorten, textOf, unclear } from './provider.ts'

/** Events that are reported, by their sum: delivered, not delivered, accepted by the network, rejected by it. */
const EVENTS = 1 + 2 + 8 + 16
const states = new Map<string, Report['state']>([
  ['1', 'delivered'],
  ['2', 'failed'],
  ['8', 'sent'],
  ['16', 'failed'],
])

export const kannel: Provider = {
  longest: 2_000,
  send: async ({ service, username, secret, sender }, { number, text, encoding, report_url }) =>
    ask(
      service,
      {
        path: '/cgi-bin/sendsms',
        headers: {
          'content-type': 'text/plain; charset=UTF-8',
          'x-kannel-username': username,
          'x-kannel-password': secret,
          'x-kannel-from': sender,
          'x-kannel-to': number,
          'x-kannel-coding': encoding === 'gsm' ? '0' : '2',
          'x-kannel-dlr-mask': String(EVENTS),
          // Kannel fills in the event, what the network said of it, and the network's id of the message.
          'x-kannel-dlr-url': `${report_url}&type=%d&answer=%A&smsc_id=%F`,
        },
        body: text,
      },
      (answer, said) => {
        // "0: Accepted for delivery", "3: Queued for later delivery".
        if (answer.status === 202) return { state: 'sent', provider_id: null }
        if (answer.status >= 400 && answer.status < 500) return refused(said)
        // It says itself that it has not taken it; a proxy before it could not know.
        if (answer.status === 503 && /^Temporal failure/i.test(said))
          return { state: 'later', reason: 'unreachable', answer: shorten(said) }
        return unclear(answer, said)
      },
    ),
  readReport: ({ values }) => {
    const state = states.get(textOf(values.type))
    return state ? { id: textOf(values.ref), state, answer: shorten(textOf(values.answer)) || null } : null
  },
  readReply: ({ url, values }) => ({
    number: textOf(values.from),
    text: textIn(url, textOf(values.charset)),
    provider_id: textOf(values.id) || null,
  }),
}

/** A text outside the GSM alphabet comes as it was on the air, in UTF-16BE: bytes that are no text for whoever reads addresses. */
function textIn(url: string, charset: string) {
  const [, written = ''] = /[?&]text=([^&]*)/.exec(url) ?? []
  const bytes = Buffer.from(
    written
      .replaceAll('+', ' ')
      .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  )
  const isWide = /^(?:utf-16be|ucs-2)$/i.test(charset) && bytes.length % 2 === 0
  return isWide ? bytes.swap16().toString('utf16le') : bytes.toString('utf8')
}
