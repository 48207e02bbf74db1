import { type Point, project, type Size, type View } from './projection.ts'

/** Points that are drawn as one, by where they stand in the list of points, at the middle of them. */
export type Cluster = Point & { members: number[] }

/** How near each other two may be, in pixels. */
const CELL = 64

/**
 * What of the points is seen, those near each other together. The squares are of the world and not of the window, so that
 * nothing changes places while the map is moved; they change with each whole step of zoom.
 */
export function clustersOf(points: Point[], view: View, size: Size): Cluster[] {
  const step = Math.round(view.zoom)
  const scale = 2 ** (view.zoom - step)
  const middle = project(view, step)
  const [halfWidth, halfHeight] = [size.width / 2 / scale + CELL, size.height / 2 / scale + CELL]
  const cells = new Map<string, Cluster>()
  points.forEach((point, at) => {
    const { x, y } = project(point, step)
    if (Math.abs(x - middle.x) > halfWidth || Math.abs(y - middle.y) > halfHeight) return
    const name = `${Math.floor(x / CELL)} ${Math.floor(y / CELL)}`
    const cell = cells.get(name) ?? { lat: 0, lon: 0, members: [] }
    cells.set(name, cell)
    cell.lat += point.lat
    cell.lon += point.lon
    cell.members.push(at)
  })
  const found = [...cells.values()].map(({ lat, lon, members }) => ({
    lat: lat / members.length,
    lon: lon / members.length,
    members,
  }))
  return together(found, step)
}

/** How near the middles of two groups may be before one would hide the other. */
const ROOM = 46

/** The larger takes in the smaller that would stand on it, and stays where it is. */
function together(clusters: Cluster[], step: number): Cluster[] {
  const kept: { x: number; y: number; cluster: Cluster }[] = []
  for (const cluster of clusters.toSorted((one, other) => other.members.length - one.members.length)) {
    const { x, y } = project(cluster, step)
    const near = kept.find((other) => Math.hypot(other.x - x, other.y - y) < ROOM)
    if (near) near.cluster.members.push(...cluster.members)
    else kept.push({ x, y, cluster })
  }
  return kept.map(({ cluster }) => cluster)
}
