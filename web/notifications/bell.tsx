import { ActionIcon, Indicator } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { type ComponentProps, Suspense, useState } from 'react'
import { mostCounted } from '#calls/notifications.ts'
import { fill } from '#web/platform/texts.ts'
import { lazily } from '#web/ui/lazily.tsx'
import { texts } from './texts.ts'
import { useUnreadCount } from './use-notifications.ts'

const load = () => import('./open-bell.tsx')
const OpenBell = lazily(async () => (await load()).OpenBell)

export type BellProps = {
  shown: string
  label: string
  indicator: Pick<ComponentProps<typeof Indicator>, 'size' | 'offset' | 'disabled' | 'color'>
}

/** How many notifications wait; the newest of them come when it is pressed. */
export function Bell() {
  const [isUsed, setIsUsed] = useState(false)
  const count = useUnreadCount()
  const shown = count >= mostCounted ? `${mostCounted - 1}+` : String(count)
  const label = count === 0 ? texts.notifications : fill(texts.unread_count, { count: shown })
  const indicator = { size: 16, offset: 6, disabled: count === 0, color: 'red.9' }
  const closed = (
    <Indicator {...indicator} label={shown}>
      <BellButton
        label={label}
        aria-expanded={false}
        onClick={() => setIsUsed(true)}
        onPointerEnter={() => void load().catch(() => undefined)}
      />
    </Indicator>
  )
  if (!isUsed) return closed
  return (
    <Suspense fallback={closed}>
      <OpenBell shown={shown} label={label} indicator={indicator} />
    </Suspense>
  )
}

type ButtonProps = Pick<
  ComponentProps<'button'>,
  'onClick' | 'onPointerEnter' | 'autoFocus' | 'ref' | 'aria-expanded'
> & { label: string }

export function BellButton({ label, ...target }: ButtonProps) {
  return (
    <ActionIcon
      variant="subtle"
      size="lg"
      color="gray"
      aria-label={label}
      title={label}
      aria-haspopup="dialog"
      {...target}
    >
      <IconBell size={20} />
    </ActionIcon>
  )
}
