// Where companies are: addresses found while typing, the map of a card, the map of a search.
import { z } from 'zod'
import { CompanyFilter } from '#contract/company-list.ts'
import type { Endpoints } from '#contract/endpoint.ts'
import { fragment, id } from '#contract/fields.ts'

/** Why an address is on no map: nothing of it is known, it lacks a street or a place, is a box, or is outside Norway. */
const placeLacks = ['no_address', 'incomplete', 'po_box', 'abroad'] as const

/** `waiting`: it has not been looked up yet; `unknown`: nobody knows it; `failed`: nobody answered, it is asked again. */
const placeStates = ['known', 'waiting', 'unknown', 'failed', ...placeLacks] as const
export type PlaceState = (typeof placeStates)[number]

/** Degrees (EPSG:4326), of a known one. */
const Place = z.object({ state: z.enum(placeStates), lat: z.number().nullable(), lon: z.number().nullable() })
export type Place = z.infer<typeof Place>

const CompanyPlaces = z.object({
  visiting_address: Place,
  postal_address: Place,
  /** Of our own firm: the visiting address, or else the postal one. */
  office: Place,
})
export type CompanyPlaces = z.infer<typeof CompanyPlaces>

/** An address of the official register, as the fields of a form hold it. */
export const AddressSuggestion = z.object({ street: z.string(), postal_code: z.string(), city: z.string() })
export type AddressSuggestion = z.infer<typeof AddressSuggestion>

const byId = z.object({ id })
const read = { module: 'crm', right: 'read' } as const
/** Zoom, column and row, as 6-33-18. */
const tile = z
  .string()
  .regex(/^\d{1,2}-\d{1,7}-\d{1,7}$/)
  .transform((text) => {
    const [z = 0, x = 0, y = 0] = text.split('-').map(Number)
    return { z, x, y }
  })
  .refine(({ z, x, y }) => z <= 22 && x < 2 ** z && y < 2 ** z)

export const places = {
  settings: {
    method: 'GET',
    path: '/api/map',
    title: 'What maps are drawn with; no tiles and no look-up where the operator has switched them off',
    access: 'member',
    for_keys: true,
    reply: z.object({
      has_geocoder: z.boolean(),
      tiles: z
        .object({
          /** Whose the pictures are, to be shown on each map, and where more is said of that. */
          attribution: z.string(),
          attribution_url: z.string().nullable(),
          max_zoom: z.int(),
        })
        .nullable(),
    }),
  },
  tile: {
    method: 'GET',
    path: '/api/map-tiles/:tile',
    title:
      'A picture of the map, 256 pixels each way, in the usual division of the world (web mercator, y from the north)',
    access: 'member',
    params: z.object({ tile }),
    sends_file: true,
  },
  suggest: {
    method: 'GET',
    path: '/api/address-suggestions',
    title: 'Norwegian addresses that begin so, from the official register (Kartverket); none when it does not answer',
    access: 'member',
    for_keys: true,
    query: z.strictObject({
      /** Street, or street and number, as far as it is typed; at least three characters. */
      q: fragment(100),
      postal_code: z
        .string()
        .regex(/^\d{4}$/)
        .optional(),
    }),
    reply: z.object({ items: z.array(AddressSuggestion), is_available: z.boolean() }),
  },
  of_company: {
    method: 'GET',
    path: '/api/companies/:id/places',
    title: 'Where the addresses of a company are, as far as they are known',
    access: read,
    params: byId,
    reply: CompanyPlaces,
  },
  look_up: {
    method: 'POST',
    path: '/api/companies/:id/places',
    title: 'Have the addresses that are waiting, or failed, looked up; what is found is there a moment later',
    access: read,
    params: byId,
  },
  points: {
    method: 'GET',
    path: '/api/company-points',
    title: 'Where the companies are that the criteria let through; at most 10,000',
    access: read,
    query: CompanyFilter,
    /**
     * Ten thousand are to be small on the way, so that each is a piece of three long texts: `ids` in base64, sixteen bytes
     * each; `points` in base64, latitude and longitude as whole numbers of four bytes (big endian), degrees times
     * 100,000; `names`, one a line. Piece by piece the same company.
     */
    reply: z.object({
      ids: z.string(),
      points: z.string(),
      names: z.string(),
      /** There are more than these. */
      has_more: z.boolean(),
      /** How many have no known place, and of them those that are still to be looked up. */
      unplaced: z.int(),
      waiting: z.int(),
    }),
  },
  unplaced: {
    method: 'GET',
    path: '/api/unplaced-companies',
    title: 'Companies without a known place, and why, by name, a page at a time',
    access: read,
    query: CompanyFilter.extend({
      /** `next` of the page before: opaque. */
      after: z.string().max(2_000).optional(),
      size: z.coerce.number().int().min(1).max(200).default(50),
    }),
    reply: z.object({
      items: z.array(z.object({ id, name: z.string(), city: z.string().nullable(), why: z.enum(placeStates) })),
      next: z.string().nullable(),
    }),
  },
} satisfies Endpoints
