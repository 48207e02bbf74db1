import { Company } from '#contract/companies.ts'
import type { CustomField } from '#contract/custom-fields.ts'
import { AddressReply } from '#contract/fields.ts'
import { formatBankAccount, formatOrgNumber, formatPhone, formatVatNumber } from '#contract/rules.ts'
import { addressText, countryName } from '#web/addresses/show.ts'
import { texts as addressTexts } from '#web/addresses/texts.ts'
import { labelOf } from '#web/companies/company-fields.ts'
import { showCustomValue } from '#web/custom-fields/custom-fields.ts'
import { formatDay, formatKroner, formatMoment, languageName, texts as common } from '#web/platform/texts.ts'
import { fieldTexts, texts, valueTexts } from './texts.ts'

export type Known = {
  definitions: CustomField[]
  memberName: (id: string) => string | undefined
  /** Of companies and persons that the changes name. */
  names: Record<string, string>
}

const inOrder = Object.keys(Company.shape)
/** As the card has them, own fields and what else there is last. */
export const placeOf = (field: string) => (inOrder.includes(field) ? inOrder.indexOf(field) : inOrder.length)

type Change = { label: string; old: string | null; now: string }

/** A field is one change; of an address, each line that is another. */
export function changesOf(field: string, old: unknown, now: unknown, known: Known): Change[] {
  const shared = labelOf(field, known.definitions)
  const label = shared === field ? (fieldTexts[field] ?? field) : shared
  if (!field.endsWith('_address'))
    return [{ label, old: old === null ? null : show(field, old, known), now: show(field, now, known) }]
  const [before, after] = [readAddress(old), readAddress(now)]
  const none = field === 'postal_address' || field === 'private_address' ? common.empty : common.same_as_postal
  if (!before || !after)
    return [{ label, old: before && addressText(before), now: after ? addressText(after) : none.toLowerCase() }]
  const lines = Object.keys(after) as (keyof typeof after)[]
  const shown = (line: (typeof lines)[number], value: string | null) =>
    value && line === 'country' ? countryName(value) : value || common.empty
  return lines
    .filter((line) => (before[line] ?? '') !== (after[line] ?? ''))
    .map((line) => ({
      label: `${label}, ${addressTexts[line].toLowerCase()}`,
      old: shown(line, before[line]),
      now: shown(line, after[line]),
    }))
}

/** History is read as it was written, also by earlier versions of the program. */
function readAddress(value: unknown) {
  return AddressReply.safeParse(value).data ?? null
}

/** Of what has parts, its parts. */
const textOf = (word: unknown) => (typeof word === 'object' && word ? Object.values(word).join(' ') : String(word))

function show(field: string, value: unknown, { definitions, memberName, names }: Known): string {
  if (value === null || value === '') return common.empty
  if (typeof value === 'boolean') return value ? common.yes : common.no
  const own = definitions.find(({ id }) => field === `custom.${id}`)
  if (own && (typeof value === 'string' || typeof value === 'number')) return showCustomValue(own, value)
  if (typeof value === 'object') {
    const words = Object.values(value)
      .filter(Boolean)
      .map((word) => valueTexts[`${field}.${word}`] ?? textOf(word))
    return words.join(', ') || common.empty
  }
  const word = String(value)
  if (field === 'company_id' || field === 'person_id') return names[word] ?? common.unknown
  if (field.endsWith('_id')) return memberName(word) ?? common.unknown
  if (field === 'recurrence') return valueTexts[`recurrence.${/FREQ=(\w+)/.exec(word)?.[1]}`] ?? texts.other_rule
  // The hash of a picture tells nobody anything but that it is another.
  if (field.endsWith('_hash')) return common.other_picture
  if (field.endsWith('_ore')) return formatKroner(Number(value))
  if (field.endsWith('_on')) return formatDay(word)
  if (field.endsWith('_at')) return formatMoment(word)
  return valueTexts[`${field}.${word}`] ?? (formats[field] ?? String)(word)
}

const formats: Record<string, (value: string) => string> = {
  org_number: formatOrgNumber,
  vat_number: formatVatNumber,
  bank_account: formatBankAccount,
  phone: formatPhone,
  mobile: formatPhone,
  fax: formatPhone,
  by_call: formatPhone,
  by_sms: formatPhone,
  country: countryName,
  language: languageName,
}
