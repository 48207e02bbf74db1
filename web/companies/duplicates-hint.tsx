import { Alert, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { companies } from '#contract/companies.ts'
import { call } from '#web/platform/api.ts'
import { fill, type TextKey, texts } from '#web/platform/texts.ts'
import type { CompanyForm } from './company-fields.ts'

/** Likely the same company, while one types: a hint with a way to look at the other, never a wall. */
export function DuplicatesHint({ form, except }: { form: CompanyForm; except: string | undefined }) {
  const { name, org_number, phone, email, website } = form
  const [typed] = useDebouncedValue({ name, org_number, phone, email, website }, 250)
  const found = useQuery({
    queryKey: ['duplicates', typed, except],
    queryFn: () => call(companies.duplicates, { query: { ...typed, ...(except ? { except } : {}) } }),
    enabled: Object.values(typed).some((text) => text.trim().length > 2),
  })
  if (!found.data?.items.length) return null
  return (
    <Alert color="yellow" title={texts.duplicate} p="sm" role="status">
      {found.data.items.map((other) => (
        <Text key={other.id} size="sm">
          {other.name} ({other.customer_number}),{' '}
          {fill(texts.same, { fields: other.because.map((field) => texts[field as TextKey].toLowerCase()).join(', ') })}{' '}
          <Link className="plain-link" to="/companies/$id/$tab" params={{ id: other.id, tab: 'info' }}>
            {texts.open}
          </Link>
        </Text>
      ))}
    </Alert>
  )
}
