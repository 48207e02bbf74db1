// Where things are on a map: the world as a square (web mercator, EPSG:3857), 512 pixels wide at zoom 0 as MapLibre counts.

export type Point = { lat: number; lon: number }
/** What of the world is seen: its middle, and how near. */
export type View = Point & { zoom: number }
export type Size = { width: number; height: number }
export type Pixel = { x: number; y: number }

/** Web mercator ends here. */
const LAST_LATITUDE = 85.051129
export const worldSize = (zoom: number) => 512 * 2 ** zoom

/** Pixels from the north-west corner of the world. */
export function project({ lat, lon }: Point, zoom: number): Pixel {
  const sin = Math.sin((Math.max(-LAST_LATITUDE, Math.min(LAST_LATITUDE, lat)) * Math.PI) / 180)
  return {
    x: ((lon + 180) / 360) * worldSize(zoom),
    y: (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * worldSize(zoom),
  }
}

export function unproject({ x, y }: Pixel, zoom: number): Point {
  const north = Math.PI - (2 * Math.PI * y) / worldSize(zoom)
  return { lat: (180 / Math.PI) * Math.atan(Math.sinh(north)), lon: (x / worldSize(zoom)) * 360 - 180 }
}

/** Where a point is in the window, from its upper left corner. */
export function toWindow(point: Point, view: View, { width, height }: Size): Pixel {
  const [at, middle] = [project(point, view.zoom), project(view, view.zoom)]
  return { x: at.x - middle.x + width / 2, y: at.y - middle.y + height / 2 }
}

/** The view moved by so many pixels to the right and down. */
export function moved(view: View, { x, y }: Pixel): View {
  const middle = project(view, view.zoom)
  return { ...unproject({ x: middle.x + x, y: middle.y + y }, view.zoom), zoom: view.zoom }
}

/** The nearest view in which all of the points are seen; of one alone, or of none, the street or the country. */
export function viewOf(points: Point[], { width, height }: Size, nearest: number): View {
  if (points.length === 0) return { lat: 65, lon: 14, zoom: 2.6 }
  const at = points.map((point) => project(point, 0))
  const edge = (of: (...values: number[]) => number, axis: 'x' | 'y') =>
    at.reduce((found, pixel) => of(found, pixel[axis]), at[0]?.[axis] ?? 0)
  const [west, east, north, south] = [
    edge(Math.min, 'x'),
    edge(Math.max, 'x'),
    edge(Math.min, 'y'),
    edge(Math.max, 'y'),
  ]
  const margin = 48
  const wide = Math.log2(Math.max(1, width - 2 * margin) / Math.max(east - west, 1e-9))
  const high = Math.log2(Math.max(1, height - 2 * margin) / Math.max(south - north, 1e-9))
  const zoom = Math.max(0, Math.min(nearest, Math.floor(2 * Math.min(wide, high)) / 2))
  return { ...unproject({ x: (west + east) / 2, y: (north + south) / 2 }, 0), zoom }
}
