// What a provider of text messages is asked, and what it may answer. One file each: kannel, twilio, link, sveve, log.
import type { SmsReason } from '#contract/sms.ts'
import { type Answer, call, OutgoingError, type Request, type Service } from '#server/platform/outgoing.ts'

/** A firm's account with its provider. */
export type Account = {
  service: Service
  username: string
  secret: string
  partner_id: string
  gate_id: string
  sender: string
}

type OutgoingSms = {
  /** Ours: it comes back in reports. */
  id: string
  /** E.164. */
  number: string
  text: string
  encoding: 'gsm' | 'ucs2'
  /** Where reports of this message go to, for providers that are told with each. */
  report_url: string
}

/** What became of a message that was handed over. */
export type Outcome =
  | { state: 'sent'; provider_id: string | null }
  /** It was not sent: `later` may be tried again, `failed` would be refused again. */
  | { state: 'later' | 'failed'; reason: SmsReason; answer: string | null }
  /** It may have been sent: nobody but a person may send it again. */
  | { state: 'uncertain'; reason: SmsReason; answer: string | null }

/** What a provider calls us with. */
export type Callback = {
  /** As the provider was told it, with its query. */
  url: string
  /** Of the query and, over it, of a form or a JSON object in the body. */
  values: Record<string, unknown>
  /** Of a form alone. */
  form: Record<string, string>
  signature: string | undefined
}

export type Report = { id: string; state: 'sent' | 'delivered' | 'failed'; answer: string | null }
export type Reply = {
  number: string
  text: string
  /** The provider's own id of it; null: it has none. */
  provider_id: string | null
}

export type Provider = {
  /** Most characters. */
  longest: number
  send: (account: Account, sms: OutgoingSms) => Promise<Outcome>
  /** Whether the call comes from the provider, beside its knowing the address. */
  isGenuine?: (callback: Callback, account: Account) => boolean
  /** null: it tells nothing that we would note. */
  readReport: (callback: Callback) => Report | null
  readReply: (callback: Callback) => Reply | null
}

/** Asks the provider, and tells what it comes to when there is no answer to read. */
export async function ask(
  service: Service,
  request: Request,
  read: (answer: Answer, text: string) => Outcome,
): Promise<Outcome> {
  let answer: Answer
  try {
    answer = await call({ deadline_ms: 20_000, max_bytes: 100_000, ...service }, { method: 'POST', ...request })
  } catch (error) {
    if (!(error instanceof OutgoingError)) throw error
    if (error.fault === 'not_allowed') return { state: 'failed', reason: 'not_allowed', answer: null }
    return error.may_have_arrived
      ? { state: 'uncertain', reason: 'no_answer', answer: error.fault }
      : { state: 'later', reason: 'unreachable', answer: error.fault }
  }
  const text = answer.body.toString('utf8')
  if ([401, 403].includes(answer.status)) return { state: 'failed', reason: 'refused_login', answer: shorten(text) }
  if (answer.status === 429) return { state: 'later', reason: 'unreachable', answer: shorten(text) }
  return read(answer, text)
}

/** An answer that says neither yes nor no: something stood behind it that may have done the work. */
export const unclear = ({ status }: Answer, text: string): Outcome => ({
  ...{ state: 'uncertain', reason: 'no_answer', answer: [status, shorten(text)].filter(Boolean).join(' ') },
})

export const refused = (answer: string): Outcome => ({ state: 'failed', reason: 'refused', answer: shorten(answer) })

/** On one line, and no more than one reads. */
export const shorten = (text: string) =>
  text
    .replace(/<[^>]*>/g, ' ')
    // oxlint-disable-next-line no-control-regex -- what an answer from outside may hold, and the database not
    .replace(/[\u0000-\u001f\u007f\s]+/g, ' ')
    .trim()
    .toWellFormed()
    .slice(0, 300)

/** A value of a callback as text; what is none is none. */
export const textOf = (value: unknown) =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''

export const basicAuth = ({ username, secret }: Account) =>
  `Basic ${Buffer.from(`${username}:${secret}`).toString('base64')}`

/** What is not JSON is null. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
