import { Menu } from '@mantine/core'
import type { MouseEvent, ReactNode } from 'react'

/** Where a menu was asked for: by the pointer, or by the keyboard below what has the focus. */
export type Place = { x: number; y: number }

export function placeOf(event: MouseEvent<HTMLElement>): Place {
  // By the keyboard the event has no place of its own.
  const box = event.currentTarget.getBoundingClientRect()
  return { x: event.clientX || box.left, y: event.clientY || box.bottom }
}

/** The menu of a right-click; the same entries hang below a visible button. */
export function MenuAt({
  at,
  label,
  close,
  children,
}: {
  at: Place
  label: string
  close: () => void
  children: ReactNode
}) {
  return (
    <Menu opened onClose={close} position="bottom-start">
      <Menu.Target>
        <button
          type="button"
          tabIndex={-1}
          aria-label={label}
          className="menu-anchor"
          style={{ left: at.x, top: at.y }}
        />
      </Menu.Target>
      <Menu.Dropdown className="tall-menu">{children}</Menu.Dropdown>
    </Menu>
  )
}
