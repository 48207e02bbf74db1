import { Alert, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { companyList } from '#calls/company-list.ts'
import type { Selection } from '#contract/company-list.ts'
import { useCustomFields } from '#web/custom-fields/custom-fields.ts'
import { call } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { usePreferences } from '#web/platform/preferences.ts'
import { useRights } from '#web/platform/session.ts'
import { fill, texts as shared } from '#web/platform/texts.ts'
import { lazily } from '#web/ui/lazily.tsx'
import { allColumns, nameColumn, usualColumns } from './columns.ts'
import { Filters } from './filters.tsx'
import { filterOf, type ListAddress } from './list-address.ts'
import { ListCards } from './list-cards.tsx'
import { ListTable } from './list-table.tsx'
import { texts } from './texts.ts'
import { Tools } from './tools.tsx'

const BulkBar = lazily(async () => (await import('./bulk-bar.tsx')).BulkBar)
const route = getRouteApi('/inside/companies')
export type Chosen = { ids: Set<string>; isAll: boolean }
const nobody: Chosen = { ids: new Set(), isAll: false }

/** All companies, in the order and by the criteria of the address; more come as one scrolls. */
export function CompanyListPage() {
  const address = route.useSearch()
  const navigate = useNavigate()
  const { mayChange } = useRights()
  const { chosen: preferences, choose } = usePreferences()
  const isNarrow = useMediaQuery('screen and (max-width: 48em)', undefined, { getInitialValueInEffect: false })
  const [chosen, setChosen] = useState(nobody)
  const filter = filterOf(address)
  const { sort = 'name', order = 'asc' } = address
  const pages = useInfiniteQuery({
    queryKey: ['companies', filter, sort, order],
    queryFn: ({ pageParam }) =>
      call(companyList.list, {
        query: { ...filter, sort, order, size: 100, ...(pageParam ? { after: pageParam } : {}) },
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  })
  const { data: counted } = useQuery({
    queryKey: ['companies', 'count', filter],
    queryFn: () => call(companyList.count, { query: filter }),
    placeholderData: keepPreviousData,
  })
  const { data: own = [] } = useCustomFields()
  const columns = allColumns(own)
  const wanted = preferences.company_columns ?? usualColumns
  const shown = [nameColumn, ...wanted.flatMap((field) => columns.find((column) => column.field === field) ?? [])]
  const rows = pages.data?.pages.flatMap(({ items }) => items) ?? []
  const count = counted?.count ?? rows.length
  const go = (change: Partial<ListAddress>) => {
    setChosen(nobody)
    void navigate({ to: '/companies', search: { ...address, ...change }, replace: true })
  }
  const selection = selectionOf(chosen, filter)
  const loadMore = () => {
    if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage()
  }
  const card = '/companies/$id/$tab' as const
  const table = { label: texts.companies, card, rows, chosen, setChosen, loadMore }
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Group gap="sm" align="baseline">
          <Title order={1} size="h3">
            {texts.companies}
          </Title>
          <Text size="sm" c="dimmed" role="status">
            {counted && fill(texts.count, { count: count > 10_000 ? '10 000+' : String(count) })}
          </Text>
        </Group>
        <Group gap="xs">
          <Button variant="default" renderRoot={(props) => <Link {...props} to="/companies/map" search={address} />}>
            {texts.map}
          </Button>
          <Tools
            columns={columns}
            wanted={wanted}
            usual={usualColumns}
            path={companyList.export.path}
            fileName={texts.companies.toLocaleLowerCase()}
            onColumns={(company_columns) => choose({ company_columns })}
            selection={selection}
            shown={shown}
            sort={sort}
            order={order}
          />
          {mayChange('crm') && (
            <>
              <Button component={Link} to="/import" variant="default">
                {texts.import}
              </Button>
              <Button component={Link} to="/companies/new">
                {shared.new_company}
              </Button>
            </>
          )}
        </Group>
      </Group>
      <Filters address={address} go={go} />
      {(chosen.isAll || chosen.ids.size > 0) && (
        <Suspense fallback={<Skeleton height={36} />}>
          <BulkBar
            kind="company"
            selection={selection}
            chosenCount={chosen.isAll ? count : chosen.ids.size}
            count={count}
            isAll={chosen.isAll}
            onAll={() => setChosen({ ids: new Set(), isAll: true })}
            onNone={() => setChosen(nobody)}
          />
        </Suspense>
      )}
      {pages.error && <Alert color="red">{fill(shared.refused, { why: sentenceOf(pages.error) })}</Alert>}
      {pages.isPending && <Skeleton height={320} />}
      {pages.isSuccess && rows.length === 0 && (
        <Text c="dimmed">{Object.keys(filter).length === 0 ? shared.no_companies : texts.none}</Text>
      )}
      {rows.length < count && (
        <Text size="sm" className="on-paper">
          {fill(texts.on_paper, { shown: String(rows.length) })}
        </Text>
      )}
      {rows.length > 0 &&
        (isNarrow ? (
          <ListCards {...table} columns={shown.slice(1, 4)} />
        ) : (
          <ListTable
            {...table}
            columns={shown}
            sort={sort}
            order={order}
            onSort={(next, direction) =>
              go({ sort: next === 'name' ? undefined : next, order: direction === 'desc' ? 'desc' : undefined })
            }
          />
        ))}
    </Stack>
  )
}

/** What is chosen, as the server takes it; nothing chosen is all that the list shows. */
function selectionOf(chosen: Chosen, filter: Record<string, string>): Selection {
  return chosen.isAll || chosen.ids.size === 0
    ? ({ filter } as unknown as Selection)
    : { ids: [...chosen.ids].slice(0, 5_000) }
}
