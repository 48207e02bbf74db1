import { Button, Group, Select, Stack, Table, Text, TextInput } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { companies, historyActions } from '#contract/companies.ts'
import { session } from '#contract/session.ts'
import { call } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { formatMoment, type TextKey, texts } from '#web/platform/texts.ts'
import { WideTable } from '#web/ui/wide-table.tsx'
import { EntryDetails } from './history-entry.tsx'

type Filter = { from: string; to: string; user_id: string; action?: (typeof historyActions)[number] | undefined }

/** Who did what and when, old value → new; within a period, by a person, of a kind. */
export function HistoryPanel({ companyId }: { companyId: string }) {
  const [filter, setFilter] = useState<Filter>({ from: '', to: '', user_id: '' })
  const members = useQuery({ queryKey: ['members'], queryFn: () => call(session.members) })
  const pages = useInfiniteQuery({
    queryKey: ['history', companyId, filter],
    queryFn: ({ pageParam }) =>
      call(companies.history, {
        params: { id: companyId },
        query: { ...filter, ...(pageParam ? { before: pageParam } : {}) },
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    retry: false,
  })
  const rows = pages.data?.pages.flatMap(({ items }) => items) ?? []
  const refusal = pages.error ? sentenceOf(pages.error) : undefined
  const memberName = (id: string) => members.data?.items.find((member) => member.id === id)?.name
  const day = (name: 'from' | 'to') => (
    <TextInput
      type="date"
      label={texts[name]}
      value={filter[name]}
      onChange={(event) => setFilter({ ...filter, [name]: event.currentTarget.value })}
      error={name === 'to' ? refusal : undefined}
    />
  )
  return (
    <Stack gap="sm">
      <Group align="start">
        {day('from')}
        {day('to')}
        <Select
          label={texts.who}
          placeholder={texts.everybody}
          clearable
          data={(members.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={filter.user_id || null}
          onChange={(user) => setFilter({ ...filter, user_id: user ?? '' })}
        />
        <Select
          label={texts.what}
          placeholder={texts.everybody}
          clearable
          data={historyActions.map((action) => ({
            value: action,
            label: texts[action],
          }))}
          value={filter.action ?? null}
          onChange={(action) => setFilter({ ...filter, action: action ?? undefined })}
        />
      </Group>
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
                  <EntryDetails entry={entry} memberName={memberName} />
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
