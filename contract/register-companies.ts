// Our companies and the official register: adding one with all that is registered, and keeping it as the register has it.
import { z } from 'zod'
import { Company } from '#contract/companies.ts'
import type { Endpoints } from '#contract/endpoint.ts'
import { AddressReply, id } from '#contract/fields.ts'
import { register, RegisterHit, RegisterUnit } from '#contract/register.ts'

/** Fields of the card that the register can fill, in the card's order. */
export const registerFields = [
  ...(['name', 'org_number', 'phone', 'mobile', 'email', 'website', 'postal_address', 'visiting_address'] as const),
  ...(['industry', 'employees', 'share_capital_ore', 'founded_on', 'vat_number', 'language'] as const),
] as const
export type RegisterField = (typeof registerFields)[number]

const nullableText = z.string().nullable()

/** Who has a role in the register and can be a contact: each person once, with all of her roles as her title. */
export const RegisterContact = z.object({
  key: z.string(),
  first_name: z.string(),
  last_name: z.string(),
  /** "Daglig leder, styreleder", in Norwegian as the register has it. */
  title: z.string(),
  /** Whether she is a contact unless one says otherwise: not deputies, and not the dead. */
  is_usual: z.boolean(),
  is_dead: z.boolean(),
  is_primary: z.boolean(),
  /** Persons of ours with the same name. */
  same: z.array(z.object({ id, name: z.string(), company_name: nullableText })),
})
export type RegisterContact = z.infer<typeof RegisterContact>

/** The legal facts of a company as they were at `fetched_at`. */
export const CompanyRegister = z.object({
  org_number: z.string(),
  legal_name: z.string(),
  /** AS, ENK, NUF … and what it means. */
  form_code: nullableText,
  form_name: nullableText,
  /** NACE codes with their names, the main one first. */
  nace: z.array(z.string()),
  is_vat_registered: z.boolean(),
  is_in_business_register: z.boolean(),
  registered_on: nullableText,
  founded_on: nullableText,
  /** Null also when there are fewer than five. */
  employees: z.int().nullable(),
  /** In hundredths of `capital_currency`. */
  capital_ore: z.int().nullable(),
  capital_currency: nullableText,
  purpose: nullableText,
  activity: nullableText,
  postal_address: AddressReply,
  visiting_address: AddressReply,
  parent_org_number: nullableText,
  is_sub_unit: z.boolean(),
  is_in_group: z.boolean(),
  accounts_year: z.int().nullable(),
  is_bankrupt: z.boolean(),
  bankrupt_on: nullableText,
  is_winding_up: z.boolean(),
  is_forced_winding_up: z.boolean(),
  winding_up_on: nullableText,
  deleted_on: nullableText,
  managing_director: nullableText,
  fetched_at: z.string(),
})
export type CompanyRegister = z.infer<typeof CompanyRegister>

/** Where the register says something else than the card. */
export const RegisterChange = z.object({
  id,
  /** A field of the card (see CompanyInput), or is_bankrupt, is_winding_up, deleted_on, managing_director. */
  field: z.string(),
  /** What the card says; of a fact, what the register said before. */
  old_value: z.unknown(),
  /** What the register says, as the field takes it. */
  new_value: z.unknown(),
  found_at: z.string(),
})
export type RegisterChange = z.infer<typeof RegisterChange>

const OfCompany = z.object({
  /** Null: not asked for yet, or the card has no organisation number of the register. */
  facts: CompanyRegister.nullable(),
  changes: z.array(RegisterChange),
})

const { state, retry_at, source, fetched_at, found } = register.unit.reply.shape
const byId = z.object({ id })
const byNumber = register.unit.params
const read = { module: 'crm', right: 'read' } as const
const change = { module: 'crm', right: 'change' } as const

export const registerCompanies = {
  preview: {
    method: 'GET',
    path: '/api/register-previews/:org_number',
    title: 'What would be registered of a unit of the official register: fields of the card, and contacts',
    access: read,
    params: byNumber,
    reply: z.object({
      ...{ state, retry_at, source, fetched_at, found },
      unit: RegisterUnit.nullable(),
      /** As the card would have them; a field that the register does not fill is not there. */
      fields: z.record(z.string(), z.unknown()),
      contacts: z.array(RegisterContact),
      /** Roles that firms have: they can not be contacts. */
      firms: z.array(z.object({ org_number: z.string(), name: z.string(), title: z.string() })),
      company_id: id.nullable(),
    }),
  },
  add: {
    method: 'POST',
    path: '/api/register-companies',
    title: 'Register a company as the official register has it, with its contacts: all of it or nothing',
    access: change,
    body: z.strictObject({
      org_number: byNumber.shape.org_number,
      /** Of the fields that the register fills those that are taken over; all when left out. The name always is. */
      fields: z.array(z.enum(registerFields)).max(registerFields.length).optional(),
      /** Who becomes a contact, by the key of the preview, and as whom of ours; the usual ones when left out. */
      contacts: z
        .array(z.strictObject({ key: z.string().max(250), person_id: id.nullable() }))
        .max(200)
        .optional(),
      is_customer: z.boolean().default(true),
      is_supplier: z.boolean().default(false),
      is_lead: z.boolean().default(false),
    }),
    reply: Company,
  },
  of_company: {
    method: 'GET',
    path: '/api/companies/:id/register',
    title: 'What the official register says of the company, as last fetched, and where the card says something else',
    access: read,
    params: byId,
    reply: OfCompany,
  },
  fetch: {
    method: 'POST',
    path: '/api/companies/:id/register',
    title: 'Ask the official register about the company now',
    access: change,
    params: byId,
    reply: OfCompany.extend({ state, found }),
  },
  settle: {
    method: 'PUT',
    path: '/api/companies/:id/register-changes',
    title: 'Take what the register says over into the card, or put it aside for as long as the register says the same',
    access: change,
    params: byId,
    body: z.strictObject({
      accept: z.array(id).max(50).default([]),
      dismiss: z.array(id).max(50).default([]),
      /** Whether the company becomes inactive, where `accept` has that it was struck off. */
      make_inactive: z.boolean().default(false),
    }),
    /** The version is the company's. */
    reply: Company,
    if_match: true,
  },
  tree: {
    method: 'GET',
    path: '/api/companies/:id/register-tree',
    title: 'Where the company stands among its branches and the units above and below it',
    access: read,
    params: byId,
    reply: z.object({
      state,
      /** From the topmost down to the company itself. */
      above: z.array(RegisterHit),
      /** Units below it, and its branches. */
      units: z.array(RegisterHit),
      branches: z.array(RegisterHit),
      branch_count: z.int(),
    }),
  },
} satisfies Endpoints
