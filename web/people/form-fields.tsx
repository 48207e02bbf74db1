import { Checkbox, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { AddressFields } from '#web/addresses/address-fields.tsx'
import { texts as shared } from '#web/platform/texts.ts'
import { DayInput } from '#web/ui/day-input.tsx'
import {
  personLabel,
  type PersonForm,
  type PersonText,
  type RoleForm,
  roleLabel,
  type RoleText,
  tidy,
} from './person-fields.ts'
import { texts } from './texts.ts'

type Props<F> = {
  form: F
  set: (change: Partial<F>) => void
  errorOf: (field: string) => string | undefined
  /** What takes the focus when the form opens. */
  focus?: string
  /** What follows the names. */
  after?: ReactNode
}

const Pair = ({ children }: { children: ReactNode }) => (
  <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="sm">
    {children}
  </SimpleGrid>
)

const keyboards: Record<string, object> = {
  phone: { type: 'tel' },
  mobile: { type: 'tel' },
  fax: { type: 'tel' },
  email: { type: 'email' },
  alternative_email: { type: 'email' },
  customer_number: { inputMode: 'numeric', description: texts.number_hint },
}

/** What belongs to the person, whatever company she is in. */
export function PersonFields({ form, set, errorOf, focus, after }: Props<PersonForm>) {
  const input = (field: PersonText) => (
    <TypedInput
      key={field}
      field={field}
      label={personLabel(field)}
      value={form[field]}
      onChange={(text) => set({ [field]: text })}
      error={errorOf(field)}
      isFocused={focus === field}
    />
  )
  return (
    <Stack gap="sm">
      <Pair>
        {input('first_name')}
        {input('last_name')}
      </Pair>
      {after}
      <Pair>
        {(['mobile', 'phone', 'email', 'alternative_email', 'nickname'] as const).map(input)}
        <DayInput
          label={texts.birth_on}
          value={form.birth_on}
          onChange={(birth_on) => set({ birth_on })}
          error={errorOf('birth_on')}
        />
      </Pair>
      <AddressFields
        legend={texts.private_address}
        name="private_address"
        value={form.private_address}
        onChange={(change) => {
          const private_address = change(form.private_address)
          if (private_address) set({ private_address })
        }}
        errorOf={(line) => errorOf(`private_address.${line}`)}
        country="NO"
      />
      <Checkbox
        label={texts.private_customer}
        description={texts.private_customer_hint}
        checked={form.is_private_customer}
        onChange={(event) => set({ is_private_customer: event.currentTarget.checked })}
      />
      {form.is_private_customer && <Pair>{input('customer_number')}</Pair>}
      <Textarea
        label={shared.note}
        autosize
        minRows={2}
        maxRows={10}
        value={form.note}
        onChange={(event) => set({ note: event.currentTarget.value })}
        error={errorOf('note')}
      />
    </Stack>
  )
}

/** What belongs to her role in one company. */
export function RoleFields({ form, set, errorOf, focus }: Props<RoleForm>) {
  const input = (field: RoleText) => (
    <TypedInput
      key={field}
      field={field}
      label={roleLabel(field)}
      value={form[field]}
      onChange={(text) => set({ [field]: text })}
      error={errorOf(field)}
      isFocused={focus === field}
    />
  )
  const day = (field: 'from_on' | 'to_on') => (
    <DayInput
      label={roleLabel(field)}
      value={form[field]}
      onChange={(text) => set({ [field]: text })}
      error={errorOf(field)}
    />
  )
  return (
    <Stack gap="sm">
      <Pair>
        {(['title', 'department', 'phone', 'mobile', 'email', 'fax'] as const).map(input)}
        {day('from_on')}
        {day('to_on')}
      </Pair>
      <Checkbox
        label={shared.is_primary}
        checked={form.is_primary}
        onChange={(event) => set({ is_primary: event.currentTarget.checked })}
      />
    </Stack>
  )
}

type InputProps = {
  field: string
  label: string
  value: string
  onChange: (text: string) => void
  error: string | undefined
  isFocused: boolean
}

function TypedInput({ field, label, value, onChange, error, isFocused }: InputProps) {
  return (
    <TextInput
      label={label}
      autoComplete="off"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={() => {
        const tidied = tidy(field, value)
        if (tidied !== value) onChange(tidied)
      }}
      error={error}
      {...keyboards[field]}
      {...(isFocused ? { 'data-autofocus': true, autoFocus: true } : {})}
    />
  )
}
