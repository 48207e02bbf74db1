import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Panel } from '#web/profile/panel.tsx'
import { texts } from './texts.ts'

/** The way from the profile to one's keys. */
export function KeysPanel() {
  return (
    <Panel
      title={texts.keys}
      lead={texts.lead_own}
      button={
        <Button variant="default" component={Link} to="/profile/api-keys">
          {texts.show}
        </Button>
      }
    />
  )
}
