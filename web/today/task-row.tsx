import { Badge, Group, Text } from '@mantine/core'
import type { TodaysTask } from '#contract/today.ts'
import { fill } from '#web/platform/texts.ts'
import { AboutLink } from './about-link.tsx'
import { texts } from './texts.ts'

export function TaskRow({ task, today }: { task: TodaysTask; today: string }) {
  const late = Math.round((Date.parse(today) - Date.parse(task.due_on)) / 86_400_000)
  return (
    <li>
      <div className="row-text">
        <Group gap={6}>
          <Text size="sm" fw={500} className="field-value">
            {task.title}
          </Text>
          {task.priority === 1 && (
            <Badge size="xs" color="red" variant="light" className="category-chip">
              {texts.important}
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed" component="div">
          {late > 0 && (
            <Text span size="xs" c="var(--mantine-color-error)">
              {late === 1 ? texts.yesterday : fill(texts.days_late, { count: String(late) })}
            </Text>
          )}
          {late > 0 && task.about && ' · '}
          <AboutLink about={task.about} />
        </Text>
      </div>
    </li>
  )
}
