import { Button, Group, Select, Stack, Table, Text, TextInput } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { companies } from '#contract/companies.ts'
import { session } from '#contract/session.ts'
import { call, Refusal } from '#web/platform/api.ts'
import { formatMoment, type TextKey, texts } from '#web/platform/texts.ts'
import { WideTable } from '#web/ui/wide-table.tsx'

/** Who did what and when, old value → new; within a period, by a person, of a kind. */
export function HistoryPanel({ companyId }: { companyId: string }) {
  const [filter, setFilter] = useState({ from: '', to: '', user_id: '', action: '' })
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
  const refusal = pages.error instanceof Refusal ? (pages.error.errors[0]?.message ?? pages.error.message) : undefined
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
          label={texts.history}
          placeholder={texts.everybody}
          clearable
          data={(['created', 'changed', 'restored'] as const).map((action) => ({
            value: action,
            label: texts[action],
          }))}
          value={filter.action || null}
          onChange={(action) => setFilter({ ...filter, action: action ?? '' })}
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
                  {Object.entries(entry.changes).map(([field, [old, now]]) => (
                    <Text key={field} size="sm">
                      <Text span c="dimmed" size="sm">
                        {field in texts ? texts[field as TextKey] : field}:
                      </Text>{' '}
                      {old !== null && `${show(old)} → `}
                      {show(now)}
                    </Text>
                  ))}
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

function show(value: unknown): string {
  if (value === null || value === '') return texts.empty
  if (typeof value === 'boolean') return value ? texts.yes : texts.no
  return typeof value === 'object' ? Object.values(value).filter(Boolean).join(', ') || texts.empty : String(value)
}
