// Sveve's HTTP interface (Sveve, "SMS API"). It answers 200 whatever it has to say; reports and replies go to addresses that
// are set on Sveve's pages.
import { z } from 'zod'
import type { Answer } from '#server/platform/outgoing.ts'
import { ask, type Outcome, parseJson, type Provider, refused, shorten, textOf, unclear } from './provider.ts'

export const sveve: Provider = {
  longest: 1_071,
  send: async ({ service, username, secret, sender }, { id, number, text }) =>
    ask(
      service,
      {
        path: '/SMS/SendMessage',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          ...{ user: username, passwd: secret, to: number.replace(/^\+47/, ''), msg: text, from: sender },
          ...{ ref: id, f: 'json' },
        }),
      },
      readAnswer,
    ),
  readReport: ({ values }) => {
    const status = textOf(values.status)
    if (status !== 'true' && status !== 'false') return null
    const answer = shorten([textOf(values.errorCode), textOf(values.errorDesc)].join(' ')) || null
    return { id: textOf(values.ref), state: status === 'true' ? 'delivered' : 'failed', answer }
  },
  readReply: ({ values }) => ({ number: textOf(values.number), text: textOf(values.msg), provider_id: null }),
}

const Said = z.object({
  response: z.object({
    msgOkCount: z.coerce.number().default(0),
    ids: z.array(z.union([z.string().max(100), z.number()])).default([]),
    errors: z.array(z.object({ message: z.string() })).default([]),
    fatalError: z.string().optional(),
  }),
})

function readAnswer(answer: Answer, text: string): Outcome {
  const { data } = Said.safeParse(parseJson(text))
  if (!data)
    return answer.status >= 400 && answer.status < 500 ? refused(`${answer.status} ${text}`) : unclear(answer, text)
  const { msgOkCount, ids, errors, fatalError } = data.response
  if (fatalError)
    return /brukernavn|passord|user|password/i.test(fatalError)
      ? { state: 'failed', reason: 'refused_login', answer: shorten(fatalError) }
      : refused(fatalError)
  if (msgOkCount > 0) return { state: 'sent', provider_id: ids[0] === undefined ? null : String(ids[0]) }
  const [error] = errors
  return error ? refused(error.message) : unclear(answer, text)
}
