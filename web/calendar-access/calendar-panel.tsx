import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Panel } from '#web/profile/panel.tsx'
import { texts } from './texts.ts'

/** The way from the profile to how other programs reach one's calendar. */
export function CalendarPanel() {
  return (
    <Panel
      title={texts.title}
      lead={texts.lead}
      button={
        <Button variant="default" component={Link} to="/profile/calendar">
          {texts.show}
        </Button>
      }
    />
  )
}
