// Text messages (R40): to whom, what they say, and how each of them fares.
import { z } from 'zod'
import { Selection } from '#contract/company-list.ts'
import type { Endpoints } from '#contract/endpoint.ts'
import { fragment, id, moment, phone, requiredText } from '#contract/fields.ts'
import { namesOnly } from '#contract/merge-text.ts'
import { PersonSelection } from '#contract/person-list.ts'

export const smsKinds = ['information', 'marketing'] as const
export type SmsKind = (typeof smsKinds)[number]

/**
 * queued: waits for its time or for its turn. sent: the provider has taken it. uncertain: it may have been sent, nobody knows,
 * and it is not sent again unless somebody says so. received: an answer from outside.
 */
export const smsStates = ['queued', 'sent', 'delivered', 'failed', 'uncertain', 'cancelled', 'received'] as const
export type SmsState = (typeof smsStates)[number]

/** Why one was not sent, or is not known to have been. */
export const smsReasons = [
  /** No provider, or one that lacks something. */
  'not_set_up',
  /** The address may not be reached from here: private, or another port. */
  'not_allowed',
  /** The provider could not be asked; nothing was sent. */
  'unreachable',
  /** User name, password or token. */
  'refused_login',
  /** The provider did not take it; `answer` says why. */
  'refused',
  /** It was on its way, and nothing was heard of it. */
  'no_answer',
  /** The program was stopped while it was on its way. */
  'interrupted',
  /** The network could not deliver it. */
  'undelivered',
] as const
export type SmsReason = (typeof smsReasons)[number]

/** Most characters of a message (an emoji counts as two, or more); a provider may take fewer. */
export const longestSms = 2_000

const nullableText = z.string().nullable()

export const Sms = z.object({
  id,
  version: z.int(),
  direction: z.enum(['out', 'in']),
  kind: z.enum(smsKinds),
  state: z.enum(smsStates),
  reason: z.enum(smsReasons).nullable(),
  /** What the provider said of it. */
  answer: nullableText,
  /** Of the one outside, E.164. */
  number: z.string(),
  sender: nullableText,
  text: z.string(),
  /** As how many messages it is sent and paid. */
  parts: z.int(),
  /** All parts together, by the price that was set then. */
  price_ore: z.int().nullable(),
  company_id: id.nullable(),
  company_name: nullableText,
  person_id: id.nullable(),
  person_name: nullableText,
  /** Those that were sent at once have the same. */
  batch_id: id.nullable(),
  /** Not before this. */
  send_at: z.string(),
  /** It is with the provider just now: it can not be stopped. */
  is_going: z.boolean(),
  sent_at: nullableText,
  delivered_at: nullableText,
  attempts: z.int(),
  created_at: z.string(),
  created_by: id.nullable(),
  author_name: nullableText,
})
export type Sms = z.infer<typeof Sms>

/** Another number of the record than the one that is chosen by itself. */
const number = phone.optional()

/** One company with its contacts, one person, or all that a selection comes to; at most 5,000. */
const SmsTarget = z.union([
  z.strictObject({ company_id: id, number }),
  z.strictObject({ person_id: id, number }),
  z.strictObject({ companies: Selection }),
  z.strictObject({ persons: PersonSelection }),
])
export type SmsTarget = z.output<typeof SmsTarget>
/** As it is asked for. */
export type SmsTargetInput = z.input<typeof SmsTarget>

/** What a text may name in double braces. Of a company without a person, first_name and name are the company's name. */
export const smsFields = ['first_name', 'name', 'company', 'sender', 'firm'] as const

const message = {
  to: SmsTarget,
  /** Ids of companies and persons that it does not go to after all. */
  except: z.array(id).max(5_000).default([]),
  /** Advertising goes to those alone who have agreed, or are customers and have not said STOP (markedsføringsloven § 15). */
  kind: z.enum(smsKinds),
}

