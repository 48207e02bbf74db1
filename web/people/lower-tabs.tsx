import type { PersonCard } from '#contract/people.ts'
import { texts as categoryTexts } from '#web/categories/texts.ts'
import { texts as noteTexts } from '#web/notes/texts.ts'
import { texts as shared } from '#web/platform/texts.ts'
import type { CardTab } from '#web/ui/card-tabs.tsx'
import { lazily } from '#web/ui/lazily.tsx'
import { nameOf } from './names.ts'
import { texts } from './texts.ts'

const CompaniesPanel = lazily(async () => (await import('./companies-panel.tsx')).CompaniesPanel)
const CategoriesPanel = lazily(async () => (await import('#web/categories/categories-panel.tsx')).CategoriesPanel)
const AppointmentsPanel = lazily(async () => (await import('#web/calendar/appointments-panel.tsx')).AppointmentsPanel)
const TasksPanel = lazily(async () => (await import('#web/tasks/tasks-panel.tsx')).TasksPanel)
const NotesPanel = lazily(async () => (await import('#web/notes/notes-panel.tsx')).NotesPanel)
const HistoryPanel = lazily(async () => (await import('#web/history/history-panel.tsx')).HistoryPanel)
const SmsPanel = lazily(async () => (await import('#web/sms/sms-panel.tsx')).SmsPanel)

/** The lower tabs of the card: what hangs on the person, each with its counter. The order is the usual one. */
export function lowerTabsOf(person: PersonCard): CardTab[] {
  const of = { kind: 'person', id: person.id, name: nameOf(person) } as const
  const { counts } = person
  return [
    {
      id: 'companies',
      title: texts.companies,
      count: person.roles.length,
      panel: <CompaniesPanel person={person} />,
    },
    { id: 'categories', title: categoryTexts.categories, count: counts.categories, panel: <CategoriesPanel of={of} /> },
    {
      id: 'appointments',
      title: shared.appointments,
      count: counts.appointments,
      panel: <AppointmentsPanel of={of} />,
    },
    { id: 'tasks', title: shared.tasks, count: counts.tasks, panel: <TasksPanel of={of} /> },
    { id: 'notes', title: noteTexts.notes, count: counts.notes, panel: <NotesPanel of={of} /> },
    { id: 'sms', title: shared.sms, panel: <SmsPanel of={of} /> },
    { id: 'history', title: shared.history, panel: <HistoryPanel of={of} /> },
  ]
}
