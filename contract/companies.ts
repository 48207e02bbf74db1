import { z } from 'zod'
import { TiedCategory } from '#contract/categories.ts'
import { CustomInput, CustomValues, type CustomField, customValues } from '#contract/custom-fields.ts'
import type { Endpoints } from '#contract/endpoint.ts'
import {
  Address,
  AddressReply,
  bankAccount,
  bic,
  count,
  country,
  day,
  email,
  fragment,
  gln,
  iban,
  id,
  ofObjects,
  ore,
  phone,
  requiredEmail,
  requiredText,
  text,
  website,
  whole,
} from '#contract/fields.ts'
import { Contact } from '#contract/people.ts'
import { isOrgNumber, normaliseOrgNumber, normaliseVatNumber } from '#contract/rules.ts'

const fields = {
  name: requiredText(200),
  /** Found by search just as the name is. */
  nickname: text(200).default(null),
  /** Norwegian: nine digits with check digit; other countries: up to twenty characters as they write it. */
  org_number: text(20).default(null),
  country: country.default('NO'),
  is_customer: z.boolean().default(true),
  is_supplier: z.boolean().default(false),
  is_lead: z.boolean().default(false),
  phone: phone.default(null),
  mobile: phone.default(null),
  fax: phone.default(null),
  email: email.default(null),
  invoice_emails: z.array(requiredEmail).max(10).default([]),
  website: website.default(null),
  /** A colleague; whoever creates the company when left out. */
  owner_id: id.nullable().optional(),
  industry: text(100).default(null),
  source: text(100).default(null),
  employees: count.default(null),
  turnover_ore: ore.default(null),
  profit_ore: ore.default(null),
  share_capital_ore: ore.default(null),
  founded_on: day.default(null),
  gln: gln.default(null),
  /** Norwegian: NO, nine digits, MVA. In the EU: the country's letters and its own form. */
  vat_number: text(30).default(null),
  bank_account: bankAccount.default(null),
  iban: iban.default(null),
  bic: bic.default(null),
  /** Language of letters and invoices. */
  language: z.enum(['nb', 'nn', 'en', 'sv', 'da']).nullable().default(null),
  note: text(10_000).default(null),
  postal_address: Address.default(null),
  /** null: the same as the postal address. */
  visiting_address: Address.default(null),
  delivery_address: Address.default(null),
  invoice_address: Address.default(null),
}

type Numbers = { org_number?: string | null; vat_number?: string | null; country?: string }

/** What a number becomes by the rules of the company's country; null when it is not one. */
const byCountry = {
  org_number: (typed: string, country: string) => {
    const number = normaliseOrgNumber(typed, country)
    return country !== 'NO' || isOrgNumber(number) ? number : null
  },
  vat_number: normaliseVatNumber,
}

/** Both rules are judged also when other fields are faulty: all that is wrong is told at once. */
const refused = (field: keyof typeof byCountry) =>
  [
    (value: Numbers) =>
      typeof value[field] !== 'string' || byCountry[field](value[field], value.country ?? 'NO') !== null,
    { error: field, path: [field] as string[], when: ofObjects },
  ] as const

function normalisedByCountry<T extends Numbers>(value: T): T {
  const { org_number, vat_number, country = 'NO' } = value
  return {
    ...value,
    ...(org_number && { org_number: byCountry.org_number(org_number, country) }),
    ...(vat_number && { vat_number: byCountry.vat_number(vat_number, country) }),
  }
}

const inputWith = <S extends z.ZodType>(custom: S) =>
  z
    .strictObject({
      ...fields,
      /** Drawn from the firm's series when left out; never used twice. */
      customer_number: whole(1, 999_999_999_999).optional(),
      /** The firm's own fields, {id: value}: text, number, day, choice, yes (true) or no (false). */
      custom: custom.optional(),
    })
    .refine(...refused('org_number'))
    .refine(...refused('vat_number'))
    .transform(normalisedByCountry)

export const CompanyInput = inputWith(CustomInput)

export type CompanyInput = z.input<typeof CompanyInput>

/** As CompanyInput, with the values of own fields judged by the firm's definitions. */
export const companyInputFor = (definitions: CustomField[], stored: CustomValues) =>
  inputWith(customValues(definitions, stored))

const nullableText = z.string().nullable()
const moment = z.string()

