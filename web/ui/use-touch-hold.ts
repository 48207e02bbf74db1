import { type PointerEvent, type RefObject, useCallback, useEffect, useRef } from 'react'

/** So long a finger rests on what it takes hold of; before that it scrolls or presses. */
const HOLD_MS = 350
/** So far it trembles meanwhile. */
const TREMBLE = 8
/** So near the edge of what scrolls, it is scrolled. */
const EDGE = 40
const STEP = 10

type Point = { clientX: number; clientY: number }
type Touch = { x: number; y: number; isHeld: boolean; timer: number; frame: number }

/**
 * Dragging with a finger: a long press takes hold, and until then the page scrolls as ever. While something is held, nothing
 * else moves, no menu comes up, and `scroller` scrolls at its edges.
 */
export function useTouchHold(root: RefObject<HTMLElement | null>, scroller: RefObject<HTMLElement | null>) {
  const touch = useRef<Touch | null>(null)
  const end = useCallback(() => {
    if (!touch.current) return
    clearTimeout(touch.current.timer)
    cancelAnimationFrame(touch.current.frame)
    touch.current = null
  }, [])
  useEffect(() => {
    const element = root.current
    const keep = (event: Event) => {
      if (!touch.current?.isHeld) return
      event.preventDefault()
      event.stopPropagation()
    }
    // React's own listeners can not hold a scroll back.
    element?.addEventListener('touchmove', keep, { passive: false })
    element?.addEventListener('contextmenu', keep)
    return () => {
      element?.removeEventListener('touchmove', keep)
      element?.removeEventListener('contextmenu', keep)
      end()
    }
  }, [root, end])
  const begin = ({ clientX, clientY }: Point, onHeld: () => void) => {
    end()
    const held = () => {
      if (!touch.current) return
      touch.current.isHeld = true
      navigator.vibrate?.(10)
      onHeld()
    }
    touch.current = { x: clientX, y: clientY, isHeld: false, timer: window.setTimeout(held, HOLD_MS), frame: 0 }
  }
  /** Whether something is held; a finger that goes its way before that scrolls, and takes hold of nothing. */
  const follow = ({ clientX, clientY }: Point, onScroll: () => void): boolean => {
    const now = touch.current
    if (!now) return false
    if (!now.isHeld) {
      if (Math.hypot(clientX - now.x, clientY - now.y) > TREMBLE) end()
      return false
    }
    cancelAnimationFrame(now.frame)
    const scroll = () => {
      if (!touch.current?.isHeld || !scrollAtEdge(scroller.current, { clientX, clientY })) return
      onScroll()
      touch.current.frame = requestAnimationFrame(scroll)
    }
    now.frame = requestAnimationFrame(scroll)
    return true
  }
  return { begin, follow, end }
}

export const isTouch = ({ pointerType }: PointerEvent) => pointerType === 'touch'

function scrollAtEdge(element: HTMLElement | null, { clientX, clientY }: Point): boolean {
  if (!element) return false
  const { left, right, top, bottom } = element.getBoundingClientRect()
  const way = (at: number, low: number, high: number) => (at < low + EDGE ? -STEP : at > high - EDGE ? STEP : 0)
  const before = [element.scrollLeft, element.scrollTop]
  // A page scrolls below the bars of the browser.
  element.scrollLeft += way(clientX, left, Math.min(right, innerWidth))
  element.scrollTop += way(clientY, top, Math.min(bottom, innerHeight))
  return before[0] !== element.scrollLeft || before[1] !== element.scrollTop
}
