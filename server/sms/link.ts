// LINK Mobility's Common API (LINK, "SMS REST API" 1.6). The addresses of reports and replies are set on LINK's side, on gates.
import { z } from 'zod'
import type { Answer } from '#server/platform/outgoing.ts'
import { ask, basicAuth, type Outcome, parseJson, type Provider, refused, textOf, unclear } from './provider.ts'

const QUEUED = 1005
const LOGIN = [106_100, 106_101]
/** Delivered, the second with the billing still to come. */
const DELIVERED = [1001, 1007]
/** With the operator, or on the way there again; the last word is still to come. */
const ON_ITS_WAY = [1000, 1005, 1008, 1011, 1012]

export const link: Provider = {
  longest: 2_000,
  send: async (account, { id, number, text }) => {
    const { sender, partner_id, gate_id } = account
    const body = {
      ...{ source: sender, sourceTON: typeOf(sender), destination: number, destinationTON: 'MSISDN' },
      ...{ dcs: 'TEXT', userData: text, refId: id, platformId: 'COMMON_API', platformPartnerId: partner_id },
      ...(gate_id ? { useDeliveryReport: true, deliveryReportGates: [gate_id] } : { useDeliveryReport: false }),
      ignoreResponse: false,
    }
    const headers = { authorization: basicAuth(account), 'content-type': 'application/json' }
    return ask(account.service, { path: '/sms/send', headers, body: JSON.stringify(body) }, readAnswer)
  },
  readReport: ({ values }) => {
    const code = Number(textOf(values.resultCode) || NaN)
    if (Number.isNaN(code)) return null
    const state = DELIVERED.includes(code) ? 'delivered' : ON_ITS_WAY.includes(code) ? 'sent' : 'failed'
    return { id: textOf(values.refId), state, answer: state === 'failed' ? String(code) : null }
  },
  readReply: ({ values }) => ({
    number: textOf(values.source),
    text: textOf(values.userData) || textOf(Content.safeParse(values.content).data?.userData),
    provider_id: textOf(values.id) || null,
  }),
}

const Content = z.object({ userData: z.string() })
const Said = z.object({
  resultCode: z.coerce.number(),
  description: z.string().optional(),
  messageId: z.string().max(100).optional(),
})

function readAnswer(answer: Answer, text: string): Outcome {
  const { data } = Said.safeParse(parseJson(text))
  if (!data)
    return answer.status >= 400 && answer.status < 500 ? refused(`${answer.status} ${text}`) : unclear(answer, text)
  const { resultCode, description = '', messageId = null } = data
  if (resultCode === QUEUED) return { state: 'sent', provider_id: messageId }
  const said = `${resultCode} ${description}`.trim()
  if (LOGIN.includes(resultCode)) return { state: 'failed', reason: 'refused_login', answer: said }
  return refused(said)
}

/** A number abroad or at home, a short one of four or five digits, or a name. */
function typeOf(sender: string) {
  if (/^\d{4,5}$/.test(sender)) return 'SHORTNUMBER'
  return /^\+?\d+$/.test(sender) ? 'MSISDN' : 'ALPHANUMERIC'
}
