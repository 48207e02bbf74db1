import { Chip, Group, Input, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { useId, useState } from 'react'
import { fieldMessage } from '#contract/messages.ts'
import { frequencies, readRule, weekdays } from '#contract/recurrence.ts'
import { normaliseDay } from '#contract/rules.ts'
import { fill, inLanguage, readLanguage } from '#web/platform/texts.ts'
import { DayInput } from './day-input.tsx'
import { type Choice, choiceOf, ruleOf, waysOfMonth } from './recurrence-choice.ts'
import { nthWeekday, recurrenceSentence, weekdayName } from './recurrence-sentence.ts'

const texts = inLanguage(
  {
    repeats: 'Gjentas',
    none: 'Aldri',
    DAILY: 'Daglig',
    WEEKLY: 'Ukentlig',
    MONTHLY: 'Månedlig',
    YEARLY: 'Årlig',
    other: 'Etter egen regel',
    every: 'Hver',
    interval: 'Mellomrom',
    unit_DAILY: 'dag',
    unit_WEEKLY: 'uke',
    unit_MONTHLY: 'måned',
    unit_YEARLY: 'år',
    on_days: 'På dagene',
    when: 'Når',
    same_day: 'Samme dag i måneden',
    last_day: 'Siste dag i måneden',
    on_day: 'Den {n}. i måneden',
    nth: '{nth} i måneden',
    ends: 'Slutter',
    never: 'Aldri',
    day: 'På en dag',
    count: 'Etter et antall ganger',
    last: 'Siste dag',
    times: 'Antall ganger',
    sentence: 'Gjentas {rule}.',
  },
  {
    repeats: 'Repeats',
    none: 'Never',
    DAILY: 'Daily',
    WEEKLY: 'Weekly',
    MONTHLY: 'Monthly',
    YEARLY: 'Yearly',
    other: 'By a rule of its own',
    every: 'Every',
    interval: 'Interval',
    unit_DAILY: 'days',
    unit_WEEKLY: 'weeks',
    unit_MONTHLY: 'months',
    unit_YEARLY: 'years',
    on_days: 'On',
    when: 'When',
    same_day: 'Same day of the month',
    last_day: 'Last day of the month',
    on_day: 'Day {n} of the month',
    nth: '{nth} of the month',
    ends: 'Ends',
    never: 'Never',
    day: 'On a day',
    count: 'After a number of times',
    last: 'Last day',
    times: 'Number of times',
    sentence: 'Repeats {rule}.',
  },
)
const language = readLanguage()

type Props = {
  /** A rule as the contract takes it; null: it does not recur. */
  value: string | null
  onChange: (rule: string | null) => void
  /** The first day, yyyy-mm-dd: what "the second Tuesday" is proposed from. */
  first: string
  error?: string | undefined
}

/** A rule of recurrence, chosen in plain words and said in a sentence below. */
export function RecurrenceInput({ value, onChange, first, error }: Props) {
  const [choice, setChoice] = useState(() => choiceOf(value))
  const [told, setTold] = useState(value)
  if (value !== told) {
    // Another rule came from outside: a draft was discarded, a colleague's version taken.
    setTold(value)
    setChoice(choiceOf(value))
  }
  const change = (part: Partial<Choice>) => {
    const next = { ...choice, ...part }
    setChoice(next)
    setTold(ruleOf(next))
    onChange(ruleOf(next))
  }
  const plain = choice.freq !== 'none' && choice.freq !== 'other' ? choice.freq : null
  const rule = ruleOf(choice)
  return (
    <Stack gap="xs">
      <Group gap="xs" align="end">
        <NativeSelect
          label={texts.repeats}
          data={[
            ...(['none', ...frequencies] as const).map((freq) => ({ value: freq, label: texts[freq] })),
            ...(choice.freq === 'other' || choice.other ? [{ value: 'other', label: texts.other }] : []),
          ]}
          value={choice.freq}
          onChange={({ currentTarget }) => change({ freq: currentTarget.value as Choice['freq'] })}
          aria-invalid={error ? true : undefined}
        />
        {plain && (
          <TextInput
            label={texts.every}
            aria-label={`${texts.every} (${texts[`unit_${plain}`]})`}
            inputMode="numeric"
            autoComplete="off"
            maxLength={3}
            w={112}
            value={choice.interval}
            onChange={({ currentTarget }) => change({ interval: currentTarget.value })}
            rightSection={
              <Text size="sm" c="dimmed" aria-hidden>
                {texts[`unit_${plain}`]}
              </Text>
            }
            rightSectionWidth={64}
          />
        )}
        {plain === 'MONTHLY' && (
          <NativeSelect
            label={texts.when}
            data={waysOfMonth(first, choice.in_month).map((way) => ({ value: way, label: wayInWords(way) }))}
            value={choice.in_month}
            onChange={({ currentTarget }) => change({ in_month: currentTarget.value })}
          />
        )}
      </Group>
      {plain === 'WEEKLY' && <Days choice={choice} change={change} />}
      {plain && <End choice={choice} change={change} />}
      {rule && !error && readRule(rule) && (
        <Text size="sm" c="dimmed" role="status">
          {fill(texts.sentence, { rule: recurrenceSentence(rule, language) })}
        </Text>
      )}
      {error && <Input.Error role="alert">{error}</Input.Error>}
    </Stack>
  )
}

type PartProps = { choice: Choice; change: (part: Partial<Choice>) => void }

function Days({ choice, change }: PartProps) {
  const label = useId()
  return (
    <div role="group" aria-labelledby={label}>
      <Input.Label id={label} component="div" labelElement="div">
        {texts.on_days}
      </Input.Label>
      <Chip.Group
        multiple
        value={choice.days}
        onChange={(chosen) => change({ days: weekdays.filter((day) => chosen.includes(day)) })}
      >
        <Group gap={4}>
          {weekdays.map((day) => (
            <Chip key={day} value={day} size="xs" aria-label={weekdayName(day, language)}>
              {weekdayName(day, language).slice(0, 3)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </div>
  )
}

function End({ choice, change }: PartProps) {
  const isUnreadable = choice.until.trim() !== '' && normaliseDay(choice.until.trim()) === null
  return (
    <Group gap="xs" align="start">
      <NativeSelect
        label={texts.ends}
        data={(['never', 'day', 'count'] as const).map((end) => ({ value: end, label: texts[end] }))}
        value={choice.ends}
        onChange={({ currentTarget }) => change({ ends: currentTarget.value as Choice['ends'] })}
      />
      {choice.ends === 'day' && (
        <DayInput
          label={texts.last}
          w={150}
          value={choice.until}
          onChange={(until) => change({ until })}
          error={isUnreadable ? fieldMessage('day', language) : undefined}
        />
      )}
      {choice.ends === 'count' && (
        <TextInput
          label={texts.times}
          inputMode="numeric"
          autoComplete="off"
          maxLength={4}
          w={120}
          value={choice.count}
          onChange={({ currentTarget }) => change({ count: currentTarget.value })}
        />
      )}
    </Group>
  )
}

function wayInWords(way: string): string {
  if (way === '') return texts.same_day
  if (way === 'BYMONTHDAY=-1') return texts.last_day
  const [, nth, name] = /^BYDAY=(-?\d)([A-Z]{2})$/.exec(way) ?? []
  const day = weekdays.find((one) => one === name)
  const said = day && nthWeekday(Number(nth), weekdayName(day, language), language)
  if (said) return fill(texts.nth, { nth: said.charAt(0).toUpperCase() + said.slice(1) })
  return fill(texts.on_day, { n: way.replace(/^\w+=/, '') })
}
