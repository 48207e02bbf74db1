import { Menu } from '@mantine/core'
import { isClosed, type ListedTask, taskStatuses } from '#contract/tasks.ts'
import { useRights } from '#web/platform/session.ts'
import { useTaskActions } from './actions.ts'
import { proposedDays, todayIs } from './days.ts'
import { texts } from './texts.ts'

type Props = { task: ListedTask; onOpen: () => void; onChooseDay: () => void }

/** What can be done with a task: the same below its button and on a right-click. */
export function TaskMenuEntries({ task, onOpen, onChooseDay }: Props) {
  const { mayChange } = useRights()
  const { setStatus, moveTo, remove } = useTaskActions()
  const only = [task]
  if (!mayChange('crm')) return <Menu.Item onClick={onOpen}>{texts.open}</Menu.Item>
  return (
    <>
      <Menu.Item onClick={onOpen}>{texts.open}</Menu.Item>
      {!isClosed(task.status) && (
        <>
          <Menu.Divider />
          <Menu.Label>{texts.postpone}</Menu.Label>
          {proposedDays(todayIs())
            .filter(({ day }) => day !== task.due_on)
            .map(({ name, day }) => (
              <Menu.Item key={name} onClick={() => moveTo(only, day)}>
                {texts[name]}
              </Menu.Item>
            ))}
          <Menu.Item onClick={onChooseDay}>{texts.choose_day}</Menu.Item>
          {task.due_on !== null && task.recurs_from !== 'date' && (
            <Menu.Item onClick={() => moveTo(only, null)}>{texts.without_day}</Menu.Item>
          )}
        </>
      )}
      <Menu.Divider />
      <Menu.Label>{texts.move_to}</Menu.Label>
      {taskStatuses
        .filter((status) => status !== task.status)
        .map((status) => (
          <Menu.Item key={status} onClick={() => setStatus(only, status)}>
            {texts[status]}
          </Menu.Item>
        ))}
      <Menu.Divider />
      <Menu.Item c="var(--mantine-color-error)" onClick={() => remove(only)}>
        {texts.delete}
      </Menu.Item>
    </>
  )
}
