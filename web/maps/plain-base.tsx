import { type PointerEvent, useEffect, useEffectEvent, useRef, useState } from 'react'
import type { BaseProps } from './map-view.tsx'
import { moved } from './projection.ts'
import { tilesOf } from './tiles.ts'

/** The pictures beside each other, moved by the pointer and the wheel: for browsers without WebGL. */
export function PlainBase({ view, size, onView, tiles, isInPage, onFailing }: BaseProps) {
  const ref = useRef<HTMLDivElement>(null)
  const [dragged, setDragged] = useState<{ x: number; y: number } | null>(null)
  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0 || (isInPage && event.pointerType === 'touch')) return
    event.currentTarget.setPointerCapture(event.pointerId)
    setDragged({ x: event.clientX, y: event.clientY })
  }
  const onPointerMove = (event: PointerEvent) => {
    if (!dragged) return
    onView(moved(view, { x: dragged.x - event.clientX, y: dragged.y - event.clientY }))
    setDragged({ x: event.clientX, y: event.clientY })
  }
  const zoom = useEffectEvent((steps: number) => onView({ ...view, zoom: Math.round(view.zoom) + steps }))
  useEffect(() => {
    const element = ref.current
    const onWheel = (event: WheelEvent) => {
      if (isInPage && !event.ctrlKey) return
      // React's own listener could not keep the page from scrolling.
      event.preventDefault()
      zoom(event.deltaY < 0 ? 1 : -1)
    }
    element?.addEventListener('wheel', onWheel, { passive: false })
    return () => element?.removeEventListener('wheel', onWheel)
  }, [isInPage])
  return (
    <div
      ref={ref}
      className="map-plain"
      style={{ touchAction: isInPage ? 'pan-y' : 'none' }}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => setDragged(null)}
      onPointerCancel={() => setDragged(null)}
    >
      {tilesOf(view, size, tiles.max_zoom).map(({ url, left, top, side }) => (
        <img
          key={url}
          src={url}
          alt=""
          draggable={false}
          onLoad={() => onFailing(false)}
          onError={() => onFailing(true)}
          style={{ left, top, width: side + 0.5, height: side + 0.5 }}
        />
      ))}
    </div>
  )
}
