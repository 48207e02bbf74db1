import type { places } from '#contract/places.ts'
import type { Reply } from '#web/platform/api.ts'
import type { Point } from './projection.ts'

export type Placed = { ids: string[]; names: string[]; points: Point[] }

/** The companies of a reply, piece by piece the same one; see the contract. */
export function readPoints({ ids, points, names }: Pick<Reply<typeof places.points>, keyof Placed>): Placed {
  if (ids === '') return { ids: [], names: [], points: [] }
  const [idBytes, pointBytes] = [bytesOf(ids), bytesOf(points)]
  const numbers = new DataView(pointBytes.buffer)
  return {
    ids: Array.from({ length: idBytes.length / 16 }, (_, at) => uuidOf(idBytes.subarray(16 * at, 16 * at + 16))),
    names: names.split('\n'),
    points: Array.from({ length: pointBytes.length / 8 }, (_, at) => ({
      lat: numbers.getInt32(8 * at) / 1e5,
      lon: numbers.getInt32(8 * at + 4) / 1e5,
    })),
  }
}

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0))

const uuidOf = (bytes: Uint8Array) =>
  Array.from(bytes, (byte, at) => ([4, 6, 8, 10].includes(at) ? '-' : '') + byte.toString(16).padStart(2, '0')).join('')
