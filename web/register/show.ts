import { AddressReply } from '#contract/fields.ts'
import { formatOrgNumber, formatPhone, formatVatNumber } from '#contract/rules.ts'
import { addressText } from '#web/addresses/show.ts'
import { formatDay, formatKroner, languageName, type TextKey, texts as common } from '#web/platform/texts.ts'
import { factTexts } from './fact-texts.ts'

/** What a field, or a fact of the register, is called. */
export const labelOf = (field: string): string =>
  field in common ? common[field as TextKey] : (factTexts[field as keyof typeof factTexts] ?? field)

const formats: Record<string, (value: string) => string> = {
  org_number: formatOrgNumber,
  vat_number: formatVatNumber,
  phone: formatPhone,
  mobile: formatPhone,
  language: languageName,
  founded_on: formatDay,
  deleted_on: formatDay,
  share_capital_ore: (value) => formatKroner(Number(value)),
  website: (value) => value.replace(/^https?:\/\//, ''),
}

/** A value of the card or the register as one reads it. */
export function showValue(field: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return common.empty
  if (typeof value === 'boolean') return value ? common.yes : common.no
  if (typeof value === 'object') {
    const address = AddressReply.safeParse(value).data
    return address ? addressText(address) : common.empty
  }
  return (formats[field] ?? String)(String(value))
}
