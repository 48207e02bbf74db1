import { Group, SegmentedControl, Text } from '@mantine/core'
import { IconMap } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import type { Place } from '#contract/places.ts'
import { placeText } from '#web/addresses/show.ts'
import { Marker } from '#web/maps/marker.tsx'
import { MapView, type Tiles } from '#web/maps/map-view.tsx'
import { texts as mapTexts } from '#web/maps/texts.ts'
import { useMap } from '#web/maps/use-map.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { useRights } from '#web/platform/session.ts'
import { fill, texts as shared } from '#web/platform/texts.ts'
import { mapLinks } from './directions.ts'
import { OutsideLink } from './outside-link.tsx'
import { ServiceCard, type ServiceState } from './service-card.tsx'
import type { ServiceProps } from './services.ts'
import { texts } from './texts.ts'
import { usePlaces } from './use-places.ts'

const kinds = ['visiting_address', 'postal_address'] as const
type Kind = (typeof kinds)[number]

/** Kart: where the visiting or the postal address is. */
export function MapService({ company, onFill }: ServiceProps) {
  const { data: map } = useMap()
  const { isAdministrator } = useRights()
  const { found, error, isAsking, askAgain } = usePlaces(company.id)
  const there = kinds.filter((kind) => company[kind])
  const [chosen, setChosen] = useState<Kind | null>(null)
  const best = there.find((kind) => found?.[kind].state === 'known') ?? there[0]
  const kind = chosen && there.includes(chosen) ? chosen : best
  const address = kind && company[kind]
  const place = kind && found?.[kind]
  const isOff = map && (!map.tiles || !map.has_geocoder)
  const state: ServiceState = isOff
    ? { is: 'not_set_up', why: isAdministrator ? mapTexts.to_set_up : mapTexts.are_off }
    : error && !found
      ? { is: 'failed', why: sentenceOf(error) }
      : kind && address
        ? stateOf(place, kind, placeText(address), isAsking, askAgain)
        : { is: 'lacking', fields: ['postal_address', 'visiting_address'] }
  return (
    <ServiceCard title={texts.map} icon={IconMap} state={state} onFill={onFill}>
      {!isOff && there.length > 1 && (
        <SegmentedControl
          size="xs"
          style={{ alignSelf: 'start' }}
          aria-label={texts.shown_address}
          data={there.map((value) => ({ value, label: shared[value] }))}
          value={kind ?? 'visiting_address'}
          onChange={(value) => setChosen(value === 'postal_address' ? value : 'visiting_address')}
        />
      )}
      {map?.tiles && address && place?.state === 'known' && (
        <CardMap tiles={map.tiles} place={place} text={placeText(address)} />
      )}
      {!isOff && address && (
        <Group gap="xs" justify="space-between">
          <Text size="sm" className="field-value">
            {placeText(address)}
          </Text>
          <Group gap="xs">
            {mapLinks({ text: placeText(address), lat: place?.lat ?? undefined, lon: place?.lon ?? undefined }).map(
              ({ name, href }) => (
                <OutsideLink key={name} href={href}>
                  {name}
                </OutsideLink>
              ),
            )}
          </Group>
        </Group>
      )}
    </ServiceCard>
  )
}

function stateOf(
  place: Place | undefined,
  kind: Kind,
  text: string,
  isAsking: boolean,
  onAgain: () => void,
): ServiceState {
  if (!place || isAsking) return { is: 'working' }
  if (place.state === 'known') return { is: 'ready' }
  if (place.state === 'po_box') return { is: 'lacking', fields: ['visiting_address'], why: texts.is_box }
  if (place.state === 'abroad') return { is: 'lacking', fields: [kind], why: texts.is_abroad }
  if (place.state === 'unknown')
    return { is: 'lacking', fields: [kind], why: fill(texts.is_unknown, { address: text }) }
  if (place.state === 'failed' || place.state === 'waiting') return { is: 'failed', why: texts.no_answer, onAgain }
  return { is: 'lacking', fields: [kind], why: texts.is_incomplete }
}

type CardMapProps = { tiles: Tiles; place: Place; text: string }

function CardMap({ tiles, place, text }: CardMapProps) {
  const { lat, lon } = place
  const at = useMemo(() => ({ lat: lat ?? 0, lon: lon ?? 0 }), [lat, lon])
  const points = useMemo(() => [at], [at])
  return (
    <div className="card-map">
      <MapView
        label={fill(texts.map_of, { address: text })}
        tiles={tiles}
        points={points}
        of={text}
        nearest={14}
        isInPage
      >
        {(view, size) => <Marker at={at} view={view} size={size} />}
      </MapView>
    </div>
  )
}
