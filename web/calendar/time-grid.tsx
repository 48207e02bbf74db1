import { ActionIcon, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { Occurrence } from '#contract/appointments.ts'
import { holidayOf } from '#contract/holidays.ts'
import { homeZone, localOf } from '#contract/zones.ts'
import { fill, readLanguage, texts as common } from '#web/platform/texts.ts'
import { type Block, blocksOf, isAbove, isOn } from './blocks.ts'
import { clock, todayAtHome, weekdayOf } from './days.ts'
import { Event } from './event.tsx'
import { texts } from './texts.ts'
import { type Drag, type GridColumn, HOUR, useGridDrag } from './use-grid-drag.ts'
import { longDay, shortDay } from './written.ts'

type Way = { days: number; minutes: number }
export type Actions = {
  mayChange: (occurrence: Occurrence) => boolean
  make: ((when: { day: string; from: number; to: number; user_id: string }) => void) | null
  move: (occurrence: Occurrence, way: Way, users?: { from: string; to: string }) => void
  stretch: (occurrence: Occurrence, way: Way) => void
}
type Props = {
  days: string[]
  users: { id: string; name: string; colour: string }[]
  items: Occurrence[]
  actions: Actions
  onDay: (day: string) => void
}

/** Hours downwards; days, and in each day colleagues, side by side. */
export function TimeGrid({ days, users, items, actions, onDay }: Props) {
  const columns = days.flatMap((day) => users.map((user) => ({ day, user })))
  const scroller = useRef<HTMLElement>(null)
  useEffect(() => {
    if (scroller.current) scroller.current.scrollTop = 7 * HOUR - 8
  }, [])
  const { body, drag, handlers } = useGridDrag({ columns, actions, items, scroller })
  const isNarrow = users.length > 1
  const template = `52px repeat(${columns.length}, minmax(${isNarrow ? 84 : 96}px, 1fr))`
  const onGridClickCapture = (event: { preventDefault: () => void; stopPropagation: () => void }) => {
    // The click that ends a drag opens nothing.
    if (!handlers.wasDragged()) return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by the keyboard too
    <section ref={scroller} className="time-grid" aria-label={texts.grid} tabIndex={0}>
      <div className="grid-head" style={{ gridTemplateColumns: template }}>
        <span />
        {days.map((day) => (
          <DayHead key={day} day={day} span={users.length} actions={actions} userId={users[0]?.id} onDay={onDay} />
        ))}
        {isNarrow && <span />}
        {isNarrow &&
          columns.map(({ day, user }) => (
            <Text key={day + user.id} size="xs" truncate className="grid-user" title={user.name}>
              <span className="user-dot" style={{ background: `var(--mantine-color-${user.colour}-6)` }} />
              {user.name}
            </Text>
          ))}
        <Text size="xs" c="dimmed" className="grid-all-day">
          {texts.all_day}
        </Text>
        {columns.map(({ day, user }) => (
          <AboveCell key={day + user.id} {...{ day, user, items, actions }} />
        ))}
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the keyboard has the buttons and the events */}
      <div
        ref={body}
        className="grid-body"
        style={{ gridTemplateColumns: template, height: 24 * HOUR }}
        data-dragging={drag ? true : undefined}
        onPointerDown={handlers.onPointerDown}
        onPointerMove={handlers.onPointerMove}
        onPointerUp={handlers.onPointerUp}
        onPointerCancel={handlers.onPointerCancel}
        onDoubleClick={handlers.onDoubleClick}
        onClickCapture={onGridClickCapture}
      >
        <div className="grid-hours" aria-hidden>
          {Array.from({ length: 23 }, (_, hour) => (
            <span key={hour} style={{ top: (hour + 1) * HOUR - 8 }}>
              {clock((hour + 1) * 60)}
            </span>
          ))}
        </div>
        {columns.map((column, at) => (
          <Column key={column.day + column.user.id} {...{ column, at, items, drag, actions }} />
        ))}
      </div>
    </section>
  )
}

type HeadProps = {
  day: string
  span: number
  actions: Actions
  userId: string | undefined
  onDay: (day: string) => void
}

