// What Brønnøysundregistrene tell of Norwegian companies: Enhetsregisteret (units, sub-units, roles) and Regnskapsregisteret
// (annual accounts). Source: data.brreg.no, open data under NLOD 2.0. A field is null where nothing is registered.
import { z } from 'zod'
import type { Endpoints } from '#contract/endpoint.ts'
import { AddressReply, fragment, id } from '#contract/fields.ts'

const nullableText = z.string().nullable()
/** yyyy-mm-dd */
const dayOrNull = z.string().nullable()
const orgNumber = z.string()

/** A code of the state's lists with what it means, in Norwegian. */
const Coded = z.object({ code: z.string(), name: z.string() })

export const RegisterUnit = z.object({
  /** Nine digits. */
  org_number: orgNumber,
  /** A branch (underenhet, BEDR or AAFY), with the place of business as its `business_address`. */
  is_sub_unit: z.boolean(),
  /** As people write it: "Nordisk Bygg og Anlegg AS". */
  name: z.string(),
  /** As registered, mostly in capitals. */
  registered_name: z.string(),
  /** AS, ASA, ENK, NUF, SÆR … */
  org_form: Coded.nullable(),
  /** NACE codes (SN2025), the main one first. */
  industries: z.array(Coded),
  sector: Coded.nullable(),
  postal_address: AddressReply,
  business_address: AddressReply,
  /** Of the business address. */
  municipality: Coded.nullable(),
  /** Null also when there are fewer than five: the register keeps that back. */
  employees: z.int().nullable(),
  is_vat_registered: z.boolean(),
  vat_registered_on: dayOrNull,
  /** Foretaksregisteret. */
  is_in_business_register: z.boolean(),
  business_register_on: dayOrNull,
  is_in_foundation_register: z.boolean(),
  is_in_voluntary_register: z.boolean(),
  is_in_group: z.boolean(),
  is_bankrupt: z.boolean(),
  bankrupt_on: dayOrNull,
  is_winding_up: z.boolean(),
  winding_up_on: dayOrNull,
  /** Under compulsory winding up or dissolution. */
  is_forced_winding_up: z.boolean(),
  founded_on: dayOrNull,
  registered_on: dayOrNull,
  articles_on: dayOrNull,
  /** `amount_ore` in hundredths of the currency. */
  capital: z
    .object({ amount_ore: z.int(), currency: z.string(), shares: z.int().nullable(), registered_on: dayOrNull })
    .nullable(),
  purpose: nullableText,
  activity: nullableText,
  /** Of a branch its unit; of a part of an organisation the one above. */
  parent_org_number: orgNumber.nullable(),
  website: nullableText,
  email: nullableText,
  /** E.164 */
  phone: nullableText,
  /** E.164 */
  mobile: nullableText,
  /** The year of the last accounts that were sent in. */
  last_accounts_year: z.int().nullable(),
  /** Written language: bokmål or nynorsk. */
  language: z.enum(['nb', 'nn']).nullable(),
  former_names: z.array(z.object({ name: z.string(), from_on: dayOrNull, to_on: dayOrNull })),
  /** What the register has noted on the unit. */
  remarks: z.array(z.object({ text: z.string(), on: dayOrNull })),
  /** Of a branch. */
  started_on: dayOrNull,
  /** Of a branch that is closed or will be. */
  closed_on: dayOrNull,
  /** Struck off: little more than name and form is known then. */
  deleted_on: dayOrNull,
})
export type RegisterUnit = z.infer<typeof RegisterUnit>

/** A role as of now. Persons' days of birth are not taken over. */
export const RegisterRole = z.object({
  /** DAGL managing director, STYR board, REVI auditor, REGN accountant, INNH owner, DELT partners, KONT contact … */
  group: Coded,
  /** DAGL, LEDE chair, NEST deputy chair, MEDL member, VARA deputy, REVI, REGN, INNH, DTPR, DTSO, KONT … */
  role: Coded,
  person: z.object({ first_name: z.string(), last_name: z.string(), is_dead: z.boolean() }).nullable(),
  /** When it is not a person: an auditing firm, a partner. */
  unit: z.object({ org_number: orgNumber, name: z.string(), is_deleted: z.boolean() }).nullable(),
  /** Whom a member of the board stands for. */
  elected_by: nullableText,
  /** Of a partner, as registered: "50%". */
  share: nullableText,
})
export type RegisterRole = z.infer<typeof RegisterRole>