export const Company = z.object({
  id,
  version: z.int(),
  customer_number: z.int(),
  name: z.string(),
  nickname: nullableText,
  org_number: nullableText,
  country: z.string(),
  is_customer: z.boolean(),
  is_supplier: z.boolean(),
  is_lead: z.boolean(),
  /** Of the postal or, without one, the visiting address. */
  city: nullableText,
  phone: nullableText,
  mobile: nullableText,
  fax: nullableText,
  email: nullableText,
  invoice_emails: z.array(z.string()),
  website: nullableText,
  owner_id: nullableText,
  industry: nullableText,
  source: nullableText,
  employees: z.int().nullable(),
  turnover_ore: z.int().nullable(),
  profit_ore: z.int().nullable(),
  share_capital_ore: z.int().nullable(),
  founded_on: nullableText,
  gln: nullableText,
  vat_number: nullableText,
  bank_account: nullableText,
  iban: nullableText,
  bic: nullableText,
  language: z.enum(['nb', 'nn', 'en', 'sv', 'da']).nullable(),
  note: nullableText,
  postal_address: AddressReply,
  visiting_address: AddressReply,
  delivery_address: AddressReply,
  invoice_address: AddressReply,
  custom: CustomValues,
  inactive_at: moment.nullable(),
  deleted_at: moment.nullable(),
  created_at: moment,
  changed_at: moment,
})
export type Company = z.infer<typeof Company>

/** All that the card shows at first, in one answer. */
export const CompanyCard = Company.extend({
  owner_name: nullableText,
  /** Of the one who asks. */
  is_favourite: z.boolean(),
  /** Those who are there first, the primary one before all; at most 500 of `contact_count`. */
  contacts: z.array(Contact),
  categories: z.array(TiedCategory),
  contact_count: z.int(),
  /** What the tabs hold: open tasks, appointments that are not over, notes that the one who asks may see. */
  counts: z.object({ tasks: z.int(), appointments: z.int(), notes: z.int(), categories: z.int() }),
  /** What the official register says that one should know at once; null when it was not asked. */
  register: z
    .object({
      form_name: nullableText,
      is_bankrupt: z.boolean(),
      is_winding_up: z.boolean(),
      deleted_on: nullableText,
      /** How many of its changes wait to be taken over or put aside. */
      changes: z.int(),
    })
    .nullable(),
})
export type CompanyCard = z.infer<typeof CompanyCard>

const byId = z.object({ id })
const read = { module: 'crm', right: 'read' } as const
const change = { module: 'crm', right: 'change' } as const

export const companies = {
  create: {
    method: 'POST',
    path: '/api/companies',
    title: 'Register a company',
    access: change,
    body: CompanyInput,
    reply: Company,
  },
  card: {
    method: 'GET',
    path: '/api/companies/:id',
    title: 'The company card',
    access: read,
    params: byId,
    reply: CompanyCard,
  },
  update: {
    method: 'PUT',
    path: '/api/companies/:id',
    title: 'Change a company',
    access: change,
    params: byId,
    /** The whole record: what is left out becomes empty, but for the customer number, the owner and the own fields. */
    body: CompanyInput,
    reply: Company,
    if_match: true,
  },
  delete: {
    method: 'DELETE',
    path: '/api/companies/:id',
    title: 'Delete a company; it can be restored',
    access: change,
    params: byId,
    if_match: true,
  },
  restore: {
    method: 'POST',
    path: '/api/companies/:id/restoration',
    title: 'Restore a deleted company',
    access: change,
    params: byId,
    reply: Company,
  },
  deactivate: {
    method: 'PUT',
    path: '/api/companies/:id/inactivity',
    title: 'Mark as inactive',
    access: change,
    params: byId,
    reply: Company,
    if_match: true,
  },
  activate: {
    method: 'DELETE',
    path: '/api/companies/:id/inactivity',
    title: 'Mark as active again',
    access: change,
    params: byId,
    reply: Company,
    if_match: true,
  },
  open: {
    method: 'PUT',
    path: '/api/companies/:id/opening',
    title: 'Note that I opened the card, for my list of recent ones',
    access: read,
    params: byId,
  },
  keep: {
    method: 'PUT',
    path: '/api/companies/:id/favourite',
    title: 'Make it one of my favourites',
    access: read,
    params: byId,
  },
  let_go: {
    method: 'DELETE',
    path: '/api/companies/:id/favourite',
    title: 'Take it out of my favourites',
    access: read,
    params: byId,
  },
  duplicates: {
    method: 'GET',
    path: '/api/company-duplicates',
    title: 'Companies that may be the same as the one being typed',
    access: read,
    query: z.strictObject({
      name: fragment(200),
      org_number: fragment(40),
      phone: fragment(40),
      email: fragment(254),
      website: fragment(255),
      except: id.optional(),
    }),
    reply: z.object({
      items: z.array(z.object({ id, name: z.string(), customer_number: z.int(), because: z.array(z.string()) })),
    }),
  },
} satisfies Endpoints
