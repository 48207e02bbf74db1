import { ActionIcon, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { type MouseEvent, type PointerEvent, useRef, useState } from 'react'
import type { Occurrence } from '#contract/appointments.ts'
import { holidayOf } from '#contract/holidays.ts'
import { fill, readLanguage, texts as common } from '#web/platform/texts.ts'
import { isTouch, useTouchHold } from '#web/ui/use-touch-hold.ts'
import { isAbove, isOn } from './blocks.ts'
import { todayAtHome, weekdayOf, weekNumber } from './days.ts'
import { Event } from './event.tsx'
import { texts } from './texts.ts'
import { type Actions, keysFor } from './time-grid.tsx'
import { longDay, shortWeekday } from './written.ts'

type User = { id: string; name: string; colour: string }
type Props = {
  days: string[]
  /** Of the month itself; the others are shown quietly. */
  month: string
  users: User[]
  items: Occurrence[]
  actions: Actions
  onDay: (day: string) => void
  /** A phone: a day is too narrow for more than marks, and opens as a whole; there things are moved. */
  isNarrow: boolean
}

/** So many stand in a day; the others are behind a button. */
const MOST = 4

/** Whole weeks with their numbers; an appointment is dragged to another day. */
export function MonthGrid({ days, month, users, items, actions, onDay, isNarrow }: Props) {
  const weeks = Array.from({ length: days.length / 7 }, (_, at) => days.slice(at * 7, at * 7 + 7))
  const { root, over, wasDragged, handlers } = useDayDrag(items, actions)
  const onClickCapture = (event: MouseEvent) => {
    if (!wasDragged()) return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <section
      ref={root}
      className="month-grid"
      data-narrow={isNarrow || undefined}
      aria-label={texts.month_grid}
      onClickCapture={onClickCapture}
      {...(isNarrow ? {} : handlers)}
    >
      <div className="month-week month-head" aria-hidden>
        <span />
        {days.slice(0, 7).map((day) => (
          <Text key={day} size="xs" c="dimmed">
            {shortWeekday(day)}
          </Text>
        ))}
      </div>
      {weeks.map((week) => (
        <div key={week[0]} className="month-week">
          <Text
            size="xs"
            c="dimmed"
            className="week-number"
            title={fill(texts.week_no, { n: String(weekNumber(week[0] ?? '')) })}
          >
            {weekNumber(week[0] ?? '')}
          </Text>
          {week.map((day) => (
            <Day
              key={day}
              {...{ day, users, items, actions, onDay, isNarrow }}
              isOther={!day.startsWith(month)}
              isOver={over === day}
            />
          ))}
        </div>
      ))}
    </section>
  )
}

type DayProps = Omit<Props, 'days' | 'month'> & { day: string; isOther: boolean; isOver: boolean }

function Day({ day, users, items, actions, onDay, isOther, isOver, isNarrow }: DayProps) {
  const holiday = holidayOf(day)
  const { make } = actions
  const userId = users[0]?.id ?? ''
  const all = items
    .filter((one) => isOn(one, day))
    .toSorted((one, other) => Number(isAbove(other)) - Number(isAbove(one)))
  const shown = all.length > MOST ? all.slice(0, MOST - 1) : all
  const opens = fill(texts.open_day, { day: longDay(day) })
  const begin = () => make?.({ day, from: 9 * 60, to: 10 * 60, user_id: userId })
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events -- the button does the same
    <div
      className="month-day"
      data-day={day}
      data-other={isOther || undefined}
      data-over={isOver || undefined}
      data-today={day === todayAtHome() || undefined}
      data-free={holiday !== null || weekdayOf(day) === 6 || undefined}
      onClick={isNarrow ? () => onDay(day) : undefined}
      onDoubleClick={(event) => {
        if (!(event.target as HTMLElement).closest('a, button')) begin()
      }}
    >
      <div className="month-day-head">
        <button
          type="button"
          className="day-name says"
          // On a phone the press goes on to the day.
          onClick={isNarrow ? undefined : () => onDay(day)}
          aria-label={isNarrow && all.length > 0 ? fill(texts.with_count, { opens, n: String(all.length) }) : opens}
        >
          {Number(day.slice(8))}
        </button>
        {holiday && !isNarrow && (
          <Text size="xs" truncate className="holiday" title={holiday[readLanguage()]}>
            {holiday[readLanguage()]}
          </Text>
        )}
        {make && !isNarrow && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="xs"
            className="month-make"
            aria-label={fill(texts.new_on, { day: longDay(day) })}
            title={common.new_appointment}
            onClick={begin}
          >
            <IconPlus size={12} />
          </ActionIcon>
        )}
      </div>
      {shown.map((occurrence) => {
        const of = users.filter(({ id }) => occurrence.users.some((user) => user.id === id))
        return (
          <Event
            key={keyOf(occurrence)}
            blockKey={`${keyOf(occurrence)} ${day}`}
            occurrence={occurrence}
            state={occurrence.users.find(({ id }) => id === of[0]?.id)?.state ?? 'accepted'}
            name={of.map(({ name }) => name).join(', ')}
            colour={of[0]?.colour ?? 'teal'}
            day={longDay(day)}
            onKeyDown={keysFor(occurrence, actions)}
            isMark={isNarrow}
          />
        )
      })}
      {all.length > shown.length && isNarrow && (
        <span className="month-more" aria-hidden>
          +{all.length - shown.length}
        </span>
      )}
      {all.length > shown.length && !isNarrow && (
        <button type="button" className="month-more says" onClick={() => onDay(day)}>
          {fill(texts.more, { n: String(all.length - shown.length) })}
        </button>
      )}
    </div>
  )
}

