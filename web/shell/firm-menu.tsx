import { Group, UnstyledButton } from '@mantine/core'
import { IconCheck, IconChevronDown } from '@tabler/icons-react'
import { FirmMark } from '#web/firm/firm-mark.tsx'
import { switchFirm } from '#web/platform/leave.ts'
import { useSession } from '#web/platform/session.ts'
import { fill } from '#web/platform/texts.ts'
import { MenuButton } from '#web/ui/menu-button.tsx'
import { texts } from './texts.ts'

/** The firm that one is in; a menu for who belongs to several. */
export function FirmMenu() {
  const { firm, firms } = useSession()
  if (firms.length < 2) return <FirmMark />
  return (
    <MenuButton
      position="bottom-start"
      renderButton={(target) => (
        <UnstyledButton aria-label={fill(texts.firm_now, { firm: firm.name })} miw={0} {...target}>
          <Group gap={4} wrap="nowrap" miw={0}>
            <FirmMark />
            <IconChevronDown size={14} style={{ flex: 'none' }} />
          </Group>
        </UnstyledButton>
      )}
      entries={[
        { heading: texts.switch_firm },
        ...firms.map(({ id, name }) => ({
          label: name,
          icon: <IconCheck size={16} style={{ visibility: id === firm.id ? 'visible' : 'hidden' }} />,
          is_current: id === firm.id,
          onChoose: () => id !== firm.id && switchFirm(id),
        })),
      ]}
    />
  )
}
