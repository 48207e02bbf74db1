// How a firm sends text messages, and what it says often.
import { z } from 'zod'
import type { Endpoints } from '#contract/endpoint.ts'
import { id, ofObjects, phone, requiredText, text, whole } from '#contract/fields.ts'
import { namesOnly } from '#contract/merge-text.ts'
import { Sms, smsFields } from '#contract/sms.ts'
import { readSender } from '#contract/sms-text.ts'

/** log: nothing leaves the house, for trying things out. */
export const smsProviders = ['kannel', 'twilio', 'link', 'sveve', 'log'] as const
export type SmsProvider = (typeof smsProviders)[number]

/** What each provider needs to be told, beside the secret that all but `log` have. */
export const providerFields = {
  kannel: ['address', 'username'],
  twilio: ['username'],
  link: ['username', 'partner_id', 'gate_id'],
  sveve: ['username'],
  log: [],
} as const satisfies Record<SmsProvider, string[]>
/** Not needed: the operator may have set an address for all; LINK reports without a gate of its own to none. */
const optional = ['address', 'gate_id']

const httpAddress = (value: string | null) => value === null || /^https?:\/\/[^\s/@?#]+(?:\/[^\s?#]*)?$/.test(value)

const fields = {
  provider: z.enum(smsProviders),
  /** Of Kannel's sendsms interface, as http://10.0.0.5:13013; empty: the one that the operator has set (KANNEL_URL). */
  address: text(200)
    .transform((value) => value?.replace(/\/+$/, '') ?? null)
    .refine(httpAddress, 'http_address')
    .default(null),
  /** Kannel: sendsms-user. Twilio: Account SID. LINK: user name. Sveve: user. */
  username: text(100).default(null),
  /** LINK: platformPartnerId. */
  partner_id: text(60).default(null),
  /** LINK: the gate that delivery reports come by. */
  gate_id: text(60).default(null),
  /** A number, or a name of at most eleven letters, digits, spaces, & . and -; those who get a name can not answer. */
  sender: requiredText(20)
    .refine((value) => readSender(value) !== null, 'sms_sender')
    .transform((value) => readSender(value) ?? value),
  /** What a part costs, in øre; empty: no estimate. */
  price_ore: whole(0, 100_000).nullable().default(null),
  /** Stands below every advertisement; empty: the program's own words. */
  opt_out_text: text(160).default(null),
}

type Typed = { provider?: SmsProvider } & Record<string, unknown>

export const SmsSettingsInput = z
  .strictObject({
    ...fields,
    /** Password or token; never read back. Left out: as it is, as long as the provider is the same. */
    secret: text(300).default(null),
  })
  .superRefine(
    (value: Typed, context) => {
      // It runs also where the provider is none that there is.
      const provider = smsProviders.find((one) => one === value.provider)
      for (const field of provider ? providerFields[provider] : [])
        if (!optional.includes(field) && !value[field])
          context.addIssue({ code: 'custom', message: 'required', path: [field] })
    },
    { when: ofObjects },
  )
export type SmsSettingsInput = z.input<typeof SmsSettingsInput>

const nullableText = z.string().nullable()

export const SmsSettings = z.object({
  /** 0: nothing is set yet. */
  version: z.int(),
  provider: z.enum(smsProviders).nullable(),
  address: nullableText,
  username: nullableText,
  partner_id: nullableText,
  gate_id: nullableText,
  has_secret: z.boolean(),
  sender: nullableText,
  price_ore: z.int().nullable(),
  opt_out_text: nullableText,
  /** Where the provider reports to, and where it passes on what comes in; null before the first save. */
  report_address: nullableText,
  reply_address: nullableText,
  /** When they were last made anew. */
  renewed_at: nullableText,
  /** Until when those before are let in; null: they are not. */
  former_ends_at: nullableText,
})
export type SmsSettings = z.infer<typeof SmsSettings>

/** Most characters of a template. */
export const longestTemplate = 1_000

export const SmsTemplateInput = z.strictObject({
  name: requiredText(60),
  language: z.enum(['nb', 'en']),
  text: requiredText(longestTemplate)
    .transform((value) => value.replaceAll('\r\n', '\n'))
    .refine(namesOnly(smsFields), 'sms_field'),
})
export type SmsTemplateInput = z.input<typeof SmsTemplateInput>

export const SmsTemplate = z.object({
  id,
  version: z.int(),
  name: z.string(),
  language: z.enum(['nb', 'en']),
  text: z.string(),
})
export type SmsTemplate = z.infer<typeof SmsTemplate>

const byId = z.object({ id })
const read = { module: 'crm', right: 'read' } as const

export const smsSettings = {
  state: {
    method: 'GET',
    path: '/api/sms-state',
    title: 'Whether text messages can be sent, from whom and for how much',
    access: read,
    reply: z.object({
      is_set: z.boolean(),
      sender: nullableText,
      price_ore: z.int().nullable(),
      /** Most characters that the provider takes. */
      longest: z.int(),
      /** What stands below every advertisement. */
      opt_out_text: z.string(),
    }),
  },
  get: {
    method: 'GET',
    path: '/api/sms-settings',
    title: 'How the firm sends text messages; never with the password',
    access: 'administrator',
    reply: SmsSettings,
  },
  change: {
    method: 'PUT',
    path: '/api/sms-settings',
    title: 'Set how the firm sends text messages',
    access: 'administrator',
    body: SmsSettingsInput,
    reply: SmsSettings,
    if_match: true,
    confirm: true,
  },
  renew: {
    method: 'PUT',
    path: '/api/sms-settings/addresses',
    title:
      'Make the secret addresses anew that the provider calls; those before are let in for three more days, or no longer',
    access: 'administrator',
    body: z.strictObject({
      /** Those before end at once, as when somebody knows them who should not: reports to them are lost. */
      ends_now: z.boolean(),
    }),
    reply: SmsSettings,
    if_match: true,
    confirm: true,
  },
  test: {
    method: 'POST',
    path: '/api/sms-tests',
    title: 'Send a text message to try the settings; how it fares is read from it',
    access: 'administrator',
    body: z.strictObject({ number: phone.pipe(z.string('required')) }),
    reply: Sms,
  },
  templates: {
    method: 'GET',
    path: '/api/sms-templates',
    title: 'What the firm says often, by name',
    access: read,
    reply: z.object({ items: z.array(SmsTemplate) }),
  },
  create_template: {
    method: 'POST',
    path: '/api/sms-templates',
    title: 'Add a template for text messages',
    access: 'administrator',
    body: SmsTemplateInput,
    reply: SmsTemplate,
  },
  change_template: {
    method: 'PUT',
    path: '/api/sms-templates/:id',
    title: 'Change a template for text messages',
    access: 'administrator',
    params: byId,
    body: SmsTemplateInput,
    reply: SmsTemplate,
    if_match: true,
  },
  delete_template: {
    method: 'DELETE',
    path: '/api/sms-templates/:id',
    title: 'Delete a template for text messages',
    access: 'administrator',
    params: byId,
    if_match: true,
  },
} satisfies Endpoints
