import { ActionIcon, Button, Group, Skeleton, Text } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { type DragEvent, type KeyboardEvent, type PointerEvent, type RefObject, useRef, useState } from 'react'
import { isClosed, type ListedTask, tasks, type TaskStatus, taskStatuses } from '#contract/tasks.ts'
import { call } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { useRights } from '#web/platform/session.ts'
import { fill, formatDay, readLanguage } from '#web/platform/texts.ts'
import { isTouch, useTouchHold } from '#web/ui/use-touch-hold.ts'
import { useTaskActions } from './actions.ts'
import { later, todayIs, weekNumber, weekOf } from './days.ts'
import type { Open } from './opened.tsx'
import { type Filter, filterOf, type PlannerAddress } from './planner-address.ts'
import { TaskCard } from './task-card.tsx'
import { texts } from './texts.ts'

type Column = {
  id: string
  title: string
  isCurrent?: boolean
  /** What a task of this column fulfils beside the criteria of the page. */
  filter: Record<string, string>
  /** What a task becomes that is put here. */
  take: (task: ListedTask) => unknown
}
type Props = { columns: Column[]; filter: Filter; open: Open; label: string }

/** Columns of cards: a card is dragged by the mouse, or by a finger that rested on it; by the keyboard Shift and an arrow move it. */
function Board({ columns, filter, open, label }: Props) {
  const board = useRef<HTMLDivElement>(null)
  const dragged = useRef<ListedTask | null>(null)
  const { mayChange } = useRights()
  const put = (task: ListedTask, to: Column | undefined, from: number) => {
    if (to && columns[from] !== to && mayChange('crm')) void to.take(task)
  }
  const drop = (task: ListedTask | null, column: Column | undefined) => {
    // Dropped where it was, it stays.
    if (task && column && mayChange('crm') && !isIn(task, column)) void column.take(task)
  }
  const finger = useFinger(board, (task, at) => drop(task, columns[at]))
  const walk = (event: KeyboardEvent<HTMLElement>, task: ListedTask, column: number) => {
    const aside = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    const along = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (aside === undefined && along === undefined) return
    event.preventDefault()
    if (event.shiftKey && aside !== undefined) {
      put(task, columns[column + aside], column)
      return
    }
    const cards = (at: number) => [
      ...(board.current?.querySelectorAll<HTMLElement>(`[data-column="${at}"] .plain-link`) ?? []),
    ]
    const own = cards(column)
    const place = own.indexOf(event.currentTarget.querySelector<HTMLElement>('.plain-link') ?? event.currentTarget)
    if (along !== undefined) own[place + along]?.focus()
    if (aside === undefined) return
    const others = aside > 0 ? columns.keys().filter((at) => at > column) : columns.keys().filter((at) => at < column)
    const beside = [...others].map(cards).filter(({ length }) => length > 0)
    const next = beside.at(aside > 0 ? 0 : -1)
    next?.[Math.min(Math.max(place, 0), next.length - 1)]?.focus()
  }
  return (
    <div
      ref={board}
      className="board"
      role="group"
      aria-label={label}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard (WCAG 2.1.1)
      tabIndex={0}
      data-dragging={finger.held ? true : undefined}
      {...finger.handlers}
    >
      {columns.map((column, at) => (
        <BoardColumn
          key={column.id}
          column={column}
          at={at}
          isBelow={finger.held?.over === at}
          onTouch={mayChange('crm') ? finger.begin : undefined}
          filter={filter}
          open={open}
          onWalk={(event, task) => walk(event, task, at)}
          onDragBegin={(task) => (dragged.current = task)}
          onDrop={() => {
            const task = dragged.current
            dragged.current = null
            drop(task, column)
          }}
        />
      ))}
      {finger.held && (
        <div className="task-card held-card" style={{ left: finger.held.x, top: finger.held.y }} aria-hidden>
          {finger.held.task.title}
        </div>
      )}
    </div>
  )
}

type Held = { task: ListedTask; x: number; y: number; over: number }

/** A card below a finger, and the column that it is over. */
function useFinger(board: RefObject<HTMLDivElement | null>, onDrop: (task: ListedTask, column: number) => void) {
  const touch = useTouchHold(board, board)
  const [held, setHeld] = useState<Held | null>(null)
  const wasHeld = useRef(false)
  const at = (task: ListedTask, { clientX, clientY }: { clientX: number; clientY: number }): Held => {
    const column = document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>('[data-column]')?.dataset.column
    return { task, x: clientX, y: clientY, over: column === undefined ? -1 : Number(column) }
  }
  const letGo = () => {
    touch.end()
    setHeld(null)
  }
  const handlers = {
    onPointerMove: (event: PointerEvent) => {
      if (!isTouch(event)) return
      const place = { clientX: event.clientX, clientY: event.clientY }
      const show = () => setHeld((now) => now && at(now.task, place))
      if (touch.follow(place, show)) show()
    },
    onPointerUp: (event: PointerEvent) => {
      if (held) onDrop(held.task, at(held.task, event).over)
      wasHeld.current = held !== null
      letGo()
    },
    onPointerCancel: letGo,
    // The press that took hold opens nothing.
    onClickCapture: (event: { preventDefault: () => void; stopPropagation: () => void }) => {
      if (!wasHeld.current) return
      wasHeld.current = false
      event.preventDefault()
      event.stopPropagation()
    },
  }
  const begin = (event: PointerEvent, task: ListedTask) => {
    const place = { clientX: event.clientX, clientY: event.clientY }
    wasHeld.current = false
    touch.begin(place, () => setHeld(at(task, place)))
  }
  return { held, begin, handlers }
}

