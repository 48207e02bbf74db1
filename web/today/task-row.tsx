import { Group, Text } from '@mantine/core'
import type { ListedTask } from '#contract/tasks.ts'
import { fill } from '#web/platform/texts.ts'
import type { Open } from '#web/tasks/opened.tsx'
import { CompleteButton, PriorityMark, TaskAbout, TaskMenuButton, TaskTitle } from '#web/tasks/task-parts.tsx'
import { texts } from './texts.ts'

/** A task as the planner has it: done by one press, opened, postponed; how late it is instead of its day. */
export function TaskRow({ task, today, open }: { task: ListedTask; today: string; open: Open }) {
  const late = Math.round((Date.parse(today) - Date.parse(task.due_on ?? today)) / 86_400_000)
  return (
    <li className="task-of-day">
      <CompleteButton task={task} />
      <div className="row-text">
        <Group gap={6} wrap="nowrap">
          <TaskTitle task={task} open={open} />
          <PriorityMark task={task} />
        </Group>
        <TaskAbout task={task} />
      </div>
      {late > 0 && (
        <Text size="xs" c="var(--mantine-color-error)" className="appointment-time">
          {late === 1 ? texts.yesterday : fill(texts.days_late, { count: String(late) })}
        </Text>
      )}
      <TaskMenuButton task={task} open={open} />
    </li>
  )
}