/** One year's accounts. Amounts in hundredths of `currency`; null where the accounts do not tell. */
export const RegisterAccounts = z.object({
  year: z.int(),
  from_on: dayOrNull,
  to_on: dayOrNull,
  /** Of the company alone, or of the group that it is the head of. */
  kind: z.enum(['company', 'group']),
  /** ISO 4217 */
  currency: z.string(),
  is_audited: z.boolean().nullable(),
  revenue_ore: z.int().nullable(),
  operating_result_ore: z.int().nullable(),
  result_before_tax_ore: z.int().nullable(),
  result_ore: z.int().nullable(),
  assets_ore: z.int().nullable(),
  current_assets_ore: z.int().nullable(),
  equity_ore: z.int().nullable(),
  debt_ore: z.int().nullable(),
  current_debt_ore: z.int().nullable(),
})
export type RegisterAccounts = z.infer<typeof RegisterAccounts>

/** A unit in a list of hits. */
export const RegisterHit = z.object({
  org_number: orgNumber,
  is_sub_unit: z.boolean(),
  name: z.string(),
  org_form: nullableText,
  city: nullableText,
  industry: nullableText,
  employees: z.int().nullable(),
  is_bankrupt: z.boolean(),
  is_winding_up: z.boolean(),
  parent_org_number: orgNumber.nullable(),
  /** Our own company with this number, when there is one. */
  company_id: id.nullable(),
})
export type RegisterHit = z.infer<typeof RegisterHit>

/** How the answer came about. That the register does not answer is no error: what is known is shown all the same. */
const answered = {
  /**
   * `ready`; `down`: no answer, or it wants to be left alone until `retry_at`; `odd`: what it answered can not be read.
   * What was known before is there also then.
   */
  state: z.enum(['ready', 'down', 'odd']),
  retry_at: nullableText,
  /** The local copy of the whole register, or the register itself just now or a while ago. */
  source: z.enum(['copy', 'live']),
  /** How old what is shown is; null when there is nothing to show. */
  fetched_at: nullableText,
}

const byNumber = z.object({ org_number: z.string().regex(/^\d{9}$/) })
const read = { module: 'crm', right: 'read' } as const
/** Ask the register itself, however fresh what is known may be. */
const refresh = z.enum(['true', 'false']).default('false')

export const register = {
  find: {
    method: 'GET',
    path: '/api/register/units',
    title: 'Units of the register by the beginning of words of the name, or by number; the likeliest twenty',
    access: read,
    query: z.strictObject({ q: fragment(200) }),
    reply: z.object({ ...answered, items: z.array(RegisterHit) }),
  },
  unit: {
    method: 'GET',
    path: '/api/register/units/:org_number',
    title: 'A unit or branch with its roles and branches',
    access: read,
    params: byNumber,
    query: z.strictObject({ refresh }),
    reply: z.object({
      ...answered,
      /** `deleted`: struck off; `removed`: taken out of the register for legal reasons, nothing may be shown; null: not known now. */
      found: z.enum(['yes', 'deleted', 'removed', 'no']).nullable(),
      unit: RegisterUnit.nullable(),
      /** Null when the register could not tell. */
      roles: z.array(RegisterRole).nullable(),
      /** The first hundred of `branch_count`. */
      branches: z.array(RegisterHit),
      branch_count: z.int(),
      /** The unit above. */
      parent: RegisterHit.nullable(),
      company_id: id.nullable(),
    }),
  },
  accounts: {
    method: 'GET',
    path: '/api/register/units/:org_number/accounts',
    title: 'The accounts of the years that are known, the newest first; none where none were sent in',
    access: read,
    params: byNumber,
    query: z.strictObject({ refresh }),
    reply: z.object({ ...answered, items: z.array(RegisterAccounts) }),
  },
  copy: {
    method: 'GET',
    path: '/api/register/copy',
    title: 'The local copy of the register: whether there is one, how large and how fresh',
    access: read,
    reply: z.object({
      state: z.enum(['none', 'loading', 'ready']),
      units: z.int(),
      sub_units: z.int(),
      /** The age of the file that it was made of. */
      as_of: nullableText,
      /** When the changes since then were last taken over. */
      followed_at: nullableText,
      /** Why the last attempt did not succeed. */
      problem: nullableText,
    }),
  },
} satisfies Endpoints
