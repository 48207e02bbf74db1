import { SimpleGrid, TextInput } from '@mantine/core'
import type { useFieldErrors } from '#web/platform/form.ts'
import { texts } from '#web/platform/texts.ts'

export const noFirm = { firm_name: '', org_number: '', street: '', postal_code: '', city: '' }
type NewFirm = typeof noFirm

/** What was typed, with the lines of the address in their place. */
export function withAddress<F extends NewFirm>({ street, postal_code, city, ...rest }: F) {
  return { ...rest, postal_address: { street, postal_code, city } }
}

type Props = {
  form: NewFirm
  onChange: (change: Partial<NewFirm>) => void
  fields: ReturnType<typeof useFieldErrors>
}

/** What is asked of a firm that is being made. */
export function NewFirmFields({ form, onChange, fields }: Props) {
  const bind = (name: keyof NewFirm, field: string = name) => ({
    name,
    label: texts[name],
    value: form[name],
    onChange: (event: { currentTarget: { value: string } }) => onChange({ [name]: event.currentTarget.value }),
    error: fields.errorOf(field),
  })
  return (
    <>
      <TextInput {...bind('firm_name')} required withAsterisk data-autofocus />
      <TextInput {...bind('org_number')} inputMode="numeric" />
      <TextInput {...bind('street', 'postal_address.street')} autoComplete="street-address" />
      <SimpleGrid cols={2}>
        <TextInput {...bind('postal_code', 'postal_address.postal_code')} inputMode="numeric" />
        <TextInput {...bind('city', 'postal_address.city')} />
      </SimpleGrid>
    </>
  )
}
