// What persons have agreed to (markedsføringsloven § 15; GDPR art. 7: it must be shown, and as easily withdrawn as given).
import { z } from 'zod'
import type { Endpoints } from '#contract/endpoint.ts'
import { day, id, requiredText } from '#contract/fields.ts'

/** sms_marketing: advertising by text message. */
const consentPurposes = ['sms_marketing'] as const

export const ConsentInput = z.strictObject({
  person_id: id,
  purpose: z.enum(consentPurposes),
  /** How it was given: "skjema på nettsiden", "på telefon". */
  source: requiredText(200),
  /** Not in the future. */
  given_on: day.pipe(z.string('required')),
})
export type ConsentInput = z.input<typeof ConsentInput>

export const Consent = z.object({
  id,
  version: z.int(),
  person_id: id,
  purpose: z.enum(consentPurposes),
  source: z.string(),
  given_on: z.string(),
  withdrawn_at: z.string().nullable(),
  /** stop: the person has answered STOP; screen: a colleague has noted it. */
  withdrawn_source: z.enum(['stop', 'screen']).nullable(),
  author_name: z.string().nullable(),
})
export type Consent = z.infer<typeof Consent>

const read = { module: 'crm', right: 'read' } as const
const change = { module: 'crm', right: 'change' } as const

export const consents = {
  list: {
    method: 'GET',
    path: '/api/consents',
    title: 'What a person has agreed to, the newest first, also what was withdrawn',
    access: read,
    query: z.strictObject({ person_id: id }),
    reply: z.object({
      items: z.array(Consent),
      /** When one of the person's numbers answered STOP. */
      stopped_at: z.string().nullable(),
      /** A customer, or with a customer: what is alike may be offered until STOP is said (§ 15, third paragraph). */
      is_customer: z.boolean(),
    }),
  },
  give: {
    method: 'POST',
    path: '/api/consents',
    title: 'Note that a person has agreed',
    access: change,
    body: ConsentInput,
    reply: Consent,
  },
  withdraw: {
    method: 'PUT',
    path: '/api/consents/:id/withdrawal',
    title: 'Note that a person has withdrawn what she agreed to',
    access: change,
    params: z.object({ id }),
    reply: Consent,
    if_match: true,
  },
} satisfies Endpoints
