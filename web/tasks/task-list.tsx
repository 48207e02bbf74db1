import { Checkbox, Text } from '@mantine/core'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { ListedTask } from '#contract/tasks.ts'
import { usePrinting } from '#web/platform/paper.ts'
import { fill } from '#web/platform/texts.ts'
import { MenuAt, type Place, placeOf } from '#web/ui/menu-at.tsx'
import { groupOf, type Group, todayIs } from './days.ts'
import type { Open } from './opened.tsx'
import {
  CompleteButton,
  DueDay,
  PriorityMark,
  StatusBadge,
  TaskAbout,
  TaskMenuButton,
  TaskTitle,
} from './task-parts.tsx'
import { TaskMenuEntries } from './task-menu.tsx'
import { texts } from './texts.ts'

type Props = {
  rows: ListedTask[]
  open: Open
  loadMore: () => void
  /** By their day: overdue, today, tomorrow …; closed ones stand as they come. */
  isGrouped: boolean
  /** Without it nothing can be selected. */
  selection?: { chosen: ReadonlySet<string>; toggle: (ids: string[], on: boolean) => void }
  /** On a card, what the card is about goes without saying. */
  without?: 'company' | 'person'
}
type Line = { group: Group } | { task: ListedTask; at: number }

/** Only the rows in sight are drawn. Arrow keys walk them, Enter opens, Space selects, a right-click has what the dots have. */
export function TaskList({ rows, open, loadMore, isGrouped, selection, without }: Props) {
  const list = useRef<HTMLUListElement>(null)
  const [top, setTop] = useState(0)
  const [menu, setMenu] = useState<{ task: ListedTask; at: Place } | null>(null)
  const last = useRef<number | null>(null)
  const lines = linesOf(rows, isGrouped)
  // What stands above the list comes and goes: filters, the bar of a selection.
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- it is to run each time, and changes nothing where nothing changed
  useLayoutEffect(() => {
    const now = list.current ? list.current.getBoundingClientRect().top + window.scrollY : 0
    if (Math.abs(now - top) > 1) setTop(now)
  })
  // oxlint-disable-next-line react/incompatible-library -- the compiler it speaks of is not used
  const virtual = useWindowVirtualizer({
    count: lines.length,
    estimateSize: (at) => (lines[at] && 'group' in lines[at] ? 40 : 52),
    getItemKey: (at) => {
      const line = lines[at]
      return line ? ('group' in line ? line.group : line.task.id) : at
    },
    overscan: 10,
    scrollMargin: top,
  })
  const isPrinting = usePrinting()
  const inSight = virtual.getVirtualItems()
  // On paper all of them, one below the other.
  const drawn = isPrinting ? lines.map((_, index) => ({ index, start: 0, key: index })) : inSight
  const lowest = inSight.at(-1)?.index ?? 0
  useEffect(() => {
    if (lowest >= lines.length - 20) loadMore()
  }, [lowest, lines.length, loadMore])
  const focusRow = (at: number) => {
    const to = Math.max(0, Math.min(rows.length - 1, at))
    const line = lines.findIndex((one) => 'task' in one && one.at === to)
    const focus = () => {
      const link = list.current?.querySelector<HTMLElement>(`[data-row="${to}"] .plain-link`)
      link?.focus()
      return Boolean(link)
    }
    if (focus()) return
    virtual.scrollToIndex(line)
    // A row out of sight is drawn when one has scrolled to it.
    requestAnimationFrame(focus)
  }
  const toggle = (at: number, isRange: boolean) => {
    if (!selection) return
    const from = isRange && last.current !== null ? last.current : at
    const ids = rows.slice(Math.min(from, at), Math.max(from, at) + 1).map(({ id }) => id)
    last.current = at
    selection.toggle(ids, !selection.chosen.has(rows[at]?.id ?? ''))
  }
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target as HTMLElement
    const at = Number(target.closest<HTMLElement>('[data-row]')?.dataset.row ?? Number.NaN)
    if (Number.isNaN(at) || !target.matches('.plain-link')) return
    if (event.key === 'ArrowDown') focusRow(at + 1)
    else if (event.key === 'ArrowUp') focusRow(at - 1)
    else if (event.key === 'Home') focusRow(0)
    else if (event.key === ' ') toggle(at, event.shiftKey)
    else return
    event.preventDefault()
  }
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the arrow keys, in any of its rows */}
      <ul
        ref={list}
        className="task-list"
        aria-label={texts.tasks}
        style={isPrinting ? undefined : { height: virtual.getTotalSize() }}
        onKeyDown={onKey}
      >
        {drawn.map(({ index, start, key }) => {
          const line = lines[index]
          if (!line) return null
          const place = isPrinting
            ? {}
            : {
                ref: virtual.measureElement,
                'data-index': index,
                style: { transform: `translateY(${start - virtual.options.scrollMargin}px)` },
              }
          if ('group' in line)
            return (
              <li key={key} {...place} className="task-group">
                <h2 data-group={line.group}>{texts[line.group]}</h2>
              </li>
            )
          const { task, at } = line
          return (
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a right-click has what its button has
            <li
              key={key}
              {...place}
              data-row={at}
              data-chosen={selection?.chosen.has(task.id) || undefined}
              className="task-row"
              onContextMenu={(event: MouseEvent<HTMLElement>) => {
                event.preventDefault()
                event.stopPropagation()
                setMenu({ task, at: placeOf(event) })
              }}
              onDoubleClick={(event) => {
                if (!(event.target as HTMLElement).closest('button, a, input')) open({ id: task.id })
              }}
            >
              {selection && (
                <Checkbox
                  size="xs"
                  aria-label={fill(texts.select_name, { name: task.title })}
                  checked={selection.chosen.has(task.id)}
                  onClick={(event: MouseEvent) => toggle(at, event.shiftKey)}
                  readOnly
                />
              )}
              <CompleteButton task={task} />
              <div className="task-main">
                <span className="task-name">
                  <PriorityMark task={task} />
                  <TaskTitle task={task} open={open} />
                </span>
                <TaskAbout task={task} without={without} />
              </div>
              <span className="task-due">
                <DueDay task={task} />
              </span>
              <Text size="sm" component="span" className="task-who" title={task.responsible_name ?? undefined}>
                {task.responsible_name}
              </Text>
              <span className="task-status">
                <StatusBadge task={task} />
              </span>
              <TaskMenuButton task={task} open={open} />
            </li>
          )
        })}
      </ul>
      {menu && (
        <MenuAt at={menu.at} label={fill(texts.more_name, { name: menu.task.title })} close={() => setMenu(null)}>
          <TaskMenuEntries
            task={menu.task}
            onOpen={() => open({ id: menu.task.id })}
            onChooseDay={() => open({ day_of: menu.task })}
          />
        </MenuAt>
      )}
    </>
  )
}

function linesOf(rows: ListedTask[], isGrouped: boolean): Line[] {
  const today = todayIs()
  const lines: Line[] = []
  let group: Group | null = null
  for (const [at, task] of rows.entries()) {
    const own = groupOf(task.due_on, today)
    if (isGrouped && own !== group) lines.push({ group: own })
    group = own
    lines.push({ task, at })
  }
  return lines
}
