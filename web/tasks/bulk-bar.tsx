import { Button, Group, Menu, Paper, Select, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown } from '@tabler/icons-react'
import { type ListedTask, taskStatuses } from '#contract/tasks.ts'
import { useMembers } from '#web/companies/members.ts'
import { fill } from '#web/platform/texts.ts'
import { useTaskActions } from './actions.ts'
import { DayDialog } from './day-dialog.tsx'
import { proposedDays, todayIs } from './days.ts'
import { texts } from './texts.ts'

type Props = { chosen: ListedTask[]; onNone: () => void }

/** What can be done with all that are selected, each with a way back. */
export function BulkBar({ chosen, onNone }: Props) {
  const { setStatus, moveTo, give, remove } = useTaskActions()
  const { members } = useMembers()
  const [asksDay, askDay] = useDisclosure()
  const done = async (work: Promise<boolean>) => {
    if (await work) onNone()
  }
  const said = fill(texts.selected, { count: String(chosen.length) })
  const menuButton = (label: string) => (
    <Menu.Target>
      <Button variant="default" size="compact-sm" rightSection={<IconChevronDown size={14} />}>
        {label}
      </Button>
    </Menu.Target>
  )
  return (
    <Paper withBorder p="xs" role="group" aria-label={said}>
      <Group gap="xs">
        <Text size="sm" fw={600} role="status">
          {said}
        </Text>
        <Button variant="subtle" size="compact-sm" onClick={onNone}>
          {texts.unselect}
        </Button>
        <Button variant="default" size="compact-sm" onClick={() => done(setStatus(chosen, 'done'))}>
          {texts.complete}
        </Button>
        <Menu>
          {menuButton(texts.postpone)}
          <Menu.Dropdown>
            {proposedDays(todayIs()).map(({ name, day }) => (
              <Menu.Item key={name} onClick={() => done(moveTo(chosen, day))}>
                {texts[name]}
              </Menu.Item>
            ))}
            <Menu.Item onClick={askDay.open}>{texts.choose_day}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <Menu>
          {menuButton(texts.set_status)}
          <Menu.Dropdown>
            {taskStatuses.map((status) => (
              <Menu.Item key={status} onClick={() => done(setStatus(chosen, status))}>
                {texts[status]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <Select
          size="xs"
          aria-label={texts.give_to_name}
          placeholder={texts.give_to}
          data={members.map(({ id, name }) => ({ value: id, label: name }))}
          value={null}
          onChange={(id, member) => id && void done(give(chosen, id, member.label))}
          searchable
          w={170}
        />
        <Button variant="subtle" color="red" size="compact-sm" onClick={() => done(remove(chosen))}>
          {texts.delete}
        </Button>
      </Group>
      {asksDay && <DayDialog day={null} onClose={askDay.close} onChoose={(day) => done(moveTo(chosen, day))} />}
    </Paper>
  )
}
