import { Text } from '@mantine/core'
import type { z } from 'zod'
import { Company, type HistoryEntry } from '#contract/companies.ts'
import type { CustomField } from '#contract/custom-fields.ts'
import { AddressReply } from '#contract/fields.ts'
import { formatBankAccount, formatOrgNumber, formatPhone, formatVatNumber } from '#contract/rules.ts'
import { addressText, countryName } from '#web/addresses/show.ts'
import { texts as addressTexts } from '#web/addresses/texts.ts'
import { showCustomValue } from '#web/custom-fields/custom-fields.ts'
import { formatDay, formatKroner, formatMoment, languageName, texts } from '#web/platform/texts.ts'
import { labelOf } from './company-fields.ts'

type Entry = z.output<typeof HistoryEntry>
type Known = {
  definitions: CustomField[]
  memberName: (id: string) => string | undefined
  /** Names of fields that are not a company's. */
  labels?: Record<string, string>
}

/** What an entry tells: the person or category that it concerns, and each field, old → new, as the card writes it. */
export function EntryDetails({ entry, ...known }: Known & { entry: Entry }) {
  const tied = { affiliation: texts.contact, company_category: texts.category }[entry.entity]
  return (
    <>
      {tied && (
        <Text size="sm">
          <Text span c="dimmed" size="sm">
            {tied}:
          </Text>{' '}
          {entry.subject ?? texts.unknown}
        </Text>
      )}
      {Object.entries(entry.changes)
        .filter(([field]) => !['company_id', 'person_id', 'category_id'].includes(field))
        .sort(([one], [other]) => placeOf(one) - placeOf(other))
        .flatMap(([field, [old, now]]) => changesOf(field, old, now, known))
        .map(({ label, old, now }) => (
          <Text key={label} size="sm">
            <Text span c="dimmed" size="sm">
              {label}:
            </Text>{' '}
            {old !== null && `${old} → `}
            {now}
          </Text>
        ))}
    </>
  )
}

const inOrder = Object.keys(Company.shape)
/** As the card has them, own fields and what else there is last. */
const placeOf = (field: string) => (inOrder.includes(field) ? inOrder.indexOf(field) : inOrder.length)

type Change = { label: string; old: string | null; now: string }

/** A field is one change; of an address, each line that is another. */
function changesOf(field: string, old: unknown, now: unknown, known: Known): Change[] {
  const label = known.labels?.[field] ?? labelOf(field, known.definitions)
  if (!field.endsWith('_address'))
    return [{ label, old: old === null ? null : show(field, old, known), now: show(field, now, known) }]
  const [before, after] = [readAddress(old), readAddress(now)]
  const none = field === 'postal_address' || field === 'private_address' ? texts.empty : texts.same_as_postal
  if (!before || !after)
    return [{ label, old: before && addressText(before), now: after ? addressText(after) : none.toLowerCase() }]
  const lines = Object.keys(after) as (keyof typeof after)[]
  const shown = (line: (typeof lines)[number], value: string | null) =>
    value && line === 'country' ? countryName(value) : value || texts.empty
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

function show(field: string, value: unknown, { definitions, memberName }: Known): string {
  if (value === null || value === '') return texts.empty
  if (typeof value === 'boolean') return value ? texts.yes : texts.no
  const own = definitions.find(({ id }) => field === `custom.${id}`)
  if (own && (typeof value === 'string' || typeof value === 'number')) return showCustomValue(own, value)
  if (typeof value === 'object') return Object.values(value).filter(Boolean).join(', ') || texts.empty
  if (field === 'owner_id') return memberName(String(value)) ?? texts.unknown
  // The hash of a picture tells nobody anything but that it is another.
  if (field.endsWith('_hash')) return texts.other_picture
  if (field.endsWith('_ore')) return formatKroner(Number(value))
  if (field.endsWith('_on')) return formatDay(String(value))
  if (field.endsWith('_at')) return formatMoment(String(value))
  return (formats[field] ?? String)(String(value))
}

const formats: Record<string, (value: string) => string> = {
  org_number: formatOrgNumber,
  vat_number: formatVatNumber,
  bank_account: formatBankAccount,
  phone: formatPhone,
  mobile: formatPhone,
  fax: formatPhone,
  country: countryName,
  language: languageName,
}
