import { ActionIcon, Badge, Menu, Text, VisuallyHidden } from '@mantine/core'
import { IconCircle, IconCircleCheck, IconCircleX, IconDots, IconFlag, IconRepeat } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { MouseEvent } from 'react'
import { isClosed, type ListedTask } from '#contract/tasks.ts'
import { useRights } from '#web/platform/session.ts'
import { fill, formatDay, formatMoment, readLanguage, texts as shared } from '#web/platform/texts.ts'
import { recurrenceSentence } from '#web/ui/recurrence-sentence.ts'
import { useTaskActions } from './actions.ts'
import { todayIs } from './days.ts'
import type { Open } from './opened.tsx'
import { TaskMenuEntries } from './task-menu.tsx'
import { texts } from './texts.ts'

/** The circle at the left: one press and it is done. */
export function CompleteButton({ task }: { task: ListedTask }) {
  const { mayChange } = useRights()
  const { setStatus } = useTaskActions()
  const isOver = isClosed(task.status)
  const label = fill(isOver ? texts.reopen_name : texts.complete_name, { name: task.title })
  return (
    <ActionIcon
      variant="subtle"
      color={isOver ? 'fjord' : 'gray'}
      disabled={!mayChange('crm')}
      aria-label={label}
      title={mayChange('crm') ? (isOver ? texts.reopen : texts.complete) : texts.no_right}
      onClick={() => setStatus([task], isOver ? 'in_progress' : 'done')}
    >
      {task.status === 'done' ? (
        <IconCircleCheck size={20} />
      ) : task.status === 'cancelled' ? (
        <IconCircleX size={20} />
      ) : (
        <IconCircle size={20} />
      )}
    </ActionIcon>
  )
}

/** Opens over the page; elsewhere by the usual keys of the browser. */
export function TaskTitle({ task, open }: { task: ListedTask; open: Open }) {
  return (
    <Link
      className="plain-link field-value"
      draggable={false}
      to="/tasks/$id"
      params={{ id: task.id }}
      data-done={isClosed(task.status) || undefined}
      onClick={(event: MouseEvent) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
        event.preventDefault()
        open({ id: task.id })
      }}
    >
      {task.title}
    </Link>
  )
}

/** What it hangs on and who shares it, in a quiet line. */
export function TaskAbout({ task, without }: { task: ListedTask; without?: 'company' | 'person' | undefined }) {
  const { company_id, company_name, person_id, person_name, recurrence, start_on } = task
  const today = todayIs()
  const parts = [
    without !== 'company' && company_id && (
      <Link
        key="company"
        className="quiet-link"
        to="/companies/$id/$tab"
        params={{ id: company_id, tab: 'info' }}
        draggable={false}
      >
        {company_name}
      </Link>
    ),
    without !== 'person' && person_id && (
      <Link
        key="person"
        className="quiet-link"
        to="/persons/$id/$tab"
        params={{ id: person_id, tab: 'info' }}
        draggable={false}
      >
        {person_name}
      </Link>
    ),
    task.participants.length > 0 && task.participants.map(({ name }) => name).join(', '),
    start_on && start_on > today && !isClosed(task.status) && fill(texts.start, { day: formatDay(start_on) }),
    task.closed_at &&
      fill(texts.closed, { at: formatMoment(task.closed_at), name: task.closed_by_name ?? shared.unknown }),
  ].filter(Boolean)
  if (parts.length === 0 && !recurrence) return null
  return (
    <Text size="xs" c="dimmed" component="div" className="task-about">
      {recurrence && (
        <span title={fill(texts.repeats, { rule: recurrenceSentence(recurrence, readLanguage()) })}>
          <IconRepeat size={13} aria-hidden />
          <VisuallyHidden>
            {fill(texts.repeats, { rule: recurrenceSentence(recurrence, readLanguage()) })}
          </VisuallyHidden>
        </span>
      )}
      {parts.map((part, at) => (
        // oxlint-disable-next-line no-array-index-key -- the parts have no name, and do not move
        <span key={at}>{part}</span>
      ))}
    </Text>
  )
}

/** The due day; that it has passed is said, not only coloured. */
export function DueDay({ task }: { task: ListedTask }) {
  if (!task.due_on) return null
  const isOverdue = !isClosed(task.status) && task.due_on < todayIs()
  return (
    <Text size="sm" component="span" {...(isOverdue ? { c: 'var(--mantine-color-error)', fw: 600 } : {})}>
      {formatDay(task.due_on)}
      {isOverdue && <VisuallyHidden> ({texts.overdue.toLowerCase()})</VisuallyHidden>}
    </Text>
  )
}

export function PriorityMark({ task }: { task: ListedTask }) {
  if (task.priority === 2) return null
  const label = `${texts.priority}: ${texts[task.priority === 1 ? 'priority_1' : 'priority_3']}`
  return (
    <span title={label} className="priority-mark" data-priority={task.priority}>
      <IconFlag size={15} aria-hidden />
      <VisuallyHidden>{label}</VisuallyHidden>
    </span>
  )
}

export function StatusBadge({ task }: { task: ListedTask }) {
  const { status, percent_complete } = task
  const isPartly = percent_complete > 0 && percent_complete < 100
  return (
    <Badge variant={status === 'not_started' ? 'default' : 'light'} color={statusColours[status]} size="sm" tt="none">
      {texts[status]}
      {isPartly && ` ${percent_complete} %`}
    </Badge>
  )
}

const statusColours = { not_started: 'gray', in_progress: 'blue', waiting: 'violet', done: 'fjord', cancelled: 'gray' }

export function TaskMenuButton({ task, open }: { task: ListedTask; open: Open }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={fill(texts.more_name, { name: task.title })}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown mah="70dvh" style={{ overflowY: 'auto' }}>
        <TaskMenuEntries task={task} onOpen={() => open({ id: task.id })} onChooseDay={() => open({ day_of: task })} />
      </Menu.Dropdown>
    </Menu>
  )
}
