import { Button, Group, Skeleton, Table, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { history, type HistoryEntry } from '#contract/history.ts'
import { useMembers } from '#web/companies/members.ts'
import { useCustomFields } from '#web/custom-fields/custom-fields.ts'
import { call } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { fill, formatMoment, texts as common } from '#web/platform/texts.ts'
import { WideTable } from '#web/ui/wide-table.tsx'
import { EntryDetails, type OfCard } from './entry.tsx'
import { actionTexts, texts, viaTexts } from './texts.ts'

export type Filter = Partial<z.input<typeof history.of_firm.query>>
type Props = {
  of: OfCard
  filter: Filter
  /** Half a date is no question yet. */
  isReady?: boolean
  /** When there is nothing to show. */
  nothing: string
}

/** Who did what, when and how, newest first. */
export function HistoryList({ of, filter, isReady = true, nothing }: Props) {
  const { memberName } = useMembers()
  const { data: definitions = [] } = useCustomFields()
  const pages = useInfiniteQuery({
    queryKey: ['history', of?.id ?? 'firm', filter],
    queryFn: ({ pageParam }) => readPage(of, { ...filter, ...(pageParam ? { before: pageParam } : {}) }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    enabled: isReady,
    retry: false,
  })
  const rows = pages.data?.pages.flatMap(({ items }) => items) ?? []
  const names = Object.assign({}, ...(pages.data?.pages ?? []).map((page) => page.names)) as Record<string, string>
  const reached = pages.data?.pages.at(-1)?.reached ?? null
  if (pages.isLoading) return <Skeleton height={160} />
  return (
    <>
      {pages.error && (
        <Text c="var(--mantine-color-error)" role="alert">
          {sentenceOf(pages.error)}
        </Text>
      )}
      {pages.isSuccess && rows.length === 0 && !reached && <Text c="dimmed">{nothing}</Text>}
      {rows.length > 0 && (
        <WideTable label={texts.history} width={0}>
          <Table.Tbody>
            {rows.map((entry) => (
              <Row key={entry.id} entry={entry} of={of} known={{ definitions, memberName, names }} />
            ))}
          </Table.Tbody>
        </WideTable>
      )}
      {pages.hasNextPage && (
        <Group gap="sm">
          <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
            {reached ? texts.go_on : common.more}
          </Button>
          {reached && (
            <Text size="sm" c="dimmed" role="status">
              {fill(texts.reached, { at: formatMoment(reached) })}
            </Text>
          )}
        </Group>
      )}
    </>
  )
}

function readPage(of: OfCard, query: Filter) {
  if (!of) return call(history.of_firm, { query })
  return call(of.kind === 'company' ? history.of_company : history.of_person, { params: { id: of.id }, query })
}

/** What takes part or is tied is put there and taken away, not made. */
const ties = ['affiliation', 'company_category', 'person_category', 'task_participant', 'appointment_participant']
const actionOf = ({ entity, action }: HistoryEntry) => {
  const tie = { created: 'tied', deleted: 'untied' }[action]
  return actionTexts[(ties.includes(entity) && tie) || action] ?? action
}

type RowProps = { entry: HistoryEntry; of: OfCard; known: Omit<Parameters<typeof EntryDetails>[0], 'entry' | 'of'> }

function Row({ entry, of, known }: RowProps) {
  return (
    <Table.Tr className="history-entry">
      <Table.Td style={{ whiteSpace: 'nowrap' }}>{formatMoment(entry.at)}</Table.Td>
      <Table.Td miw={120} maw={180} className="field-value">
        {entry.user_name ?? (entry.action === 'answered' ? texts.outside : texts.program)}
        {entry.via !== 'screen' && (
          <Text size="xs" c="dimmed">
            {viaTexts[entry.via] ?? entry.via}
          </Text>
        )}
      </Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>{actionOf(entry)}</Table.Td>
      <Table.Td className="field-value">
        <EntryDetails entry={entry} of={of} {...known} />
      </Table.Td>
    </Table.Tr>
  )
}
