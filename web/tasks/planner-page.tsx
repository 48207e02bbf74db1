import { Alert, Button, Group, SegmentedControl, Skeleton, Stack, Text, Title } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Outlet, useNavigate } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { areClosed, tasks, taskViews } from '#contract/tasks.ts'
import { call } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { useRights } from '#web/platform/session.ts'
import { fill, texts as shared } from '#web/platform/texts.ts'
import { lazily } from '#web/ui/lazily.tsx'
import { type Open, useOpened } from './opened.tsx'
import { filterOf, type PlannerAddress, readPlannerAddress } from './planner-address.ts'
import { PlannerFilters } from './planner-filters.tsx'
import { TaskList } from './task-list.tsx'
import { texts } from './texts.ts'

const StatusBoard = lazily(async () => (await import('./board.tsx')).StatusBoard)
const WeekBoard = lazily(async () => (await import('./board.tsx')).WeekBoard)
const BulkBar = lazily(async () => (await import('./bulk-bar.tsx')).BulkBar)
const route = getRouteApi('/inside/tasks')

/** What is to be done, by whom and when: as a list, by status or by day. */
export function PlannerPage() {
  const address = readPlannerAddress(route.useSearch())
  const navigate = useNavigate()
  const { mayChange } = useRights()
  const { open, dialogs } = useOpened()
  const { view = 'mine', as } = address
  const go = (change: Partial<PlannerAddress>) =>
    void navigate({ to: '/tasks', search: wordsOf({ ...address, ...change }), replace: true })
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Group gap="sm" align="baseline">
          <Title order={1} size="h3">
            {texts.tasks}
          </Title>
          {!as && <Count address={address} />}
        </Group>
        <Group gap="xs">
          <SegmentedControl
            aria-label={texts.layout}
            data={[
              { value: 'list', label: texts.list },
              { value: 'status', label: texts.by_status },
              { value: 'week', label: texts.by_day },
            ]}
            value={as ?? 'list'}
            onChange={(value) => go({ as: value === 'status' || value === 'week' ? value : undefined })}
          />
          <Button
            onClick={() => open({ id: null })}
            disabled={!mayChange('crm')}
            title={mayChange('crm') ? undefined : texts.no_right}
          >
            {texts.new_task}
          </Button>
        </Group>
      </Group>
      <nav aria-label={texts.views} className="view-row">
        {taskViews.map((one) => (
          <Button
            key={one}
            size="compact-sm"
            variant={one === view ? 'light' : 'subtle'}
            {...(one === view ? {} : { color: 'gray' })}
            aria-current={one === view ? 'page' : undefined}
            onClick={() => go({ view: one === 'mine' ? undefined : one })}
          >
            {texts[`view_${one}`]}
          </Button>
        ))}
      </nav>
      <PlannerFilters address={address} go={go} />
      <Suspense fallback={<Skeleton height={320} />}>
        {as === 'status' && <StatusBoard address={address} open={open} />}
        {as === 'week' && <WeekBoard address={address} go={go} open={open} />}
        {!as && <PlannerList key={JSON.stringify(address)} address={address} open={open} />}
      </Suspense>
      {as && mayChange('crm') && (
        <Text size="xs" c="dimmed" visibleFrom="sm">
          {texts.keys_help}
        </Text>
      )}
      {dialogs}
      <Outlet />
    </Stack>
  )
}

const wordsOf = (address: PlannerAddress) =>
  Object.fromEntries(Object.entries(address).filter((entry): entry is [string, string] => Boolean(entry[1])))

function Count({ address }: { address: PlannerAddress }) {
  const filter = filterOf(address)
  const { data } = useQuery({
    queryKey: ['tasks', 'count', filter],
    queryFn: () => call(tasks.count, { query: filter as never }),
    placeholderData: keepPreviousData,
  })
  if (!data) return null
  const count = data.count > 1_000 ? '1000+' : String(data.count)
  return (
    <Text size="sm" c="dimmed" role="status">
      {count === '1' ? texts.count_one : fill(texts.count, { count })}
    </Text>
  )
}

function PlannerList({ address, open }: { address: PlannerAddress; open: Open }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const { mayChange } = useRights()
  const filter = filterOf(address)
  const pages = useInfiniteQuery({
    queryKey: ['tasks', 'list', filter],
    queryFn: ({ pageParam }) =>
      call(tasks.list, { query: { ...filter, size: 100, ...(pageParam ? { after: pageParam } : {}) } as never }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  })
  const rows = pages.data?.pages.flatMap(({ items }) => items) ?? []
  const toggle = (ids: string[], on: boolean) => {
    const next = new Set(chosen)
    for (const id of ids) {
      if (on) next.add(id)
      else next.delete(id)
    }
    setChosen(next)
  }
  // What was changed so that it is not in the list any more is not selected either.
  const selected = rows.filter(({ id }) => chosen.has(id))
  if (pages.error) return <Alert color="red">{fill(shared.refused, { why: sentenceOf(pages.error) })}</Alert>
  if (pages.isPending) return <Skeleton height={320} />
  if (rows.length === 0) return <Nothing isFiltered={Object.keys(filter).length > 1} />
  return (
    <>
      {selected.length > 0 && (
        <Suspense fallback={<Skeleton height={44} />}>
          <BulkBar chosen={selected} onNone={() => setChosen(new Set())} />
        </Suspense>
      )}
      <TaskList
        rows={rows}
        open={open}
        isGrouped={!areClosed(filter.view, filter.statuses?.split(',') ?? [])}
        loadMore={() => {
          if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage()
        }}
        {...(mayChange('crm') ? { selection: { chosen, toggle } } : {})}
      />
    </>
  )
}

function Nothing({ isFiltered }: { isFiltered: boolean }) {
  return (
    <div>
      <Text>{isFiltered ? texts.none_fit : texts.none}</Text>
      {!isFiltered && (
        <Text size="sm" c="dimmed">
          {texts.none_lead}
        </Text>
      )}
    </div>
  )
}
