// Twilio's Messages resource (Twilio Docs, "Message resource", "Validating requests are coming from Twilio").
import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Answer } from '#server/platform/outgoing.ts'
import {
  ask,
  basicAuth,
  type Outcome,
  parseJson,
  type Provider,
  type Report,
  refused,
  textOf,
  unclear,
} from './provider.ts'

export const twilio: Provider = {
  longest: 1_600,
  send: async (account, { number, text, report_url }) =>
    ask(
      account.service,
      {
        path: `/2010-04-01/Accounts/${encodeURIComponent(account.username)}/Messages.json`,
        headers: {
          authorization: basicAuth(account),
          'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
        },
        body: String(new URLSearchParams({ To: number, From: account.sender, Body: text, StatusCallback: report_url })),
      },
      readAnswer,
    ),
  isGenuine: ({ url, form, signature = '' }, { secret }) => {
    const signed = Object.entries(form)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .flat()
      .join('')
    const expected = createHmac('sha1', secret)
      .update(url + signed)
      .digest()
    const given = Buffer.from(signature, 'base64')
    return given.length === expected.length && timingSafeEqual(given, expected)
  },
  readReport: ({ values }) => {
    const state = states.get(textOf(values.MessageStatus))
    return state ? { id: textOf(values.ref), state, answer: textOf(values.ErrorCode) || null } : null
  },
  readReply: ({ values }) => ({
    number: textOf(values.From),
    text: textOf(values.Body),
    provider_id: textOf(values.MessageSid) || null,
  }),
}

const states = new Map<string, Report['state']>([
  ['sent', 'sent'],
  ...['delivered', 'read'].map((status) => [status, 'delivered'] as const),
  ...['undelivered', 'failed', 'canceled'].map((status) => [status, 'failed'] as const),
])

const Taken = z.object({ sid: z.string().max(100) })
const Refused = z.object({ code: z.number(), message: z.string() })

function readAnswer(answer: Answer, text: string): Outcome {
  const body = parseJson(text)
  const taken = Taken.safeParse(body)
  if (answer.status === 201 && taken.success) return { state: 'sent', provider_id: taken.data.sid }
  if (answer.status >= 500 || answer.status < 400) return unclear(answer, text)
  const { data } = Refused.safeParse(body)
  return refused(data ? `${data.code} ${data.message}` : `${answer.status} ${text}`)
}
