import { type ComponentProps, type ReactElement, type ReactNode, Suspense, useState } from 'react'
import { lazily } from './lazily.tsx'

const load = () => import('./menu.tsx')
const OpenMenu = lazily(async () => (await load()).OpenMenu)

export type MenuEntry =
  | { heading: string }
  | 'line'
  /** One that can not be chosen now says why not. */
  | { label: string; icon?: ReactNode; is_current?: boolean; to?: string; onChoose?: () => unknown; why_not?: string }

/** What a button needs that opens a menu. */
type MenuTarget = Pick<
  ComponentProps<'button'>,
  'onClick' | 'onPointerEnter' | 'aria-haspopup' | 'aria-expanded' | 'autoFocus'
>

export type MenuProps = {
  position: 'bottom-start' | 'bottom-end'
  entries?: MenuEntry[]
  /** What stands in the menu, where entries do not say it all. */
  children?: ReactNode
  renderButton: (target: MenuTarget) => ReactElement
}

/** A button with a menu, whose code comes when the pointer nears it or it is pressed: no page waits for it. */
export function MenuButton(menu: MenuProps) {
  const [isUsed, setIsUsed] = useState(false)
  const closed = menu.renderButton({
    onClick: () => setIsUsed(true),
    onPointerEnter: () => void load().catch(() => undefined),
    'aria-haspopup': 'menu',
    'aria-expanded': false,
  })
  if (!isUsed) return closed
  return (
    <Suspense fallback={closed}>
      <OpenMenu {...menu} />
    </Suspense>
  )
}
