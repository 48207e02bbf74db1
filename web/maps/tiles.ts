import { places } from '#calls/places.ts'
import { project, type Size, type View, worldSize } from './projection.ts'

/** Where a picture comes from; MapLibre fills in the braces itself. */
export const tileUrl = (z: number | '{z}', x: number | '{x}', y: number | '{y}') =>
  places.tile.path.replace(':tile', `${z}-${x}-${y}`)

export type PlacedTile = { url: string; left: number; top: number; side: number }

/** The pictures that the window needs, and where in it each stands. */
export function tilesOf(view: View, { width, height }: Size, nearest: number): PlacedTile[] {
  // A picture is 256 pixels: half of what MapLibre's world is at the same zoom.
  const z = Math.max(0, Math.min(nearest, Math.round(view.zoom) + 1))
  const count = 2 ** z
  const side = worldSize(view.zoom) / count
  const middle = project(view, view.zoom)
  const [left, top] = [middle.x - width / 2, middle.y - height / 2]
  const range = (from: number, to: number) => {
    const first = Math.max(0, Math.floor(from / side))
    return Array.from(
      { length: Math.max(0, Math.min(count - 1, Math.floor(to / side)) - first + 1) },
      (_, at) => first + at,
    )
  }
  return range(top, top + height).flatMap((y) =>
    range(left, left + width).map((x) => ({ url: tileUrl(z, x, y), left: x * side - left, top: y * side - top, side })),
  )
}
