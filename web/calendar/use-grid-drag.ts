import { type MouseEvent, type PointerEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import type { Occurrence } from '#contract/appointments.ts'
import { isTouch, useTouchHold } from '#web/ui/use-touch-hold.ts'
import { type Block, blocksOf } from './blocks.ts'
import type { Actions } from './time-grid.tsx'

/** Height of an hour, in pixels. */
export const HOUR = 48
const STEP = 15
const WHOLE_DAY = 1_440
/** So far a pointer trembles in a click. */
const TREMBLE = 4

export type GridColumn = { day: string; user: { id: string; name: string; colour: string } }
/** What is being drawn, moved or stretched: in which column, from which minute to which. */
export type Drag = { column: number; from: number; to: number }
type Held = {
  what: 'make' | 'move' | 'stretch'
  block: Block | null
  x: number
  y: number
  column: number
  minute: number
}

type Grid = { columns: GridColumn[]; actions: Actions; items: Occurrence[]; scroller: RefObject<HTMLElement | null> }

/** Making, moving and stretching with the pointer. A finger scrolls, until it has rested where it is. Esc lets go. */
export function useGridDrag({ columns, actions, items, scroller }: Grid) {
  const body = useRef<HTMLDivElement>(null)
  const held = useRef<Held | null>(null)
  const dragged = useRef(false)
  const [drag, setDrag] = useState<Drag | null>(null)
  const touch = useTouchHold(body, scroller)
  const { end } = touch
  const letGo = useCallback(() => {
    held.current = null
    end()
    setDrag(null)
  }, [end])
  const isDragging = drag !== null
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isDragging && event.key === 'Escape') letGo()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [isDragging, letGo])

  /** Where the pointer is: in which column, at which minute. */
  const placeAt = ({ clientX, clientY }: { clientX: number; clientY: number }) => {
    const cells = [...(body.current?.querySelectorAll('.grid-column') ?? [])].map((cell) =>
      cell.getBoundingClientRect(),
    )
    const before = cells.findLastIndex(({ left }) => left <= clientX)
    const top = cells[0]?.top ?? 0
    const minute = Math.min(WHOLE_DAY, Math.max(0, ((clientY - top) / HOUR) * 60))
    return { column: Math.max(0, before), minute }
  }
  const blockOf = (target: HTMLElement) => {
    const key = target.closest<HTMLElement>('[data-block]')?.dataset.block
    const cell = target.closest<HTMLElement>('.grid-column')?.dataset
    return key && cell?.day && cell.user
      ? (blocksOf(items, cell.day, cell.user).find((block) => block.key === key) ?? null)
      : null
  }
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    dragged.current = false
    const target = event.target as HTMLElement
    if (event.button !== 0) return
    const block = blockOf(target)
    if (block ? !actions.mayChange(block.occurrence) : !actions.make || target.closest('.event')) return
    const what = block ? (target.closest('[data-stretch]') ? 'stretch' : 'move') : 'make'
    const hold: Held = { what, block, x: event.clientX, y: event.clientY, ...placeAt(event) }
    if (!isTouch(event)) {
      held.current = hold
      return
    }
    touch.begin(event, () => {
      held.current = hold
      // The press that took hold opens nothing.
      dragged.current = true
      setDrag(drawn(hold, hold))
    })
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const at = { clientX: event.clientX, clientY: event.clientY }
    if (isTouch(event)) {
      const show = () => held.current && setDrag(drawn(held.current, placeAt(at)))
      if (touch.follow(at, show)) show()
      return
    }
    const hold = held.current
    if (!hold) return
    const isClick = Math.hypot(event.clientX - hold.x, event.clientY - hold.y) < TREMBLE
    if (!dragged.current && isClick) return
    if (!dragged.current) event.currentTarget.setPointerCapture(event.pointerId)
    dragged.current = true
    setDrag(drawn(hold, placeAt(at)))
  }
  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    const hold = held.current
    if (hold && dragged.current) commit(hold, drawn(hold, placeAt(event)))
    letGo()
  }
  const commit = ({ what, block, column: first }: Held, { column, from, to }: Drag) => {
    const [before, after] = [columns[first], columns[column]]
    if (!before || !after) return
    if (what === 'make') actions.make?.({ day: after.day, from, to, user_id: after.user.id })
    if (!block) return
    if (what === 'stretch' && to !== block.to) actions.stretch(block.occurrence, { days: 0, minutes: to - block.to })
    const days = Math.round((Date.parse(after.day) - Date.parse(before.day)) / 86_400_000)
    const users = before.user.id === after.user.id ? undefined : { from: before.user.id, to: after.user.id }
    const minutes = from - block.from
    if (what === 'move' && (days !== 0 || minutes !== 0 || users))
      actions.move(block.occurrence, { days, minutes }, users)
  }
  const onDoubleClick = (event: MouseEvent<HTMLElement>) => {
    if ((event.target as HTMLElement).closest('.event')) return
    const { column, minute } = placeAt(event)
    const at = columns[column]
    const from = Math.min(23 * 60, Math.floor(minute / 30) * 30)
    if (at) actions.make?.({ day: at.day, from, to: from + 60, user_id: at.user.id })
  }
  const wasDragged = () => {
    const was = dragged.current
    dragged.current = false
    return was
  }
  return {
    body,
    drag,
    handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: letGo, onDoubleClick, wasDragged },
  }
}

const snapped = (minute: number) => Math.round(minute / STEP) * STEP

/** What is held, where the pointer has come to. */
function drawn({ what, block, column, minute }: Held, to: { column: number; minute: number }): Drag {
  if (what === 'make' || !block) {
    const [from, end] = minute < to.minute ? [minute, to.minute] : [to.minute, minute]
    const start = Math.min(WHOLE_DAY - STEP, Math.floor(from / STEP) * STEP)
    return { column, from: start, to: Math.max(start + STEP, Math.ceil(end / STEP) * STEP) }
  }
  const way = snapped(to.minute - minute)
  if (what === 'stretch')
    return { column, from: block.from, to: Math.min(WHOLE_DAY, Math.max(block.from + STEP, block.to + way)) }
  const from = Math.min(WHOLE_DAY - STEP, Math.max(0, block.from + way))
  return { column: to.column, from, to: Math.min(WHOLE_DAY, from + block.to - block.from) }
}
