import { type AddressLines, isPoBox } from '#contract/rules.ts'

/** Where somebody goes from or to: as it is written, and where it is, when that is known. */
export type Spot = { text: string; lat?: number | undefined; lon?: number | undefined }

export type Directions = { name: string; href: string }

const coordinates = ({ lat, lon }: Spot) => (lat === undefined || lon === undefined ? null : `${lat},${lon}`)

/**
 * The usual map services with the way filled in; no `from` is where the device is. OpenStreetMap takes coordinates alone.
 * Sources: Google, "Maps URLs"; Apple, "Map Links"; the address line of openstreetmap.org/directions.
 */
export function directionLinks(from: Spot | null, to: Spot): Directions[] {
  const google = new URLSearchParams({ api: '1', ...(from && { origin: from.text }), destination: to.text })
  const apple = new URLSearchParams({ ...(from && { saddr: from.text }), daddr: to.text, dirflg: 'd' })
  const [begin, end] = [from ? coordinates(from) : '', coordinates(to)]
  const osm = new URLSearchParams({ engine: 'fossgis_osrm_car', route: `${begin};${end}` })
  return [
    { name: 'Google Maps', href: `https://www.google.com/maps/dir/?${google}` },
    { name: 'Apple Maps', href: `https://maps.apple.com/?${apple}` },
    ...(begin === null || end === null
      ? []
      : [{ name: 'OpenStreetMap', href: `https://www.openstreetmap.org/directions?${osm}` }]),
  ]
}

/** The place itself in the usual map services; in OpenStreetMap by its coordinates, or else by its name. */
export function mapLinks(at: Spot): Directions[] {
  const osm =
    at.lat === undefined || at.lon === undefined
      ? `search?${new URLSearchParams({ query: at.text })}`
      : `?${new URLSearchParams({ mlat: String(at.lat), mlon: String(at.lon) })}#map=17/${at.lat}/${at.lon}`
  return [
    {
      name: 'Google Maps',
      href: `https://www.google.com/maps/search/?${new URLSearchParams({ api: '1', query: at.text })}`,
    },
    { name: 'Apple Maps', href: `https://maps.apple.com/?${new URLSearchParams({ q: at.text })}` },
    { name: 'OpenStreetMap', href: `https://www.openstreetmap.org/${osm}` },
  ]
}

type Addressed = AddressLines & { country: string | null }
type Both = Record<'postal_address' | 'visiting_address', Addressed | null>

/** What one can go to: the addresses that there are, the visiting address first. */
export const goalsOf = (both: Both) =>
  (['visiting_address', 'postal_address'] as const).flatMap((kind) => {
    const address = both[kind]
    return address && (address.street || address.city) ? [{ kind, address, isBox: isPoBox(address) }] : []
  })
