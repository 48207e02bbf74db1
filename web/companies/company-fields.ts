import type { z } from 'zod'
import type { Company, CompanyInput } from '#contract/companies.ts'
import { type CustomField, readCustomText } from '#contract/custom-fields.ts'
import {
  formatBankAccount,
  formatOrgNumber,
  formatPhone,
  formatVatNumber,
  normaliseOrgNumber,
  normalisePhone,
  normaliseVatNumber,
  readKroner,
} from '#contract/rules.ts'
import { type FormAddress, noAddress, toFormAddress } from '#web/addresses/address-fields.tsx'
import { toTyped } from '#web/custom-fields/custom-input.tsx'
import { isOpen } from '#web/custom-fields/custom-fields.ts'
import { formatDay, formatKroner, type TextKey, texts } from '#web/platform/texts.ts'

export const addressKinds = ['postal_address', 'visiting_address', 'delivery_address', 'invoice_address'] as const
export type AddressKind = (typeof addressKinds)[number]
export const flags = ['is_customer', 'is_supplier', 'is_lead'] as const

const plainFields = ['name', 'nickname', 'email', 'website', 'industry', 'source', 'gln', 'bic', 'note'] as const
const krFields = ['turnover_ore', 'profit_ore', 'share_capital_ore'] as const
const phones = ['phone', 'mobile', 'fax'] as const

export type TextField =
  | (typeof plainFields)[number]
  | (typeof krFields)[number]
  | (typeof phones)[number]
  | 'org_number'
  | 'vat_number'
  | 'bank_account'
  | 'iban'
  | 'founded_on'
  | 'employees'
  | 'customer_number'
/** The form holds what is typed, as text; the contract makes values of it. */
export type CompanyForm = Record<TextField, string> &
  Record<(typeof flags)[number], boolean> &
  Record<AddressKind, FormAddress | null> & {
    country: string
    owner_id: string | null
    language: Company['language']
    invoice_emails: string[]
    /** Own fields by their id. */
    custom: Record<string, string>
  }

/** A company as the form shows it; without one, the empty form. */
export function toForm(company: Company | null, definitions: CustomField[]): CompanyForm {
  const each = <K extends string, V>(keys: readonly K[], value: (key: K) => V) =>
    Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<K, V>
  const address = (kind: AddressKind) => {
    const stored = company?.[kind]
    if (stored) return toFormAddress(stored)
    return kind === 'postal_address' ? noAddress : null
  }
  return {
    ...each(plainFields, (field) => company?.[field] ?? ''),
    ...each(phones, (field) => formatPhone(company?.[field] ?? '')),
    ...each(krFields, (field) => (company?.[field] == null ? '' : formatKroner(company[field]))),
    ...each(flags, (flag) => company?.[flag] ?? flag === 'is_customer'),
    ...each(addressKinds, address),
    custom: Object.fromEntries(
      definitions.filter(isOpen).map((field) => [field.id, toTyped(field, company?.custom[field.id])]),
    ),
    country: company?.country ?? 'NO',
    org_number: formatOrgNumber(company?.org_number ?? ''),
    vat_number: formatVatNumber(company?.vat_number ?? ''),
    bank_account: formatBankAccount(company?.bank_account ?? ''),
    iban: inFours(company?.iban ?? ''),
    founded_on: formatDay(company?.founded_on ?? ''),
    employees: company?.employees == null ? '' : String(company.employees),
    customer_number: company ? String(company.customer_number) : '',
    invoice_emails: company?.invoice_emails ?? [],
    owner_id: company?.owner_id ?? null,
    language: company?.language ?? null,
  }
}

const inFours = (text: string) => text.replace(/(.{4})(?=.)/g, '$1 ')

/** What is typed as the form would show it when stored; what can not be read stays as it is. */
export function tidy(field: TextField, typed: string, country: string): string {
  const text = typed.trim()
  if (phones.some((phone) => phone === field)) return formatPhone(normalisePhone(text) ?? text)
  if (krFields.some((kr) => kr === field)) {
    const ore = readKroner(text)
    return ore === null ? text : formatKroner(ore)
  }
  if (field === 'org_number') return formatOrgNumber(normaliseOrgNumber(text, country))
  if (field === 'vat_number') return formatVatNumber(normaliseVatNumber(text, country) ?? text)
  if (field === 'bank_account') return formatBankAccount(text.replace(/[\s.]/g, ''))
  return field === 'iban' ? inFours(text.replace(/\s/g, '').toUpperCase()) : text
}

/** What is sent: numbers of what was typed (text that is no number goes as it is, and is refused at its field). */
export function toInput(form: CompanyForm, isNew: boolean, definitions: CustomField[]): CompanyInput {
  const inCountry = (address: FormAddress | null) =>
    address && { ...address, country: address.country || form.country || null }
  const ore = (text: string) => (text.trim() === '' ? null : (readKroner(text) ?? text))
  const { customer_number, owner_id, ...rest } = form
  const input = {
    ...rest,
    ...Object.fromEntries(addressKinds.map((kind) => [kind, inCountry(form[kind])])),
    turnover_ore: ore(form.turnover_ore),
    profit_ore: ore(form.profit_ore),
    share_capital_ore: ore(form.share_capital_ore),
    employees: wholeNumber(form.employees),
    ...(customer_number.trim() ? { customer_number: wholeNumber(customer_number) } : {}),
    ...(isNew && owner_id === null ? {} : { owner_id }),
    custom: Object.fromEntries(
      definitions.filter(isOpen).map((field) => [field.id, readCustomText(field, form.custom[field.id] ?? '')]),
    ),
  }
  return input as CompanyInput satisfies z.input<typeof CompanyInput>
}

function wholeNumber(text: string): number | string | null {
  const bare = text.replace(/[\s\u00a0]/g, '')
  if (bare === '') return null
  return /^-?\d+$/.test(bare) ? Number(bare) : text
}

/** What a field is called on the screen. */
export function labelOf(field: string, definitions: CustomField[]): string {
  const own = definitions.find(({ id }) => field === `custom.${id}`)
  if (own) return own.label
  return field in texts ? texts[field as TextKey] : field
}
