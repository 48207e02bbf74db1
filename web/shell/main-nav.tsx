import { UnstyledButton } from '@mantine/core'
import { IconBuilding, IconCalendar, IconChecklist, IconMessage, IconSun, IconUsers } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { useRights } from '#web/platform/session.ts'
import { texts } from '#web/platform/texts.ts'

type Place = { to: string; label: string; icon: ComponentType<{ size: number }> }

const places: Place[] = [
  { to: '/today', label: texts.my_day, icon: IconSun },
  { to: '/companies', label: texts.companies, icon: IconBuilding },
  { to: '/persons', label: texts.persons, icon: IconUsers },
  { to: '/calendar', label: texts.calendar, icon: IconCalendar },
  { to: '/tasks', label: texts.tasks, icon: IconChecklist },
]
const sms: Place = { to: '/sms', label: texts.sms, icon: IconMessage }

/** The main pages, in their order; messages for who may read them. */
export const usePlaces = () => (useRights().mayRead('crm') ? [...places, sms] : places)

/** Where one can go from everywhere: a row in the header, on a phone the first thing in the drawer. */
export function MainNav({ isInDrawer = false }: { isInDrawer?: boolean }) {
  return (
    <nav aria-label={texts.main_pages} className={isInDrawer ? 'drawer-nav' : 'main-nav'}>
      {usePlaces().map(({ to, label, icon: Icon }) => (
        <UnstyledButton key={to} component={Link} to={to} className="nav-place" title={label}>
          <Icon size={16} />
          <span>{label}</span>
        </UnstyledButton>
      ))}
    </nav>
  )
}
