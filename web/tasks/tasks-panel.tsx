import { Alert, Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { areClosed, tasks, taskStatuses } from '#contract/tasks.ts'
import type { Of } from '#web/cards/of.ts'
import { call } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { useRights } from '#web/platform/session.ts'
import { fill, texts as shared } from '#web/platform/texts.ts'
import { ChoicesOnUse } from '#web/ui/choices-on-use.tsx'
import { useOpened } from './opened.tsx'
import { TaskList } from './task-list.tsx'
import { texts } from './texts.ts'

/** The tasks of a company or a person: open ones, unless others are asked for. */
export function TasksPanel({ of }: { of: Of }) {
  const [statuses, setStatuses] = useState<string[]>([])
  const { mayChange } = useRights()
  const { open, dialogs } = useOpened()
  const query = { [`${of.kind}_id`]: of.id, statuses: statuses.join(',') }
  const pages = useInfiniteQuery({
    queryKey: ['tasks', 'of', query],
    queryFn: ({ pageParam }) => call(tasks.list, { query: { ...query, ...(pageParam ? { after: pageParam } : {}) } }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  })
  const rows = pages.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <ChoicesOnUse
          label={texts.any_status}
          data={taskStatuses.map((status) => ({ value: status, label: texts[status] }))}
          value={statuses}
          onChange={setStatuses}
          w={240}
        />
        <Button
          variant="default"
          leftSection={<IconPlus size={16} />}
          disabled={!mayChange('crm')}
          title={mayChange('crm') ? undefined : texts.no_right}
          onClick={() => open({ id: null, typed: { [of.kind]: { id: of.id, name: of.name } } })}
        >
          {texts.new_task}
        </Button>
      </Group>
      {pages.error && <Alert color="red">{fill(shared.refused, { why: sentenceOf(pages.error) })}</Alert>}
      {pages.isPending && <Skeleton height={120} />}
      {pages.isSuccess && rows.length === 0 && (
        <Text c="dimmed">{statuses.length > 0 ? texts.none_fit : texts.none}</Text>
      )}
      {rows.length > 0 && (
        <TaskList
          rows={rows}
          open={open}
          without={of.kind}
          isGrouped={!areClosed(undefined, statuses)}
          loadMore={() => {
            if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage()
          }}
        />
      )}
      {dialogs}
    </Stack>
  )
}
