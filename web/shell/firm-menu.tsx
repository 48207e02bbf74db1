import { Group, UnstyledButton } from '@mantine/core'
import { IconCheck, IconChevronDown, IconPlus } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { FirmMark } from '#web/firm/firm-mark.tsx'
import { switchFirm } from '#web/platform/leave.ts'
import { useRights, useSession } from '#web/platform/session.ts'
import { fill } from '#web/platform/texts.ts'
import { lazily } from '#web/ui/lazily.tsx'
import { MenuButton } from '#web/ui/menu-button.tsx'
import { texts } from './texts.ts'

const NewFirm = lazily(async () => (await import('#web/firm/new-firm.tsx')).NewFirm)

/** The firm that one is in; a menu for who belongs to several, or may make another. */
export function FirmMenu() {
  const { firm, firms } = useSession()
  const { isAdministrator } = useRights()
  const [isMaking, setIsMaking] = useState(false)
  if (firms.length < 2 && !isAdministrator) return <FirmMark />
  return (
    <>
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
          ...(isAdministrator
            ? [
                'line' as const,
                { label: texts.new_firm, icon: <IconPlus size={16} />, onChoose: () => setIsMaking(true) },
              ]
            : []),
        ]}
      />
      <Suspense fallback={null}>{isMaking && <NewFirm onClose={() => setIsMaking(false)} />}</Suspense>
    </>
  )
}
