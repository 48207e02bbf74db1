import { IconBuilding, IconCalendarPlus, IconChecklist, IconUser } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import type { RegisterHit } from '#contract/register.ts'
import { texts as peopleTexts } from '#web/people/texts.ts'
import { useRights } from '#web/platform/session.ts'
import { texts } from '#web/platform/texts.ts'

/** What has a form of its own in a dialog: a task, or a unit of the official register that becomes a company. */
export type DialogOfNew = 'task' | RegisterHit
type NewRecord = { id: string; label: string; icon: ComponentType<{ size: number }>; onChoose: () => unknown }

/** What one can make from anywhere, as far as one may. */
export function useNewRecords(openDialog: (what: DialogOfNew) => void): NewRecord[] {
  const { mayChange } = useRights()
  const navigate = useNavigate()
  if (!mayChange('crm')) return []
  return [
    { id: 'task', label: texts.new_task, icon: IconChecklist, onChoose: () => openDialog('task') },
    {
      id: 'appointment',
      label: texts.new_appointment,
      icon: IconCalendarPlus,
      onChoose: () => navigate({ to: '/calendar/$id', params: { id: 'new' } }),
    },
    { id: 'company', label: texts.new_company, icon: IconBuilding, onChoose: () => navigate({ to: '/companies/new' }) },
    { id: 'person', label: peopleTexts.new_person, icon: IconUser, onChoose: () => navigate({ to: '/persons/new' }) },
  ]
}
