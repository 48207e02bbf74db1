import type { Firm, FirmInput } from '#contract/firm.ts'
import { formatBankAccount, formatOrgNumber, formatPhone, normaliseOrgNumber, normalisePhone } from '#contract/rules.ts'
import { type FormAddress, noAddress, toFormAddress } from '#web/addresses/address-fields.tsx'
import { addressText } from '#web/addresses/show.ts'
import { languageName } from '#web/platform/texts.ts'

export type FirmTextField = 'name' | 'org_number' | 'phone' | 'email' | 'website' | 'bank_account'
/** What is typed. */
export type FirmForm = Record<FirmTextField, string> & {
  language: Firm['language']
  postal_address: FormAddress
  /** Null: the same as the postal address. */
  visiting_address: FormAddress | null
}

export function toFirmForm(firm: Firm): FirmForm {
  return {
    name: firm.name,
    org_number: formatOrgNumber(firm.org_number ?? ''),
    phone: formatPhone(firm.phone ?? ''),
    email: firm.email ?? '',
    website: firm.website ?? '',
    bank_account: formatBankAccount(firm.bank_account ?? ''),
    language: firm.language,
    postal_address: firm.postal_address ? toFormAddress(firm.postal_address) : noAddress,
    visiting_address: firm.visiting_address && toFormAddress(firm.visiting_address),
  }
}

export function toFirmInput(form: FirmForm): FirmInput {
  const inNorway = (address: FormAddress) => ({ ...address, country: address.country || 'NO' })
  return {
    ...form,
    postal_address: inNorway(form.postal_address),
    visiting_address: form.visiting_address && inNorway(form.visiting_address),
  }
}

/** What is typed as it would be shown when stored. */
export function tidyFirm(field: FirmTextField, typed: string): string {
  const text = typed.trim()
  if (field === 'org_number') return formatOrgNumber(normaliseOrgNumber(text, 'NO'))
  if (field === 'phone') return formatPhone(normalisePhone(text) ?? text)
  return field === 'bank_account' ? formatBankAccount(text.replace(/[\s.]/g, '')) : text
}

/** Mine where I typed, theirs elsewhere; the fields that both changed are named. */
export function mergeFirms(mine: FirmForm, base: Firm, current: Firm) {
  const [before, theirs] = [toFirmForm(base), toFirmForm(current)]
  const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
  const touched = (Object.keys(before) as (keyof FirmForm)[]).filter((field) => !isSame(mine[field], before[field]))
  const form: FirmForm = { ...theirs, ...Object.fromEntries(touched.map((field) => [field, mine[field]])) }
  const both = touched
    .filter((field) => !isSame(theirs[field], before[field]) && !isSame(theirs[field], mine[field]))
    .map((field) => ({ field, theirs: showTyped(field, theirs) }))
  return { form, both }
}

function showTyped(field: keyof FirmForm, form: FirmForm): string {
  const value = form[field]
  if (field === 'language') return languageName(form.language)
  return typeof value === 'string' ? value : value ? addressText(value) : ''
}
