// Our own firm: what stands on its letters, its logo, and the numbers that it gives to customers.
import { z } from 'zod'
import type { Endpoints } from '#contract/endpoint.ts'
import {
  Address,
  AddressReply,
  bankAccount,
  email,
  id,
  phone,
  requiredText,
  text,
  website,
  whole,
} from '#contract/fields.ts'
import { isOrgNumber, normaliseOrgNumber } from '#contract/rules.ts'

export const firmLanguages = ['nb', 'nn', 'en'] as const

export const FirmInput = z.strictObject({
  name: requiredText(200),
  org_number: text(20)
    .default(null)
    .transform((value) => value && normaliseOrgNumber(value, 'NO'))
    .refine((value) => !value || isOrgNumber(value), 'org_number'),
  postal_address: Address.default(null),
  visiting_address: Address.default(null),
  phone: phone.default(null),
  email: email.default(null),
  website: website.default(null),
  bank_account: bankAccount.default(null),
  /** Language of letters and invoices to those that have none of their own. */
  language: z.enum(firmLanguages).default('nb'),
})
export type FirmInput = z.input<typeof FirmInput>

const nullableText = z.string().nullable()

export const Firm = z.object({
  id,
  version: z.int(),
  name: z.string(),
  org_number: nullableText,
  postal_address: AddressReply,
  visiting_address: AddressReply,
  phone: nullableText,
  email: nullableText,
  website: nullableText,
  bank_account: nullableText,
  language: z.enum(firmLanguages),
  /** Null when there is no logo; another one has another hash. */
  logo_hash: nullableText,
  is_demo: z.boolean(),
  requires_two_factor: z.boolean(),
})
export type Firm = z.infer<typeof Firm>

/** Where the series stands, and what it meets from `next_number` on. */
export const NumberSeries = z.object({
  version: z.int(),
  next_number: z.int(),
  /** The number that the next company gets: the first from there that none has. */
  next_free: z.int(),
  /** How many numbers from there on companies have already; those are passed over. */
  taken: z.int(),
  highest_taken: z.int().nullable(),
})
export type NumberSeries = z.infer<typeof NumberSeries>

const nextNumber = whole(1, 999_999_999_999)

/** A picture of at most 500 kB as base64, without line breaks. */
const picture = z.base64('picture_form').max(Math.ceil(512_000 / 3) * 4, 'picture_size')

export const firm = {
  get: {
    method: 'GET',
    path: '/api/firm',
    title: 'Our own firm',
    access: 'member',
    for_keys: true,
    reply: Firm,
  },
  update: {
    method: 'PUT',
    path: '/api/firm',
    title: 'Change the firm',
    access: 'administrator',
    body: FirmInput,
    reply: Firm,
    if_match: true,
  },
  require_two_factor: {
    method: 'PUT',
    path: '/api/firm/two-factor',
    title: 'Whether everybody needs a code or a passkey, besides the password, to do anything in the firm',
    access: 'administrator',
    confirm: true,
    body: z.strictObject({ requires_two_factor: z.boolean() }),
    reply: Firm,
    if_match: true,
  },
  logo: {
    method: 'GET',
    path: '/api/firm/logo',
    title: 'The logo: PNG or JPEG',
    access: 'member',
    sends_file: true,
  },
  set_logo: {
    method: 'PUT',
    path: '/api/firm/logo',
    title:
      'Set the logo: PNG, JPEG or WebP, at most 500 kB, 16 to 4000 pixels each way; it is drawn anew and kept as PNG or JPEG',
    access: 'administrator',
    body: z.strictObject({ logo: picture }),
    reply: Firm,
    if_match: true,
  },
  remove_logo: {
    method: 'DELETE',
    path: '/api/firm/logo',
    title: 'Take the logo away',
    access: 'administrator',
    reply: Firm,
    if_match: true,
  },
  series: {
    method: 'GET',
    path: '/api/firm/customer-numbers',
    title: 'The series of customer numbers; with `from` as it would be if it went on from there',
    access: 'administrator',
    query: z.strictObject({
      from: z.coerce.number('whole_number').pipe(nextNumber).optional(),
    }),
    reply: NumberSeries,
  },
  set_series: {
    method: 'PUT',
    path: '/api/firm/customer-numbers',
    title: 'Set the next customer number; numbers that companies have already are passed over, if that is agreed to',
    access: 'administrator',
    body: z.strictObject({ next_number: nextNumber, pass_over_taken: z.boolean().default(false) }),
    reply: NumberSeries,
    if_match: true,
  },
} satisfies Endpoints
