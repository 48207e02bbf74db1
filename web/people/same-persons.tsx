import { Alert, Anchor, Group, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { people } from '#contract/people.ts'
import { call } from '#web/platform/api.ts'
import { fill, type TextKey, texts as shared } from '#web/platform/texts.ts'
import type { PersonForm } from './person-fields.ts'
import { texts } from './texts.ts'

type Typed = Pick<PersonForm, 'first_name' | 'last_name' | 'phone' | 'mobile' | 'email'>
type Props = {
  form: Typed
  except?: string | undefined
  /** Takes the one who is there already instead of making another. */
  onTake?: (person: { id: string; name: string }) => void
}

/** Likely the same person, while one types: a hint with a way to look at the other, never a wall. */
export function SamePersons({ form, except, onTake }: Props) {
  const { first_name, last_name, phone, mobile, email } = form
  const [typed] = useDebouncedValue({ first_name, last_name, phone, mobile, email }, 250)
  const found = useQuery({
    queryKey: ['same-persons', typed, except],
    queryFn: () => call(people.duplicates, { query: { ...typed, ...(except ? { except } : {}) } }),
    enabled: Object.values(typed).some((text) => text.trim().length > 2),
  })
  if (!found.data?.items.length) return null
  return (
    <Alert color="yellow" title={shared.duplicate} p="sm" role="status">
      {found.data.items.map(({ id, name, company_name, because }) => (
        <Group key={id} gap="xs">
          <Text size="sm">
            {[name, company_name].filter(Boolean).join(', ')}:{' '}
            {fill(shared.same, { fields: because.map((field) => shared[field as TextKey].toLowerCase()).join(', ') })}
          </Text>
          <Link className="plain-link" to="/persons/$id/$tab" params={{ id, tab: 'info' }} target="_blank">
            <Text size="sm">{shared.open}</Text>
          </Link>
          {onTake && (
            <Anchor component="button" type="button" size="sm" onClick={() => onTake({ id, name })}>
              {texts.link_instead}
            </Anchor>
          )}
        </Group>
      ))}
    </Alert>
  )
}