const isIn = (task: ListedTask, { filter }: Column) =>
  'statuses' in filter ? task.status === filter.statuses : (task.due_on ?? '') === (filter.due_from ?? '')

type ColumnProps = {
  column: Column
  at: number
  filter: Filter
  open: Open
  onWalk: (event: KeyboardEvent<HTMLElement>, task: ListedTask) => void
  onDragBegin: (task: ListedTask) => void
  onDrop: () => void
  /** A finger with a card is over it. */
  isBelow: boolean
  onTouch: ((event: PointerEvent, task: ListedTask) => void) | undefined
}

function BoardColumn(props: ColumnProps) {
  const { column, at, filter, open, onWalk, onDragBegin, onDrop, isBelow, onTouch } = props
  const [isOver, setIsOver] = useState(false)
  const pages = useInfiniteQuery({
    queryKey: ['tasks', 'board', filter, column.filter],
    queryFn: ({ pageParam }) =>
      call(tasks.list, { query: { ...filter, ...column.filter, ...(pageParam ? { after: pageParam } : {}) } as never }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  })
  const rows = pages.data?.pages.flatMap(({ items }) => items) ?? []
  const drop = {
    onDragOver: (event: DragEvent) => {
      event.preventDefault()
      setIsOver(true)
    },
    onDragLeave: () => setIsOver(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault()
      setIsOver(false)
      onDrop()
    },
  }
  return (
    <section
      className="board-column"
      aria-label={column.title}
      data-column={at}
      data-over={isOver || isBelow || undefined}
      data-current={column.isCurrent || undefined}
      {...drop}
    >
      <Group justify="space-between" className="board-head" wrap="nowrap">
        <h2>{column.title}</h2>
        <Text size="sm" c="dimmed">
          {rows.length}
          {pages.hasNextPage && '+'}
        </Text>
      </Group>
      {pages.isPending && <Skeleton height={72} />}
      {pages.error && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {sentenceOf(pages.error)}
        </Text>
      )}
      {pages.isSuccess && rows.length === 0 && (
        <Text size="sm" c="dimmed">
          {texts.column_empty}
        </Text>
      )}
      <ul className="rows board-cards">
        {rows.map((task) => (
          <TaskCard key={task.id} {...{ task, open, onWalk, onDragBegin, onTouch }} />
        ))}
      </ul>
      {pages.hasNextPage && (
        <Button
          variant="subtle"
          size="compact-sm"
          loading={pages.isFetchingNextPage}
          onClick={() => pages.fetchNextPage()}
        >
          {texts.show_more}
        </Button>
      )}
    </section>
  )
}

/** What the columns themselves say. */
const without = (filter: Filter, names: string[]): Filter => ({
  ...Object.fromEntries(Object.entries(filter).filter(([name]) => !names.includes(name))),
  view: filter.view,
})

/** A column for each status. */
export function StatusBoard({ address, open }: { address: PlannerAddress; open: Open }) {
  const { setStatus } = useTaskActions()
  const filter = without(filterOf(address), ['statuses'])
  const shown = taskStatuses.filter((status) => filter.view !== 'done' || isClosed(status))
  const columns = shown.map((status: TaskStatus) => ({
    id: status,
    title: texts[status],
    filter: { statuses: status },
    take: (task: ListedTask) => setStatus([task], status),
  }))
  return <Board columns={columns} filter={filter} open={open} label={texts.by_status} />
}

type WeekProps = { address: PlannerAddress; go: (change: Partial<PlannerAddress>) => void; open: Open }

/** A column for each day of a week, and one for what has no day. */
export function WeekBoard({ address, go, open }: WeekProps) {
  const { moveTo } = useTaskActions()
  const today = todayIs()
  const week = address.week ?? today
  const filter = without(filterOf(address), ['due_from', 'due_to'])
  const days = weekOf(week).map((day) => ({
    id: day,
    title: dayName(day),
    isCurrent: day === today,
    filter: { due_from: day, due_to: day } as Record<string, string>,
    take: (task: ListedTask) => moveTo([task], day),
  }))
  const dayless = {
    ...{ id: 'without', title: texts.without_day, filter: { without_due: 'true' } },
    take: (task: ListedTask) => moveTo([task], null),
  }
  const step = (days: number, label: string, icon: React.ReactNode) => (
    <ActionIcon
      variant="default"
      size="lg"
      aria-label={label}
      title={label}
      onClick={() => go({ week: later(week, days) })}
    >
      {icon}
    </ActionIcon>
  )
  return (
    <>
      <Group gap="xs">
        {step(-7, texts.earlier_week, <IconChevronLeft size={18} />)}
        <Button variant="default" onClick={() => go({ week: undefined })}>
          {texts.today}
        </Button>
        {step(7, texts.later_week, <IconChevronRight size={18} />)}
        <Text fw={600} role="status">
          {fill(texts.week, { week: String(weekNumber(week)) })}
        </Text>
        <Text size="sm" c="dimmed">
          {[weekOf(week)[0], weekOf(week)[6]].map((day) => formatDay(day ?? '')).join(' – ')}
        </Text>
      </Group>
      <Board columns={[...days, dayless]} filter={filter} open={open} label={texts.by_day} />
    </>
  )
}

const weekday = new Intl.DateTimeFormat(readLanguage() === 'nb' ? 'nb-NO' : 'en-GB', {
  ...{ weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' },
})
const dayName = (day: string) => weekday.format(new Date(`${day}T00:00:00Z`))
