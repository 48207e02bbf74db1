import { Menu } from '@mantine/core'
import { Fragment } from 'react'
import type { PageAction } from '#web/platform/page-actions.ts'

/** The actions of a page as the entries of a menu. */
export function ActionItems({ actions }: { actions: PageAction[] }) {
  return actions.map(({ label, onChoose, isGrave = false }) => (
    <Fragment key={label}>
      {isGrave && <Menu.Divider />}
      <Menu.Item onClick={() => onChoose()} {...(isGrave ? { c: 'var(--mantine-color-error)' } : {})}>
        {label}
      </Menu.Item>
    </Fragment>
  ))
}
