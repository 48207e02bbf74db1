import { join, resolve } from 'node:path'
import type { Service } from '#server/platform/outgoing.ts'

export type TileSettings = {
  service: Service
  /** Below the service's address, with {z}, {x} and {y}. */
  path: string
  attribution: string
  attribution_url: string | null
  max_zoom: number
  /** Who we are, for whoever serves them (the tile usage policy of OpenStreetMap asks for it). */
  user_agent: string
  directory: string
  limit_bytes: number
}

/** What knows where addresses are, and where the pictures of maps come from; null where the operator wants none asked. */
export type MapSettings = { geocoder: Service | null; tiles: TileSettings | null }

const usual = {
  geocoder: 'https://ws.geonorge.no/adresser/v1',
  tiles: 'https://cache.kartverket.no/v1/wmts/1.0.0/topo/default/webmercator/{z}/{y}/{x}.png',
  attribution: '© Kartverket',
  attribution_url: 'https://www.kartverket.no/',
}

type Environment = {
  GEOCODER_URL?: string | undefined
  TILE_URL?: string | undefined
  TILE_ATTRIBUTION?: string | undefined
  TILE_ATTRIBUTION_URL?: string | undefined
  TILE_MAX_ZOOM: number
  TILE_CACHE_MB: number
  DATA_DIR: string
}

/** An address that the operator has set is an operator's; the program's own stay within the open internet. */
export function readMapSettings(value: Environment, public_url: string): MapSettings {
  const { GEOCODER_URL, TILE_URL } = value
  return {
    geocoder:
      GEOCODER_URL === 'off'
        ? null
        : {
            ...{ name: 'geocoder', base_url: (GEOCODER_URL ?? usual.geocoder).replace(/\/$/, '') },
            ...{ is_operators: GEOCODER_URL !== undefined, max_bytes: 1_000_000 },
          },
    tiles: TILE_URL === 'off' ? null : readTileSettings(value, public_url),
  }
}

function readTileSettings(value: Environment, public_url: string): TileSettings {
  const { TILE_URL, TILE_ATTRIBUTION, TILE_ATTRIBUTION_URL } = value
  if (TILE_URL && !TILE_ATTRIBUTION) throw new Error('TILE_ATTRIBUTION must be set with TILE_URL: whose the map is.')
  const [, base_url = '', path = ''] = /^(https?:\/\/[^/]+)(\/.*)$/.exec(TILE_URL ?? usual.tiles) ?? []
  return {
    service: {
      ...{ name: 'tiles', base_url, is_operators: TILE_URL !== undefined },
      ...{ deadline_ms: 6_000, max_bytes: 1_000_000, tries: 2 },
    },
    path,
    attribution: TILE_ATTRIBUTION ?? usual.attribution,
    attribution_url: TILE_ATTRIBUTION ? (TILE_ATTRIBUTION_URL ?? null) : usual.attribution_url,
    max_zoom: value.TILE_MAX_ZOOM,
    user_agent: `Kundebok/0.1 (+${public_url})`,
    directory: join(resolve(value.DATA_DIR), 'tiles'),
    limit_bytes: value.TILE_CACHE_MB * 1_000_000,
  }
}
