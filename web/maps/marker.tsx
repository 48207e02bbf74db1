import { IconMapPinFilled } from '@tabler/icons-react'
import { type Point, type Size, toWindow, type View } from './projection.ts'

/** A pin whose point is at the place; what it stands for is said by the map's own label. */
export function Marker({ at, view, size }: { at: Point; view: View; size: Size }) {
  const { x, y } = toWindow(at, view, size)
  return (
    <span className="map-pin" style={{ left: x, top: y }} aria-hidden="true">
      <IconMapPinFilled size={36} />
    </span>
  )
}
