import { Alert, Anchor, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { places } from '#contract/places.ts'
import { Filters } from '#web/company-list/filters.tsx'
import { filterOf, type ListAddress } from '#web/company-list/list-address.ts'
import { call } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { useRights } from '#web/platform/session.ts'
import { fill } from '#web/platform/texts.ts'
import { ChosenCompanies } from './chosen-companies.tsx'
import { Clusters } from './cluster-buttons.tsx'
import { MapView, type Tiles } from './map-view.tsx'
import { pageTexts as texts } from './page-texts.ts'
import { type Placed, readPoints } from './read-points.ts'
import { texts as mapTexts } from './texts.ts'
import { UnplacedDialog } from './unplaced-dialog.tsx'
import { useMap } from './use-map.ts'

const route = getRouteApi('/inside/companies/map')

/** All companies that the criteria of the list let through, where they are. */
export function CompaniesMapPage() {
  const address = route.useSearch()
  const navigate = useNavigate()
  const filter = filterOf(address)
  const { data: map } = useMap()
  const { isAdministrator } = useRights()
  const [showsUnplaced, unplaced] = useDisclosure()
  const { data, error } = useQuery({
    queryKey: ['companies', 'points', filter],
    queryFn: async () => {
      const { has_more, unplaced, waiting, ...reply } = await call(places.points, { query: filter })
      return { has_more, unplaced, waiting, ...readPoints(reply) }
    },
    placeholderData: keepPreviousData,
    // Places come one by one while they are looked up.
    refetchInterval: ({ state }) => (state.data?.waiting ? 15_000 : false),
  })
  const go = (change: Partial<ListAddress>) =>
    void navigate({ to: '/companies/map', search: { ...address, ...change }, replace: true })
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Group gap="sm" align="baseline">
          <Title order={1} size="h3">
            {texts.title}
          </Title>
          <Text size="sm" c="dimmed" role="status">
            {data && fill(data.has_more ? texts.first_of : texts.placed, { count: countText(data.ids.length) })}
          </Text>
          {data && data.unplaced > 0 && (
            <Anchor component="button" type="button" size="sm" onClick={unplaced.open}>
              {fill(texts.unplaced, { count: countText(data.unplaced) })}
            </Anchor>
          )}
        </Group>
        <Button variant="default" renderRoot={(props) => <Link {...props} to="/companies" search={address} />}>
          {texts.as_list}
        </Button>
      </Group>
      <Filters address={address} go={go} />
      {error && !data && <Alert color="red">{sentenceOf(error)}</Alert>}
      {map && !map.tiles && <Alert color="yellow">{isAdministrator ? mapTexts.to_set_up : mapTexts.are_off}</Alert>}
      {data && data.waiting > 0 && map?.has_geocoder && (
        <Text size="sm" c="dimmed">
          {fill(texts.waiting, { count: countText(data.waiting) })}
        </Text>
      )}
      {!data && !error && <Skeleton height={400} />}
      {data && map?.tiles && <CompaniesMap of={JSON.stringify(filter)} data={data} tiles={map.tiles} />}
      {showsUnplaced && <UnplacedDialog filter={filter} onClose={unplaced.close} />}
    </Stack>
  )
}

const countText = (count: number) => count.toLocaleString('nb-NO')

type MapProps = { of: string; data: Placed; tiles: Tiles }

function CompaniesMap({ of, data, tiles }: MapProps) {
  const { points } = data
  // Who stands where in the list is so in these data alone.
  const [choice, setChoice] = useState<{ data: Placed; members: number[] } | null>(null)
  const chosen = choice?.data === data ? choice.members : null
  return (
    <div className="map-page">
      <MapView
        label={fill(points.length === 1 ? texts.map_of_one : texts.map_of, { count: countText(points.length) })}
        tiles={tiles}
        points={points}
        of={of}
        nearest={14}
      >
        {(view, size, onView) => (
          <>
            <Clusters
              {...{ points, names: data.names, view, size, onView }}
              nearest={tiles.max_zoom}
              chosen={chosen}
              onChoose={(members) => setChoice({ data, members })}
            />
            {chosen && <ChosenCompanies data={data} members={chosen} onClose={() => setChoice(null)} />}
            {points.length === 0 && (
              <Text className="map-notice" size="sm">
                {texts.none}
              </Text>
            )}
          </>
        )}
      </MapView>
    </div>
  )
}
