import { Menu, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { MenuEntry, MenuProps } from './menu-button.tsx'

/** Takes the place of the button that was pressed, with its focus, and opens: so that closing gives the focus back. */
export function OpenMenu({ position, entries = [], children, renderButton }: MenuProps) {
  const [isOpen, setIsOpen] = useState(false)
  useEffect(() => {
    const frame = requestAnimationFrame(() => setIsOpen(true))
    return () => cancelAnimationFrame(frame)
  }, [])
  return (
    <Menu position={position} opened={isOpen} onChange={setIsOpen}>
      <Menu.Target>{renderButton({ autoFocus: true })}</Menu.Target>
      <Menu.Dropdown maw={360} className="tall-menu">
        {children}
        {entries.map((entry, at) => (
          // oxlint-disable-next-line no-array-index-key -- lines have no name, and the entries do not move
          <Entry key={at} entry={entry} />
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function Entry({ entry }: { entry: MenuEntry }) {
  if (entry === 'line') return <Menu.Divider />
  if ('heading' in entry) return <Menu.Label>{entry.heading}</Menu.Label>
  const { label, icon, is_current, to, onChoose, why_not } = entry
  const shared = { leftSection: icon, className: 'field-value', children: label }
  if (why_not)
    return (
      <Menu.Item {...shared} aria-disabled="true" closeMenuOnClick={false} className="field-value why-not">
        {label}
        <Text size="xs">{why_not}</Text>
      </Menu.Item>
    )
  if (to) return <Menu.Item component={Link} to={to} {...shared} />
  return <Menu.Item onClick={onChoose} {...(is_current ? { 'aria-current': 'true' as const } : {})} {...shared} />
}
