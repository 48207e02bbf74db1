import { Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { cardKinds, historyActions, historyKinds, historyVias } from '#contract/history.ts'
import { useMembers } from '#web/companies/members.ts'
import { formatDay, texts as common } from '#web/platform/texts.ts'
import { DayInput } from '#web/ui/day-input.tsx'
import type { OfCard } from './entry.tsx'
import { periods } from './periods.ts'
import { actionTexts, kindTexts, texts, viaTexts } from './texts.ts'

/** As typed and chosen; empty is anything. */
export type Choice = {
  from: string
  to: string
  user_id: string
  kind: string
  action: string
  via: string
  text: string
}
export const noChoice: Choice = { from: '', to: '', user_id: '', kind: '', action: '', via: '', text: '' }

type Props = {
  of: OfCard
  choice: Choice
  onChange: (choice: Choice) => void
  errors: { from: string | undefined; to: string | undefined }
}

/** On a card alone, what its history can hold. */
const kindsOf = (of: OfCard) => (of ? cardKinds : (Object.keys(historyKinds) as (keyof typeof historyKinds)[]))
const actionsOf = (of: OfCard) =>
  of ? historyActions.filter((action) => !['exported', 'imported', 'import_undone'].includes(action)) : historyActions

export function Filters({ of, choice, onChange, errors }: Props) {
  const { members } = useMembers()
  const set = (part: Partial<Choice>) => onChange({ ...choice, ...part })
  const select = (field: keyof Choice, label: string, any: string, data: { value: string; label: string }[]) => (
    <Select
      w={150}
      label={label}
      placeholder={any}
      clearable
      clearButtonProps={{ 'aria-label': `${label}: ${any}` }}
      searchable={data.length > 12}
      data={data}
      value={choice[field] || null}
      onChange={(value) => set({ [field]: value ?? '' })}
    />
  )
  const named = (values: readonly string[], names: Record<string, string>) =>
    values.map((value) => ({ value, label: names[value] ?? value }))
  return (
    <Stack gap="xs">
      <Group align="start" gap="sm">
        <DayInput
          w={150}
          label={common.from}
          value={choice.from}
          onChange={(from) => set({ from })}
          error={errors.from}
        />
        <DayInput w={150} label={common.to} value={choice.to} onChange={(to) => set({ to })} error={errors.to} />
        {select('kind', texts.kind, texts.anything, named(kindsOf(of), kindTexts))}
        {select('action', common.what, texts.anything, named(actionsOf(of), actionTexts))}
        {select(
          'user_id',
          common.who,
          common.everybody,
          members.map(({ id, name }) => ({ value: id, label: name })),
        )}
        {select('via', texts.via, texts.any_way, named(historyVias, viaTexts))}
        <TextInput
          w={150}
          label={texts.text}
          placeholder={texts.text_hint}
          maxLength={100}
          value={choice.text}
          onChange={(event) => set({ text: event.currentTarget.value })}
        />
      </Group>
      <PeriodButtons choice={choice} onChoose={set} />
    </Stack>
  )
}

function PeriodButtons({
  choice,
  onChoose,
}: {
  choice: Choice
  onChoose: (period: { from: string; to: string }) => void
}) {
  const [today] = useState(() => new Date())
  return (
    <Group gap="xs" role="group" aria-label={texts.period}>
      {periods(today).map(({ name, from, to }) => {
        const isChosen = choice.from === formatDay(from) && choice.to === formatDay(to)
        return (
          <Button
            key={name}
            size="compact-sm"
            variant={isChosen ? 'light' : 'default'}
            aria-pressed={isChosen}
            onClick={() => onChoose(isChosen ? { from: '', to: '' } : { from: formatDay(from), to: formatDay(to) })}
          >
            {texts[name]}
          </Button>
        )
      })}
    </Group>
  )
}
