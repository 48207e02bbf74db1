import { Alert, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { personList, type PersonSelection } from '#contract/person-list.ts'
import { vcards } from '#contract/vcards.ts'
import type { Chosen } from '#web/company-list/company-list-page.tsx'
import { filterOf } from '#web/company-list/list-address.ts'
import { ListCards } from '#web/company-list/list-cards.tsx'
import { ListTable } from '#web/company-list/list-table.tsx'
import { exportFile, Tools } from '#web/company-list/tools.tsx'
import { call } from '#web/platform/api.ts'
import { attempt, sentenceOf } from '#web/platform/attempt.ts'
import { usePreferences } from '#web/platform/preferences.ts'
import { useRights } from '#web/platform/session.ts'
import { fill, texts as shared } from '#web/platform/texts.ts'
import { lazily } from '#web/ui/lazily.tsx'
import { personColumns, personName, usualPersonColumns } from './person-columns.ts'
import { PersonFilters } from './person-filters.tsx'
import type { PersonListAddress } from './person-list-address.ts'
import { texts } from './texts.ts'

const BulkBar = lazily(async () => (await import('#web/company-list/bulk-bar.tsx')).BulkBar)
const VcardImport = lazily(async () => (await import('./vcard-import.tsx')).VcardImport)
const route = getRouteApi('/inside/persons')
const nobody: Chosen = { ids: new Set(), isAll: false }

/** All persons, in the order and by the criteria of the address; more come as one scrolls. */
export function PersonListPage() {
  const address = route.useSearch()
  const navigate = useNavigate()
  const { mayChange } = useRights()
  const { chosen: preferences, choose } = usePreferences()
  const isNarrow = useMediaQuery('screen and (max-width: 48em)', undefined, { getInitialValueInEffect: false })
  const [chosen, setChosen] = useState(nobody)
  const [isImporting, importing] = useDisclosure()
  const filter = filterOf(address)
  const { sort = 'name', order = 'asc' } = address
  const pages = usePersons(filter, sort, order)
  const { data: counted } = useQuery({
    queryKey: ['persons', 'count', filter],
    queryFn: () => call(personList.count, { query: filter }),
    placeholderData: keepPreviousData,
  })
  const wanted = preferences.person_columns ?? usualPersonColumns
  const shown = [personName, ...wanted.flatMap((name) => personColumns.find(({ field }) => field === name) ?? [])]
  const rows = pages.data?.pages.flatMap(({ items }) => items) ?? []
  const count = counted?.count ?? rows.length
  const shownCount = count > 10_000 ? '10 000+' : String(count)
  const go = (change: Partial<PersonListAddress>) => {
    setChosen(nobody)
    void navigate({ to: '/persons', search: { ...address, ...change }, replace: true })
  }
  const isSome = !chosen.isAll && chosen.ids.size > 0
  const selection = (isSome ? { ids: [...chosen.ids].slice(0, 5_000) } : { filter }) as PersonSelection
  const loadMore = () => {
    if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage()
  }
  const table = { label: texts.persons, card: '/persons/$id/$tab' as const, rows, chosen, setChosen, loadMore }
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Group gap="sm" align="baseline">
          <Title order={1} size="h3">
            {texts.persons}
          </Title>
          <Text size="sm" c="dimmed" role="status">
            {counted && fill(texts.count, { count: shownCount })}
          </Text>
        </Group>
        <Group gap="xs">
          <Tools
            columns={personColumns}
            wanted={wanted}
            usual={usualPersonColumns}
            onColumns={(person_columns) => choose({ person_columns })}
            path={personList.export.path}
            fileName={texts.persons.toLocaleLowerCase()}
            selection={selection}
            shown={shown}
            sort={sort}
            order={order}
            more={vcardEntries(selection)}
          />
          {mayChange('crm') && (
            <>
              <Button variant="default" onClick={importing.open}>
                {texts.import}
              </Button>
              <Button component={Link} to="/persons/new">
                {texts.new_person}
              </Button>
            </>
          )}
        </Group>
      </Group>
      <PersonFilters address={address} go={go} />
      {(chosen.isAll || isSome) && (
        <Suspense fallback={<Skeleton height={36} />}>
          <BulkBar
            kind="person"
            selection={selection}
            chosenCount={chosen.isAll ? count : chosen.ids.size}
            count={count}
            isAll={chosen.isAll}
            onAll={() => setChosen({ ids: new Set(), isAll: true })}
            onNone={() => setChosen(nobody)}
          />
        </Suspense>
      )}
      {isImporting && (
        <Suspense fallback={null}>
          <VcardImport onClose={importing.close} />
        </Suspense>
      )}
      {pages.error && <Alert color="red">{fill(shared.refused, { why: sentenceOf(pages.error) })}</Alert>}
      {pages.isPending && <Skeleton height={320} />}
      {pages.isSuccess && rows.length === 0 && (
        <Text c="dimmed">{Object.keys(filter).length === 0 ? texts.no_persons : texts.none}</Text>
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

/** The chosen ones as vCards, beside the spreadsheets. */
const vcardEntries = (selection: PersonSelection) =>
  (['4.0', '3.0'] as const).map((version) => ({
    label: version === '4.0' ? texts.vcard_4 : texts.vcard_3,
    onChoose: () =>
      attempt(() => exportFile(vcards.many.path, `${texts.persons.toLocaleLowerCase()}.vcf`, { selection, version })),
  }))

function usePersons(
  filter: Record<string, string>,
  sort: NonNullable<PersonListAddress['sort']>,
  order: 'asc' | 'desc',
) {
  return useInfiniteQuery({
    queryKey: ['persons', filter, sort, order],
    queryFn: ({ pageParam }) =>
      call(personList.list, {
        query: { ...filter, sort, order, size: 100, ...(pageParam ? { after: pageParam } : {}) },
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  })
}
