import { Group, Text } from '@mantine/core'
import { type DragEvent, type KeyboardEvent, type MouseEvent, type PointerEvent, useState } from 'react'
import type { ListedTask } from '#contract/tasks.ts'
import { useRights } from '#web/platform/session.ts'
import { fill } from '#web/platform/texts.ts'
import { MenuAt, type Place, placeOf } from '#web/ui/menu-at.tsx'
import { isTouch } from '#web/ui/use-touch-hold.ts'
import type { Open } from './opened.tsx'
import { TaskMenuEntries } from './task-menu.tsx'
import { CompleteButton, DueDay, PriorityMark, TaskAbout, TaskMenuButton, TaskTitle } from './task-parts.tsx'
import { texts } from './texts.ts'

type Props = {
  task: ListedTask
  open: Open
  onWalk: (event: KeyboardEvent<HTMLElement>, task: ListedTask) => void
  onDragBegin: (task: ListedTask) => void
  onTouch: ((event: PointerEvent, task: ListedTask) => void) | undefined
}

/** A task on a board. */
export function TaskCard({ task, open, onWalk, onDragBegin, onTouch }: Props) {
  const { mayChange } = useRights()
  const [menu, setMenu] = useState<Place | null>(null)
  const begin = (event: DragEvent) => {
    event.dataTransfer.setData('text/plain', task.title)
    event.dataTransfer.effectAllowed = 'move'
    onDragBegin(task)
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the arrow keys from its title; a right-click has what its button has
    <li
      className="task-card"
      draggable={mayChange('crm')}
      onPointerDown={(event) => {
        // Where the browser drags by touch itself, it would take the finger away.
        event.currentTarget.draggable = mayChange('crm') && !isTouch(event)
        if (isTouch(event)) onTouch?.(event, task)
      }}
      onDragStart={begin}
      onKeyDown={(event) => {
        if ((event.target as HTMLElement).matches('.plain-link')) onWalk(event, task)
      }}
      onDoubleClick={(event) => {
        if (!(event.target as HTMLElement).closest('button, a')) open({ id: task.id })
      }}
      onContextMenu={(event: MouseEvent<HTMLElement>) => {
        event.preventDefault()
        setMenu(placeOf(event))
      }}
    >
      <Group gap={4} wrap="nowrap" align="start">
        <CompleteButton task={task} />
        <div className="task-main">
          <span className="task-name">
            <PriorityMark task={task} />
            <TaskTitle task={task} open={open} />
          </span>
          <TaskAbout task={task} />
          <Group gap="xs" mt={2}>
            <DueDay task={task} />
            <Text size="xs" c="dimmed">
              {task.responsible_name}
            </Text>
          </Group>
        </div>
        <TaskMenuButton task={task} open={open} />
      </Group>
      {menu && (
        <MenuAt at={menu} label={fill(texts.more_name, { name: task.title })} close={() => setMenu(null)}>
          <TaskMenuEntries
            task={task}
            onOpen={() => open({ id: task.id })}
            onChooseDay={() => open({ day_of: task })}
          />
        </MenuAt>
      )}
    </li>
  )
}
