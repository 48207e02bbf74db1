import { Alert, Anchor, Button, Group, Select, Skeleton, Stack, Table, Text, Title } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type UserHistoryEntry, users } from '#contract/users.ts'
import { call } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { formatMoment, texts as common } from '#web/platform/texts.ts'
import { WideTable } from '#web/ui/wide-table.tsx'
import { describe } from './describe-change.ts'
import { texts } from './texts.ts'

/** Innstillinger → Brukere → Historikk: who changed whose rights, and when. */
export function UserHistoryPage() {
  const [of, setOf] = useState<string | null>(null)
  const colleagues = useQuery({ queryKey: ['users'], queryFn: () => call(users.list) })
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['user-history', of],
    queryFn: ({ pageParam }) => call(users.history, { query: { ...(of ? { of } : {}), ...pageParam } }),
    initialPageParam: {},
    getNextPageParam: ({ next }) => (next ? { before: next } : undefined),
    staleTime: 0,
  })
  const entries = data?.pages.flatMap(({ items }) => items)
  return (
    <Stack gap="md">
      <div>
        <Anchor component={Link} to="/settings/users" size="sm">
          {texts.to_users}
        </Anchor>
        <Title order={2} size="h4">
          {texts.history}
        </Title>
        <Text c="dimmed" size="sm">
          {texts.history_lead}
        </Text>
      </div>
      <Select
        label={texts.colleague}
        placeholder={common.everybody}
        clearable
        searchable
        maw={320}
        clearButtonProps={{ 'aria-label': common.everybody }}
        data={(colleagues.data?.items ?? []).map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` }))}
        value={of}
        onChange={setOf}
      />
      {error && !data && <Alert color="red">{sentenceOf(error)}</Alert>}
      {!entries && !error && <Skeleton height={200} />}
      {entries?.length === 0 && <Text c="dimmed">{texts.no_history}</Text>}
      {entries && entries.length > 0 && <Entries entries={entries} />}
      {hasNextPage && (
        <Group>
          <Button variant="default" loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
            {common.more}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

function Entries({ entries }: { entries: UserHistoryEntry[] }) {
  return (
    <WideTable label={texts.history} width={640}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{texts.when}</Table.Th>
          <Table.Th>{common.who}</Table.Th>
          <Table.Th>{texts.whose}</Table.Th>
          <Table.Th>{common.what}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {entries.map((entry) => (
          <Table.Tr key={entry.id} style={{ verticalAlign: 'top' }}>
            <Table.Td style={{ whiteSpace: 'nowrap' }}>{formatMoment(entry.at)}</Table.Td>
            <Table.Td miw={120} maw={180} className="field-value">
              {entry.user_name ?? (entry.via === 'setup' ? texts.operator : common.unknown)}
            </Table.Td>
            <Table.Td miw={120} maw={180} className="field-value">
              {entry.subject ?? common.unknown}
            </Table.Td>
            <Table.Td className="field-value">
              {describe(entry).map((line) => (
                <Text key={line} size="sm">
                  {line}
                </Text>
              ))}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  )
}