export const SmsInput = z.strictObject({
  ...message,
  /** With fields in double braces; each gets her own. */
  text: requiredText(longestSms)
    .transform((text) => text.replaceAll('\r\n', '\n'))
    .refine(namesOnly(smsFields), 'sms_field'),
  /** Within a year; null: at once. */
  send_at: moment.nullable().default(null),
})
export type SmsInput = z.output<typeof SmsInput>

/** no_consent and opted_out are of advertising. same_number: another recipient has it and gets the message. */
const leftOutReasons = ['no_number', 'landline', 'same_number', 'no_consent', 'opted_out', 'excluded'] as const

const Recipient = z.object({
  kind: z.enum(['company', 'person']),
  id,
  name: z.string(),
  /** Where a person is reached, or of whose company's number. */
  company_name: nullableText,
  number: nullableText,
  reason: z.enum(leftOutReasons).nullable(),
})
export type Recipient = z.infer<typeof Recipient>

const PreviewInput = z.strictObject({
  ...message,
  text: fragment(longestSms).transform((text) => text.replaceAll('\r\n', '\n')),
})

const byId = z.object({ id })
const read = { module: 'crm', right: 'read' } as const
const change = { module: 'crm', right: 'change' } as const

export const smsMessages = {
  preview: {
    method: 'POST',
    path: '/api/sms-previews',
    title: 'Who would get a text message, who would not and why, and what it would come to',
    access: change,
    body: PreviewInput,
    reply: z.object({
      /** Those who would come first; at most 200 of `count`. */
      recipients: z.array(Recipient),
      count: z.int(),
      /** The others, at most 200 of `left_out_count`. */
      left_out: z.array(Recipient),
      left_out_count: z.int(),
      /** Of all messages together. */
      parts: z.int(),
      price_ore: z.int().nullable(),
      /** As the first recipient would read it. */
      sample: nullableText,
    }),
  },
  send: {
    method: 'POST',
    path: '/api/sms',
    title: 'Send a text message, now or later, to each of the recipients that the preview tells of',
    access: change,
    body: SmsInput,
    reply: z.object({
      /** How many, and of one the message itself. */
      count: z.int(),
      batch_id: id,
      sms: Sms.nullable(),
      left_out_count: z.int(),
    }),
  },
  list: {
    method: 'GET',
    path: '/api/sms',
    title: 'Text messages, the newest first, 50 at a time',
    access: read,
    query: z.strictObject({
      state: z.enum(smsStates).optional(),
      company_id: id.optional(),
      person_id: id.optional(),
      /** Who sent them. */
      user_id: id.optional(),
      batch_id: id.optional(),
      before: id.optional(),
    }),
    reply: z.object({ items: z.array(Sms), next: id.nullable() }),
  },
  get: {
    method: 'GET',
    path: '/api/sms/:id',
    title: 'A text message as it stands',
    access: read,
    params: byId,
    reply: Sms,
  },
  cancel: {
    method: 'PUT',
    path: '/api/sms/:id/cancellation',
    title: 'Stop a text message that has not been sent yet',
    access: change,
    params: byId,
    reply: Sms,
  },
  cancel_batch: {
    method: 'PUT',
    path: '/api/sms-batches/:id/cancellation',
    title: 'Stop all of those that were to be sent together, as far as they have not been sent yet',
    access: change,
    params: byId,
    reply: z.object({ count: z.int() }),
  },
  retry: {
    method: 'PUT',
    path: '/api/sms/:id/delivery',
    title: 'Send one again that failed, or of which nobody knows: that one may come twice',
    access: change,
    params: byId,
    reply: Sms,
    if_match: true,
  },
  settle: {
    method: 'PUT',
    path: '/api/sms/:id/settlement',
    title: 'Let one be of which nobody knows: it counts as sent',
    access: change,
    params: byId,
    reply: Sms,
    if_match: true,
  },
} satisfies Endpoints
