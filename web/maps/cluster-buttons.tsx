import { useMemo } from 'react'
import { fill } from '#web/platform/texts.ts'
import { type Cluster, clustersOf } from './clusters.ts'
import { pageTexts as texts } from './page-texts.ts'
import { type Point, type Size, toWindow, type View, viewOf } from './projection.ts'

type Props = {
  points: Point[]
  names: string[]
  view: View
  size: Size
  onView: (view: View) => void
  /** How near the map goes: what is still together there is shown as a list. */
  nearest: number
  chosen: number[] | null
  onChoose: (members: number[]) => void
}

/** What is seen of the points, each group a button: it leads nearer, or shows who is there. */
export function Clusters({ points, names, view, size, onView, nearest, chosen, onChoose }: Props) {
  // From west to east, as one reads.
  const clusters = useMemo(
    () => clustersOf(points, view, size).toSorted((one, other) => one.lon - other.lon),
    [points, view, size],
  )
  const open = ({ members }: Cluster) => {
    const inside = members.flatMap((at) => points[at] ?? [])
    const nearer = viewOf(inside, size, nearest)
    if (members.length <= SHOWN_AT_ONCE || nearer.zoom <= view.zoom) return onChoose(members)
    return onView(nearer)
  }
  return clusters.map((cluster) => {
    const { x, y } = toWindow(cluster, view, size)
    const [first = 0] = cluster.members
    const count = cluster.members.length
    const name = names[first] ?? ''
    return (
      <button
        key={first}
        type="button"
        className="map-group"
        style={{ left: x, top: y }}
        aria-label={count === 1 ? name : fill(texts.group, { count: String(count), name })}
        title={count === 1 ? name : undefined}
        data-size={count >= 100 ? 'many' : undefined}
        data-chosen={chosen?.includes(first) || undefined}
        onClick={() => open(cluster)}
      >
        {count === 1 ? '' : count.toLocaleString('nb-NO')}
      </button>
    )
  })
}

/** So few are shown as a list at once. */
const SHOWN_AT_ONCE = 8
