import { TextInput, type TextInputProps } from '@mantine/core'
import { normaliseTime } from '#contract/rules.ts'
import { inLanguage } from '#web/platform/texts.ts'

const texts = inLanguage({ form: 'tt:mm' }, { form: 'hh:mm' })

type Props = Omit<TextInputProps, 'value' | 'onChange'> & { value: string; onChange: (typed: string) => void }

/** A time of day on the 24-hour clock, 09:30 or shorter; written out when one leaves the field. */
export function TimeInput({ value, onChange, ...more }: Props) {
  return (
    <TextInput
      placeholder={texts.form}
      inputMode="numeric"
      autoComplete="off"
      maxLength={5}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={() => {
        const time = normaliseTime(value)
        if (time && time !== value) onChange(time)
      }}
      {...more}
    />
  )
}
