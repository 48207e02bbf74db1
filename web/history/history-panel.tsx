import { Stack } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { fieldMessage } from '#contract/messages.ts'
import { normaliseDay } from '#contract/rules.ts'
import { readLanguage, texts as common } from '#web/platform/texts.ts'
import type { OfCard } from './entry.tsx'
import { type Choice, Filters, noChoice } from './filters.tsx'
import { HistoryList } from './history-list.tsx'
import { texts } from './texts.ts'

/** Who did what and when, old value → new; within a period, by a person, of a kind, with a text in it. */
export function HistoryPanel({ of }: { of: OfCard }) {
  const [choice, setChoice] = useState<Choice>(noChoice)
  const [text] = useDebouncedValue(choice.text, 250)
  const errors = faultsOf(choice)
  const isNarrowed = Object.values(choice).some((value) => value !== '')
  const filter = Object.fromEntries(Object.entries({ ...choice, text }).filter(([, value]) => value !== ''))
  return (
    <Stack gap="sm">
      <Filters of={of} choice={choice} onChange={setChoice} errors={errors} />
      <HistoryList
        of={of}
        filter={filter}
        isReady={!errors.from && !errors.to}
        nothing={isNarrowed && !choice.from && !choice.to ? texts.nothing : common.no_history}
      />
    </Stack>
  )
}

/** What is wrong with the two days, before anything is asked of the server. */
function faultsOf({ from, to }: Choice) {
  const [first, last] = [normaliseDay(from.trim()), normaliseDay(to.trim())]
  const unreadable = (typed: string, day: string | null) =>
    typed.trim() !== '' && day === null ? fieldMessage('day', readLanguage()) : undefined
  const isReversed = first !== null && last !== null && first > last
  return {
    from: unreadable(from, first),
    to: unreadable(to, last) ?? (isReversed ? fieldMessage('period', readLanguage()) : undefined),
  }
}
