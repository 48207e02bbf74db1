import { ActionIcon, TextInput, type TextInputProps } from '@mantine/core'
import { IconCalendar } from '@tabler/icons-react'
import { type ReactElement, Suspense, useId, useState } from 'react'
import { normaliseDay } from '#contract/rules.ts'
import { formatDay, inLanguage } from '#web/platform/texts.ts'
import { lazily } from './lazily.tsx'

const texts = inLanguage(
  { form: 'dd.mm.åååå', open: 'Velg i kalender' },
  { form: 'dd.mm.yyyy', open: 'Choose in a calendar' },
)
const load = () => import('./day-calendar.tsx')
const DayCalendar = lazily(async () => (await load()).DayCalendar)

type Props = Omit<TextInputProps, 'value' | 'onChange'> & { value: string; onChange: (typed: string) => void }

/** A day as it is typed, 31.12.2026 or shorter, or chosen in a calendar; written out when one leaves the field. */
export function DayInput({ value, onChange, ...more }: Props) {
  const id = useId()
  return (
    <TextInput
      id={id}
      placeholder={texts.form}
      inputMode="numeric"
      autoComplete="off"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={() => {
        const day = normaliseDay(value.trim())
        if (day && formatDay(day) !== value) onChange(formatDay(day))
      }}
      rightSection={
        <CalendarButton
          labelId={`${id}-label`}
          isDisabled={more.disabled ?? false}
          day={normaliseDay(value.trim())}
          onChoose={(day) => onChange(formatDay(day))}
        />
      }
      {...more}
    />
  )
}

export type CalendarProps = {
  day: string | null
  onChoose: (day: string) => void
  renderButton: (target: { onClick?: () => void; autoFocus?: boolean }) => ReactElement
}

type ButtonProps = Omit<CalendarProps, 'renderButton'> & { labelId: string; isDisabled: boolean }

/** The calendar's code comes when the pointer nears the button or it is pressed. */
function CalendarButton({ labelId, isDisabled, ...calendar }: ButtonProps) {
  const [isUsed, setIsUsed] = useState(false)
  const renderButton: CalendarProps['renderButton'] = (target) => (
    <ActionIcon
      variant="subtle"
      color="gray"
      disabled={isDisabled}
      aria-label={texts.open}
      aria-describedby={labelId}
      aria-haspopup="dialog"
      onPointerEnter={() => void load().catch(() => undefined)}
      {...target}
    >
      <IconCalendar size={18} />
    </ActionIcon>
  )
  const closed = renderButton({ onClick: () => setIsUsed(true) })
  if (!isUsed) return closed
  return (
    <Suspense fallback={closed}>
      <DayCalendar {...calendar} renderButton={renderButton} />
    </Suspense>
  )
}
