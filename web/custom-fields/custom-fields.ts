import { useQuery } from '@tanstack/react-query'
import { customFields } from '#calls/custom-fields.ts'
import type { CustomField, CustomValue } from '#contract/custom-fields.ts'
import { call } from '#web/platform/api.ts'
import { formatDay, readLanguage, texts } from '#web/platform/texts.ts'

/** The firm's own fields on companies in their order, archived ones last. */
export const useCustomFields = () =>
  useQuery({
    queryKey: ['custom-fields'],
    queryFn: async () => (await call(customFields.list)).items,
    staleTime: 60_000,
  })

export const isOpen = (field: CustomField) => field.archived_at === null

const numbers = new Intl.NumberFormat(readLanguage() === 'nb' ? 'nb-NO' : 'en-GB', { maximumFractionDigits: 6 })

/** A value as it is read: 1 234,5 · 31.12.2026 · Ja. */
export function showCustomValue(field: CustomField, value: CustomValue): string {
  if (typeof value === 'boolean') return value ? texts.yes : texts.no
  if (typeof value === 'number') return numbers.format(value)
  return field.kind === 'date' ? formatDay(value) : value
}
