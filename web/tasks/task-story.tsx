import { Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Task } from '#contract/tasks.ts'
import { fill, formatMoment, texts as shared } from '#web/platform/texts.ts'
import { texts } from './texts.ts'

/** Where a task comes from, and what it hangs on. */
export function TaskStory({ task }: { task: Task }) {
  const { created_by_name, created_at, changed_at, closed_at, closed_by_name } = task
  const said = [
    fill(texts.made_by, { name: created_by_name ?? shared.unknown, at: formatMoment(created_at) }),
    closed_at
      ? fill(texts.closed, { at: formatMoment(closed_at), name: closed_by_name ?? shared.unknown })
      : fill(texts.changed_at, { at: formatMoment(changed_at) }),
  ]
  const to = (id: string, text: string) => (
    <Link className="plain-link" to="/tasks/$id" params={{ id }}>
      {text}
    </Link>
  )
  return (
    <Group gap="md">
      <Text size="sm" c="dimmed">
        {said.join(' · ')}
      </Text>
      {task.company_id && (
        <Link className="plain-link" to="/companies/$id/$tab" params={{ id: task.company_id, tab: 'info' }}>
          {task.company_name}
        </Link>
      )}
      {task.person_id && (
        <Link className="plain-link" to="/persons/$id/$tab" params={{ id: task.person_id, tab: 'info' }}>
          {task.person_name}
        </Link>
      )}
      {task.previous_id && to(task.previous_id, texts.previous)}
      {task.next_id && to(task.next_id, texts.next)}
    </Group>
  )
}
