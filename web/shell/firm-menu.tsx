import { Group, Menu, UnstyledButton } from '@mantine/core'
import { IconCheck, IconChevronDown } from '@tabler/icons-react'
import { session } from '#contract/session.ts'
import { FirmMark } from '#web/firm/firm-mark.tsx'
import { call } from '#web/platform/api.ts'
import { attempt } from '#web/platform/attempt.ts'
import { useSession } from '#web/platform/session.ts'
import { fill } from '#web/platform/texts.ts'
import { texts } from './texts.ts'

/** The firm that one is in; a menu for who belongs to several. */
export function FirmMenu() {
  const { firm, firms } = useSession()
  if (firms.length < 2) return <FirmMark />
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <UnstyledButton aria-label={fill(texts.firm_now, { firm: firm.name })} miw={0}>
          <Group gap={4} wrap="nowrap" miw={0}>
            <FirmMark />
            <IconChevronDown size={14} style={{ flex: 'none' }} />
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown maw={360}>
        <Menu.Label>{texts.switch_firm}</Menu.Label>
        {firms.map(({ id, name }) => (
          <Menu.Item
            key={id}
            className="field-value"
            leftSection={<IconCheck size={16} style={{ visibility: id === firm.id ? 'visible' : 'hidden' }} />}
            {...(id === firm.id ? { 'aria-current': 'true' as const } : {})}
            onClick={() => id !== firm.id && switchTo(id)}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** A new page, so that nothing of the first firm is left in memory; drafts are kept apart by firm. */
async function switchTo(firm_id: string) {
  if (await attempt(() => call(session.switch_firm, { body: { firm_id } }))) location.assign('/')
}
