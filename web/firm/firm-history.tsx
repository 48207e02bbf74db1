import { Button, Table, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { firm } from '#contract/firm.ts'
import { EntryDetails } from '#web/companies/history-entry.tsx'
import { call } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { formatMoment, type TextKey, texts as common } from '#web/platform/texts.ts'
import { WideTable } from '#web/ui/wide-table.tsx'
import { texts } from './texts.ts'

const labels: Record<string, string> = { ...texts, logo_hash: texts.logo }
const noName = () => undefined

/** Who changed the firm's settings, when, and what: old value → new. */
export function FirmHistory() {
  const pages = useInfiniteQuery({
    queryKey: ['firm-history'],
    queryFn: ({ pageParam }) => call(firm.history, { query: pageParam ? { before: pageParam } : {} }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })
  const rows = pages.data?.pages.flatMap(({ items }) => items) ?? []
  if (pages.error && rows.length === 0) return <Text c="var(--mantine-color-error)">{sentenceOf(pages.error)}</Text>
  if (pages.isSuccess && rows.length === 0) return <Text c="dimmed">{texts.no_history}</Text>
  return (
    <>
      <WideTable label={texts.history} width={420}>
        <Table.Tbody>
          {rows.map((entry) => (
            <Table.Tr key={entry.id}>
              <Table.Td style={{ whiteSpace: 'nowrap', verticalAlign: 'top' }}>{formatMoment(entry.at)}</Table.Td>
              <Table.Td style={{ verticalAlign: 'top' }}>{entry.user_name}</Table.Td>
              <Table.Td style={{ verticalAlign: 'top' }}>
                {entry.action in common ? common[entry.action as TextKey] : entry.action}
              </Table.Td>
              <Table.Td className="field-value">
                <EntryDetails entry={entry} definitions={[]} memberName={noName} labels={labels} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
      {pages.hasNextPage && (
        <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
          {common.more}
        </Button>
      )}
    </>
  )
}
