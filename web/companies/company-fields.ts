import type { z } from 'zod'
import type { Company, CompanyInput } from '#contract/companies.ts'
import { formatOrgNumber, formatPhone } from '#contract/rules.ts'
import { formatDay } from '#web/platform/texts.ts'

export const addressKinds = ['postal_address', 'visiting_address', 'delivery_address', 'invoice_address'] as const
export type AddressKind = (typeof addressKinds)[number]

const textFields = [
  'name',
  'nickname',
  'org_number',
  'country',
  'phone',
  'mobile',
  'fax',
  'email',
  'website',
  'industry',
  'source',
  'founded_on',
  'gln',
  'vat_number',
  'bank_account',
  'iban',
  'bic',
  'note',
] as const
const krFields = ['turnover_ore', 'profit_ore', 'share_capital_ore'] as const
const flags = ['is_customer', 'is_supplier', 'is_lead'] as const

export type TextField =
  | (typeof textFields)[number]
  | (typeof krFields)[number]
  | 'employees'
  | 'customer_number'
  | 'invoice_emails'
/** No country means the company's own. */
export type FormAddress = { street: string; postal_code: string; city: string; country: string }
/** The form holds what is typed, as text; the contract makes values of it. */
export type CompanyForm = Record<TextField, string> &
  Record<(typeof flags)[number], boolean> &
  Record<AddressKind, FormAddress | null> & { owner_id: string | null; language: Company['language'] }

export const noAddress: FormAddress = { street: '', postal_code: '', city: '', country: '' }

/** A company as the form shows it; without one, the empty form. */
export function toForm(company: Company | null): CompanyForm {
  const text = (field: (typeof textFields)[number]) => company?.[field] ?? ''
  const kroner = (ore: number | null | undefined) =>
    ore == null ? '' : (ore / 100).toFixed(2).replace('.', ',').replace(',00', '')
  const address = (kind: AddressKind): FormAddress | null => {
    const stored = company?.[kind]
    if (!stored) return kind === 'postal_address' ? noAddress : null
    return {
      street: stored.street ?? '',
      postal_code: stored.postal_code ?? '',
      city: stored.city ?? '',
      country: stored.country ?? '',
    }
  }
  return {
    ...(Object.fromEntries(textFields.map((field) => [field, text(field)])) as Record<
      (typeof textFields)[number],
      string
    >),
    ...(Object.fromEntries(krFields.map((field) => [field, kroner(company?.[field])])) as Record<
      (typeof krFields)[number],
      string
    >),
    country: company?.country ?? 'NO',
    org_number: formatOrgNumber(text('org_number')),
    phone: formatPhone(text('phone')),
    mobile: formatPhone(text('mobile')),
    fax: formatPhone(text('fax')),
    founded_on: formatDay(text('founded_on')),
    employees: company?.employees == null ? '' : String(company.employees),
    customer_number: company ? String(company.customer_number) : '',
    invoice_emails: company?.invoice_emails.join(', ') ?? '',
    is_customer: company?.is_customer ?? true,
    is_supplier: company?.is_supplier ?? false,
    is_lead: company?.is_lead ?? false,
    owner_id: company?.owner_id ?? null,
    language: company?.language ?? null,
    postal_address: address('postal_address'),
    visiting_address: address('visiting_address'),
    delivery_address: address('delivery_address'),
    invoice_address: address('invoice_address'),
  }
}

/** What is sent: numbers of what was typed (text that is no number goes as it is, and is refused at its field). */
export function toInput(form: CompanyForm, isNew: boolean): CompanyInput {
  const number = (text: string) => (text.trim() === '' ? null : asNumber(text))
  const ore = (text: string) => {
    const kroner = number(text)
    return typeof kroner === 'number' ? Math.round(kroner * 100) : kroner
  }
  const { customer_number, owner_id, ...rest } = form
  const inCountry = (address: FormAddress | null) =>
    address && { ...address, country: address.country || form.country || null }
  const input = {
    ...rest,
    ...Object.fromEntries(addressKinds.map((kind) => [kind, inCountry(form[kind])])),
    turnover_ore: ore(form.turnover_ore),
    profit_ore: ore(form.profit_ore),
    share_capital_ore: ore(form.share_capital_ore),
    employees: number(form.employees),
    invoice_emails: form.invoice_emails.split(/[,;\s]+/).filter(Boolean),
    ...(customer_number.trim() ? { customer_number: number(customer_number) } : {}),
    ...(isNew && owner_id === null ? {} : { owner_id }),
  }
  return input as CompanyInput satisfies z.input<typeof CompanyInput>
}

function asNumber(text: string): number | string {
  const bare = text.replace(/[\s\u00a0]/g, '').replace(',', '.')
  return /^-?\d+(\.\d+)?$/.test(bare) ? Number(bare) : text
}