function DayHead({ day, span, actions, userId, onDay }: HeadProps) {
  const holiday = holidayOf(day)
  const { make } = actions
  return (
    <div
      className="grid-day"
      style={{ gridColumn: `span ${span}` }}
      data-today={day === todayAtHome() || undefined}
      data-free={holiday !== null || weekdayOf(day) === 6 || undefined}
    >
      <button
        type="button"
        className="day-name"
        onClick={() => onDay(day)}
        aria-label={fill(texts.open_day, { day: longDay(day) })}
      >
        {shortDay(day)}
      </button>
      {holiday && (
        <Text size="xs" truncate className="holiday" title={holiday[readLanguage()]}>
          {holiday[readLanguage()]}
        </Text>
      )}
      {make && userId && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={fill(texts.new_on, { day: longDay(day) })}
          title={common.new_appointment}
          onClick={() => make({ day, from: 9 * 60, to: 10 * 60, user_id: userId })}
        >
          <IconPlus size={14} />
        </ActionIcon>
      )}
    </div>
  )
}

type CellProps = { day: string; user: Props['users'][number]; items: Occurrence[]; actions: Actions }

/** All-day appointments, and those that last for days. */
function AboveCell({ day, user, items, actions }: CellProps) {
  const above = items.filter((one) => isAbove(one) && one.users.some(({ id }) => id === user.id) && isOn(one, day))
  return (
    <div className="grid-above">
      {above.map((occurrence) => (
        <Event
          key={`${occurrence.appointment_id} ${occurrence.starts_at}`}
          occurrence={occurrence}
          state={occurrence.users.find(({ id }) => id === user.id)?.state ?? 'accepted'}
          name={user.name}
          colour={user.colour}
          onKeyDown={keysFor(occurrence, actions)}
        />
      ))}
    </div>
  )
}

type ColumnProps = { column: GridColumn; at: number; items: Occurrence[]; drag: Drag | null; actions: Actions }

function Column({ column, at, items, drag, actions }: ColumnProps) {
  const { day, user } = column
  const blocks = blocksOf(items, day, user.id)
  const ghost = drag?.column === at ? drag : null
  return (
    <div
      className="grid-column"
      data-day={day}
      data-user={user.id}
      data-free={holidayOf(day) !== null || weekdayOf(day) === 6 || undefined}
    >
      {blocks.map((block) => (
        <Event
          key={block.key}
          blockKey={block.key}
          occurrence={block.occurrence}
          state={block.state}
          name={user.name}
          colour={user.colour}
          style={placeOf(block)}
          isShort={block.to - block.from < 40}
          onKeyDown={keysFor(block.occurrence, actions)}
        >
          {actions.mayChange(block.occurrence) && <span className="event-end" data-stretch aria-hidden />}
        </Event>
      ))}
      {ghost && (
        <div
          className="event ghost"
          style={{ top: (ghost.from / 60) * HOUR, height: Math.max(12, ((ghost.to - ghost.from) / 60) * HOUR - 2) }}
        >
          {clock(ghost.from)}–{ghost.to === 1_440 ? '24:00' : clock(ghost.to)}
        </div>
      )}
      {day === todayAtHome() && <NowLine />}
    </div>
  )
}

const placeOf = ({ from, to, lane, lanes }: Block) => ({
  top: (from / 60) * HOUR,
  height: Math.max(20, ((to - from) / 60) * HOUR - 2),
  left: `${(lane / lanes) * 100}%`,
  width: `calc(${100 / lanes}% - 3px)`,
})

/** Alt and an arrow moves; with Shift, up and down change the end. */
export function keysFor(occurrence: Occurrence, { mayChange, move, stretch }: Actions) {
  return (event: KeyboardEvent) => {
    const [days, minutes] =
      { ArrowUp: [0, -15], ArrowDown: [0, 15], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key] ?? []
    if (!event.altKey || days === undefined || minutes === undefined || !mayChange(occurrence)) return
    event.preventDefault()
    event.stopPropagation()
    const way = occurrence.is_all_day ? { days: days || Math.sign(minutes), minutes: 0 } : { days, minutes }
    if (event.shiftKey) stretch(occurrence, way)
    else move(occurrence, way)
  }
}

function NowLine() {
  const [now, setNow] = useState(() => localOf(Date.now(), homeZone))
  useEffect(() => {
    const timer = setInterval(() => setNow(localOf(Date.now(), homeZone)), 30_000)
    return () => clearInterval(timer)
  }, [])
  const minutes = Number(now.slice(11, 13)) * 60 + Number(now.slice(14, 16))
  return <div className="now-line" style={{ top: (minutes / 60) * HOUR }} aria-hidden />
}
