import { Text } from '@mantine/core'
import type { z } from 'zod'
import type { HistoryEntry } from '#contract/companies.ts'
import { formatPhone } from '#contract/rules.ts'
import { formatDay, formatKroner, formatMoment, type TextKey, texts } from '#web/platform/texts.ts'

type Entry = z.output<typeof HistoryEntry>
type Props = { entry: Entry; memberName: (id: string) => string | undefined }

/** What an entry tells: the person or category that it concerns, and each field, old → new, as the card writes it. */
export function EntryDetails({ entry, memberName }: Props) {
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
        .map(([field, [old, now]]) => (
          <Text key={field} size="sm">
            <Text span c="dimmed" size="sm">
              {field in texts ? texts[field as TextKey] : field}:
            </Text>{' '}
            {old !== null && `${show(field, old, memberName)} → `}
            {show(field, now, memberName)}
          </Text>
        ))}
    </>
  )
}

function show(field: string, value: unknown, memberName: Props['memberName']): string {
  if (value === null || value === '') return texts.empty
  if (typeof value === 'boolean') return value ? texts.yes : texts.no
  if (typeof value === 'object') return Object.values(value).filter(Boolean).join(', ') || texts.empty
  if (field === 'owner_id') return memberName(String(value)) ?? texts.unknown
  if (field.endsWith('_ore')) return formatKroner(Number(value))
  if (field.endsWith('_on')) return formatDay(String(value))
  if (field.endsWith('_at')) return formatMoment(String(value))
  return ['phone', 'mobile', 'fax'].includes(field) ? formatPhone(String(value)) : String(value)
}
