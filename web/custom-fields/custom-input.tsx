import { Select, TextInput } from '@mantine/core'
import { type CustomField, type CustomValue } from '#contract/custom-fields.ts'
import { formatDay, texts } from '#web/platform/texts.ts'
import { DayInput } from '#web/ui/day-input.tsx'

const numbers = new Intl.NumberFormat('nb-NO', { useGrouping: false, maximumFractionDigits: 12 })

/** A value as its input holds it: text, and true or false for yes and no. */
export function toTyped(field: CustomField, value: CustomValue | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'number') return numbers.format(value)
  return field.kind === 'date' ? formatDay(String(value)) : String(value)
}

type Props = {
  field: CustomField
  value: string
  onChange: (typed: string) => void
  error: string | undefined
}

/** The input that fits the kind of an own field. */
export function CustomInput({ field, value, onChange, error }: Props) {
  const common = { label: field.label, error }
  if (field.kind === 'date') return <DayInput {...common} value={value} onChange={onChange} />
  if (field.kind === 'yes_no') {
    const data = [
      { value: 'true', label: texts.yes },
      { value: 'false', label: texts.no },
    ]
    return (
      <Select
        {...common}
        clearable
        allowDeselect={false}
        data={data}
        value={value || null}
        onChange={(now) => onChange(now ?? '')}
      />
    )
  }
  if (field.kind === 'choice') {
    // One that was archived stays for the company that has it.
    const data = field.choices.filter((choice) => choice === value || !field.archived_choices.includes(choice))
    return (
      <Select
        {...common}
        clearable
        allowDeselect={false}
        searchable={data.length > 8}
        selectFirstOptionOnChange
        data={data}
        value={value || null}
        onChange={(now) => onChange(now ?? '')}
      />
    )
  }
  return (
    <TextInput
      {...common}
      {...(field.kind === 'number' ? { inputMode: 'decimal' as const } : {})}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
