import { Alert, Badge, Button, Group, SegmentedControl, Skeleton, Stack, Table, Text, Title } from '@mantine/core'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Mail, mails, mailStates } from '#contract/mails.ts'
import { call } from '#web/platform/api.ts'
import { attempt, sentenceOf } from '#web/platform/attempt.ts'
import { fill, formatMoment } from '#web/platform/texts.ts'
import { tell } from '#web/ui/tell-undo.tsx'
import { WideTable } from '#web/ui/wide-table.tsx'
import { texts } from './texts.ts'

type Shown = Mail['state'] | 'all'
const shownStates: Shown[] = ['all', ...mailStates]
const colours = { queued: 'gray', sent: 'fjord', failed: 'red' } as const
/** While something waits, its fate is a matter of seconds. */
const LOOK_AGAIN = 3_000

/** Innstillinger → Utgående e-post: what went out, what waits, and why something did not. */
export function MailPage() {
  const [shown, setShown] = useState<Shown>('all')
  const { data, error, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['mails', shown],
    queryFn: ({ pageParam }) =>
      call(mails.list, { query: { ...(shown === 'all' ? {} : { state: shown }), ...pageParam } }),
    initialPageParam: {},
    getNextPageParam: ({ next }) => (next ? { before: next } : undefined),
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(({ state }) => state === 'queued')) ? LOOK_AGAIN : false,
  })
  const items = data?.pages.flatMap((page) => page.items)
  return (
    <Stack gap="md">
      <div>
        <Title order={2} size="h4">
          {texts.mail}
        </Title>
        <Text c="dimmed" size="sm">
          {texts.lead}
        </Text>
      </div>
      {data?.pages[0]?.is_set === false && (
        <Alert color="yellow">
          <Text fw={500}>{texts.not_set}</Text>
          <Text size="sm">{texts.how_to_set}</Text>
        </Alert>
      )}
      <Group>
        <SegmentedControl
          aria-label={texts.show}
          value={shown}
          onChange={(value) => setShown(value)}
          data={shownStates.map((value) => ({ value, label: texts[value] }))}
        />
      </Group>
      {error && !data && <Alert color="red">{sentenceOf(error)}</Alert>}
      {!items && !error && <Skeleton height={200} />}
      {items?.length === 0 && <Text c="dimmed">{texts.none}</Text>}
      {items && items.length > 0 && <Mails items={items} />}
      {hasNextPage && (
        <Group>
          <Button variant="default" loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
            {texts.more}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

function Mails({ items }: { items: Mail[] }) {
  return (
    <WideTable label={texts.mail} width={720}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{texts.recipient}</Table.Th>
          <Table.Th>{texts.subject}</Table.Th>
          <Table.Th>{texts.written}</Table.Th>
          <Table.Th>{texts.state}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((mail) => (
          <Table.Tr key={mail.id}>
            <Table.Td maw={220} className="field-value">
              {mail.recipient}
            </Table.Td>
            <Table.Td maw={260} className="field-value">
              {mail.subject}
            </Table.Td>
            <Table.Td>{formatMoment(mail.created_at)}</Table.Td>
            <Table.Td maw={320}>
              <Fate mail={mail} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  )
}

function Fate({ mail }: { mail: Mail }) {
  const queries = useQueryClient()
  const retry = async () => {
    const done = await attempt(() => call(mails.retry, { params: { id: mail.id } }))
    if (done) tell(texts.retried)
    await queries.invalidateQueries({ queryKey: ['mails'] })
  }
  return (
    <Stack gap={4} align="start">
      <Group gap="xs">
        <Badge variant="light" color={colours[mail.state]} tt="none">
          {texts[mail.state]}
        </Badge>
        {mail.state !== 'sent' && mail.attempts > 0 && (
          <Text size="sm" c="dimmed">
            {mail.attempts === 1 ? texts.one_try : fill(texts.tries, { number: String(mail.attempts) })}
          </Text>
        )}
        {mail.can_retry && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={retry}
            aria-label={fill(texts.retry_to, { recipient: mail.recipient })}
          >
            {texts.retry}
          </Button>
        )}
      </Group>
      {mail.error && (
        <Text size="sm" className="field-value">
          {inWords(mail.error)}
        </Text>
      )}
      {mail.state === 'failed' && !mail.can_retry && (
        <Text size="sm" c="dimmed">
          {texts.too_old}
        </Text>
      )}
    </Stack>
  )
}

/** What we found out ourselves in a sentence; what the mail server said as it said it. */
function inWords(error: string) {
  if (error === 'no_mail_server') return texts.no_mail_server
  if (/^E[A-Z]+$/.test(error)) return texts.not_reached
  if (error.startsWith('535')) return `${texts.refused_password} (${error})`
  return error
}
