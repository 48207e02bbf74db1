import { TextInput, type TextInputProps } from '@mantine/core'
import { normaliseDay } from '#contract/rules.ts'
import { formatDay, inLanguage } from '#web/platform/texts.ts'

const texts = inLanguage({ form: 'dd.mm.åååå' }, { form: 'dd.mm.yyyy' })

type Props = Omit<TextInputProps, 'value' | 'onChange'> & { value: string; onChange: (typed: string) => void }

/** A day as it is typed, 31.12.2026 or shorter; written out when one leaves the field. */
export function DayInput({ value, onChange, ...more }: Props) {
  return (
    <TextInput
      placeholder={texts.form}
      inputMode="numeric"
      autoComplete="off"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={() => {
        const day = normaliseDay(value.trim())
        if (day && formatDay(day) !== value) onChange(formatDay(day))
      }}
      {...more}
    />
  )
}
