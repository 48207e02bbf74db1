import { Alert, Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { type Sms, smsMessages, type SmsState } from '#contract/sms.ts'
import { call } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { fill, texts as shared } from '#web/platform/texts.ts'
import { SmsRow } from './sms-row.tsx'
import { texts } from './texts.ts'
import type { WriteSms } from './use-sms.tsx'

type Query = { state?: SmsState; user_id?: string; company_id?: string; person_id?: string }
/** While something is on its way, its fate is a matter of seconds. */
const LOOK_AGAIN = 3_000
const isOnItsWay = ({ state, send_at }: Sms) => state === 'queued' && Date.parse(send_at) < Date.now() + 60_000

/** Messages, the newest first. */
export function SmsList({ query, of, onWrite }: { query: Query; of?: 'company' | 'person'; onWrite: WriteSms }) {
  const pages = useInfiniteQuery({
    queryKey: ['sms', 'list', query],
    queryFn: ({ pageParam }) => call(smsMessages.list, { query: { ...query, ...pageParam } }),
    initialPageParam: {},
    getNextPageParam: ({ next }) => (next ? { before: next } : undefined),
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(isOnItsWay)) ? LOOK_AGAIN : false,
    placeholderData: keepPreviousData,
  })
  const rows = pages.data?.pages.flatMap(({ items }) => items) ?? []
  const leaders = leadersOf(rows)
  const isFiltered = Boolean(query.state ?? query.user_id)
  return (
    <Stack gap="sm">
      {pages.error && <Alert color="red">{fill(shared.refused, { why: sentenceOf(pages.error) })}</Alert>}
      {pages.isPending && <Skeleton height={120} />}
      {pages.isSuccess && rows.length === 0 && (
        <Text c="dimmed" role="status">
          {isFiltered ? texts.none_fit : texts.none}
        </Text>
      )}
      {rows.length > 0 && (
        <ul className="rows" aria-label={texts.all}>
          {rows.map((sms) => (
            <SmsRow key={sms.id} sms={sms} leadsBatch={leaders.has(sms.id)} onWrite={onWrite} {...(of ? { of } : {})} />
          ))}
        </ul>
      )}
      {pages.hasNextPage && (
        <Group>
          <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
            {shared.more}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

/** Of several that wait to be sent together the one that stands first. */
function leadersOf(rows: Sms[]) {
  const waiting = rows.filter(({ state, is_going }) => state === 'queued' && !is_going)
  const batches = Map.groupBy(waiting, ({ batch_id }) => batch_id)
  return new Set([...batches.values()].flatMap(([first, ...others]) => (first && others.length > 0 ? [first.id] : [])))
}
