import { Menu } from '@mantine/core'
import { Fragment } from 'react'
import type { PageAction } from '#web/platform/page-actions.ts'

/** What a card can do, in its menu: the same under the button and on a right-click. */
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
