import { Button } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { texts } from './texts.ts'

type Props = { href: string; children: ReactNode }

/** A button that leads out of the program, to a page that learns nothing of where one came from. */
export function OutsideLink({ href, children }: Props) {
  return (
    <Button
      component="a"
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      variant="default"
      size="compact-sm"
      rightSection={<IconExternalLink size={14} />}
    >
      {children}
      <span className="unseen"> {texts.in_new_tab}</span>
    </Button>
  )
}