const keyOf = ({ appointment_id, starts_at, users }: Occurrence) =>
  `${appointment_id ?? users[0]?.id ?? ''} ${starts_at}`

const TREMBLE = 4

/** An appointment that is held goes to the day below the pointer; a finger takes hold by resting on it. */
function useDayDrag(items: Occurrence[], actions: Actions) {
  const held = useRef<{ occurrence: Occurrence; day: string; x: number; y: number } | null>(null)
  const dragged = useRef(false)
  const [over, setOver] = useState<string | null>(null)
  const root = useRef<HTMLElement>(null)
  const page = useRef<HTMLElement>(document.documentElement)
  const touch = useTouchHold(root, page)
  const dayAt = ({ clientX, clientY }: { clientX: number; clientY: number }) =>
    document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>('[data-day]')?.dataset.day
  const letGo = () => {
    held.current = null
    touch.end()
    setOver(null)
  }
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    dragged.current = false
    const key = (event.target as HTMLElement).closest<HTMLElement>('[data-block]')?.dataset.block
    const day = dayAt(event)
    const occurrence = items.find((one) => key === `${keyOf(one)} ${day}`)
    if (event.button !== 0 || !day || !occurrence) return
    if (!actions.mayChange(occurrence)) return
    const hold = { occurrence, day, x: event.clientX, y: event.clientY }
    if (!isTouch(event)) {
      held.current = hold
      return
    }
    touch.begin(event, () => {
      held.current = hold
      dragged.current = true
      setOver(day)
    })
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const at = { clientX: event.clientX, clientY: event.clientY }
    const show = () => setOver(dayAt(at) ?? null)
    if (isTouch(event)) {
      if (touch.follow(at, show)) show()
      return
    }
    const hold = held.current
    if (!hold) return
    if (!dragged.current && Math.hypot(event.clientX - hold.x, event.clientY - hold.y) < TREMBLE) return
    if (!dragged.current) event.currentTarget.setPointerCapture(event.pointerId)
    dragged.current = true
    show()
  }
  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    const [hold, day] = [held.current, dayAt(event)]
    letGo()
    if (!hold || !dragged.current || !day || day === hold.day) return
    const days = Math.round((Date.parse(day) - Date.parse(hold.day)) / 86_400_000)
    actions.move(hold.occurrence, { days, minutes: 0 })
  }
  const wasDragged = () => {
    const was = dragged.current
    dragged.current = false
    return was
  }
  return { root, over, wasDragged, handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: letGo } }
}
