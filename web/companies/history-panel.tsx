import { Button, Group, Select, Stack, Table, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { companies, historyActions } from '#contract/companies.ts'
import { fieldMessage } from '#contract/messages.ts'
import { normaliseDay } from '#contract/rules.ts'
import { useCustomFields } from '#web/custom-fields/custom-fields.ts'
import { call } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { formatDay, formatMoment, readLanguage, type TextKey, texts } from '#web/platform/texts.ts'
import { DayInput } from '#web/ui/day-input.tsx'
import { WideTable } from '#web/ui/wide-table.tsx'
import { EntryDetails } from './history-entry.tsx'
import { historyTexts } from './history-texts.ts'
import { useMembers } from './members.ts'
import { periods } from './periods.ts'

type Filter = { from: string; to: string; user_id: string; action?: (typeof historyActions)[number] | undefined }

/** Who did what and when, old value → new; within a period, by a person, of a kind. */
export function HistoryPanel({ companyId }: { companyId: string }) {
  const [filter, setFilter] = useState<Filter>({ from: '', to: '', user_id: '' })
  const { members, memberName } = useMembers()
  const { data: definitions = [] } = useCustomFields()
  const errors = faultsOf(filter)
  const pages = useInfiniteQuery({
    queryKey: ['history', companyId, filter],
    queryFn: ({ pageParam }) =>
      call(companies.history, {
        params: { id: companyId },
        query: { ...filter, ...(pageParam ? { before: pageParam } : {}) },
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    // Half a date is no question yet.
    enabled: !errors.from && !errors.to,
    retry: false,
  })
  const rows = pages.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Stack gap="sm">
      <Filters filter={filter} onChange={setFilter} members={members} errors={errors} />
      {pages.error && (
        <Text c="var(--mantine-color-error)" role="alert">
          {sentenceOf(pages.error)}
        </Text>
      )}
      {pages.isSuccess && rows.length === 0 && <Text c="dimmed">{texts.no_history}</Text>}
      {rows.length > 0 && (
        <WideTable label={texts.history} width={480}>
          <Table.Tbody>
            {rows.map((entry) => (
              <Table.Tr key={entry.id}>
                <Table.Td style={{ whiteSpace: 'nowrap', verticalAlign: 'top' }}>{formatMoment(entry.at)}</Table.Td>
                <Table.Td style={{ verticalAlign: 'top' }}>{entry.user_name}</Table.Td>
                <Table.Td style={{ verticalAlign: 'top' }}>
                  {entry.action in texts ? texts[entry.action as TextKey] : entry.action}
                </Table.Td>
                <Table.Td className="field-value">
                  <EntryDetails entry={entry} definitions={definitions} memberName={memberName} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </WideTable>
      )}
      {pages.hasNextPage && (
        <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
          {texts.more}
        </Button>
      )}
    </Stack>
  )
}

/** What is wrong with the two days, before anything is asked of the server. */
function faultsOf({ from, to }: Filter) {
  const [first, last] = [normaliseDay(from.trim()), normaliseDay(to.trim())]
  const unreadable = (typed: string, day: string | null) =>
    typed.trim() !== '' && day === null ? fieldMessage('day', readLanguage()) : undefined
  const isReversed = first !== null && last !== null && first > last
  return {
    from: unreadable(from, first),
    to: unreadable(to, last) ?? (isReversed ? fieldMessage('period', readLanguage()) : undefined),
  }
}

type FiltersProps = {
  filter: Filter
  onChange: (filter: Filter) => void
  members: { id: string; name: string }[]
  errors: { from: string | undefined; to: string | undefined }
}

function Filters({ filter, onChange, members, errors }: FiltersProps) {
  const [today] = useState(() => new Date())
  return (
    <Stack gap="xs">
      <Group align="start" gap="sm">
        <DayInput
          w={150}
          label={texts.from}
          value={filter.from}
          onChange={(from) => onChange({ ...filter, from })}
          error={errors.from}
        />
        <DayInput
          w={150}
          label={texts.to}
          value={filter.to}
          onChange={(to) => onChange({ ...filter, to })}
          error={errors.to}
        />
        <Select
          label={texts.who}
          placeholder={texts.everybody}
          clearable
          searchable
          data={members.map(({ id, name }) => ({ value: id, label: name }))}
          value={filter.user_id || null}
          onChange={(user) => onChange({ ...filter, user_id: user ?? '' })}
        />
        <Select
          label={texts.what}
          placeholder={historyTexts.anything}
          clearable
          data={historyActions.map((action) => ({ value: action, label: texts[action] }))}
          value={filter.action ?? null}
          onChange={(action) => onChange({ ...filter, action: action ?? undefined })}
        />
      </Group>
      <Group gap="xs" role="group" aria-label={historyTexts.period}>
        {periods(today).map(({ name, from, to }) => {
          const isChosen = filter.from === formatDay(from) && filter.to === formatDay(to)
          return (
            <Button
              key={name}
              size="compact-sm"
              variant={isChosen ? 'light' : 'default'}
              aria-pressed={isChosen}
              onClick={() =>
                onChange(
                  isChosen ? { ...filter, from: '', to: '' } : { ...filter, from: formatDay(from), to: formatDay(to) },
                )
              }
            >
              {historyTexts[name]}
            </Button>
          )
        })}
      </Group>
    </Stack>
  )
}
