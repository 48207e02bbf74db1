import { places } from '#contract/places.ts'
import { AppError } from '#server/platform/errors.ts'
import { serve, type Server } from '#server/platform/http.ts'
import { lookUpCompany, showPlaces } from './places.ts'
import { readPoints, readUnplaced } from './points.ts'
import { makeSuggestions } from './suggestions.ts'
import { makeTiles } from './tiles.ts'

export function servePlaces(server: Server) {
  const { geocoder, tiles } = server.maps
  const suggest = makeSuggestions(geocoder)
  const readTile = tiles && makeTiles(tiles)
  serve(server, places, {
    settings: async () => ({ has_geocoder: geocoder !== null, tiles }),
    tile: {
      first: async ({ params }) => {
        if (!readTile) throw new AppError('not_found')
        const tile = await readTile(params.tile)
        return async () => tile
      },
    },
    suggest: {
      first: async ({ query }) => {
        const found = await suggest(query)
        return async () => found
      },
    },
    of_company: async ({ db, who, params }) => showPlaces(db, who, params.id),
    look_up: async ({ db, who, params }) => lookUpCompany(db, who, params.id),
    points: async ({ db, who, query }) => readPoints(db, who, query),
    unplaced: async ({ db, who, query }) => readUnplaced(db, who, query),
  })
}
