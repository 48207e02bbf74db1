import type { CompanyCard } from '#contract/companies.ts'
import { texts as categoryTexts } from '#web/categories/texts.ts'
import { texts as noteTexts } from '#web/notes/texts.ts'
import { type TextKey, texts } from '#web/platform/texts.ts'
import type { CardTab } from '#web/ui/card-tabs.tsx'
import { lazily } from '#web/ui/lazily.tsx'

const AppointmentsPanel = lazily(async () => (await import('#web/calendar/appointments-panel.tsx')).AppointmentsPanel)
const ContactsPanel = lazily(async () => (await import('#web/people/contacts-panel.tsx')).ContactsPanel)
const CategoriesPanel = lazily(async () => (await import('#web/categories/categories-panel.tsx')).CategoriesPanel)
const NotesPanel = lazily(async () => (await import('#web/notes/notes-panel.tsx')).NotesPanel)
const HistoryPanel = lazily(async () => (await import('#web/history/history-panel.tsx')).HistoryPanel)
const ServicesPanel = lazily(async () => (await import('#web/services/services-panel.tsx')).ServicesPanel)
const TasksPanel = lazily(async () => (await import('#web/tasks/tasks-panel.tsx')).TasksPanel)
const SmsPanel = lazily(async () => (await import('#web/sms/sms-panel.tsx')).SmsPanel)

/** The lower tabs of the card: what hangs on the company, each with its counter. The order is the usual one. */
export function lowerTabsOf(company: CompanyCard, onFill: (field: TextKey) => void): CardTab[] {
  const of = { kind: 'company', id: company.id, name: company.name } as const
  const { counts } = company
  return [
    {
      id: 'contacts',
      title: texts.contacts,
      count: company.contact_count,
      panel: <ContactsPanel company={company} />,
    },
    { id: 'categories', title: categoryTexts.categories, count: counts.categories, panel: <CategoriesPanel of={of} /> },
    {
      id: 'appointments',
      title: texts.appointments,
      count: counts.appointments,
      panel: <AppointmentsPanel of={of} />,
    },
    { id: 'tasks', title: texts.tasks, count: counts.tasks, panel: <TasksPanel of={of} /> },
    { id: 'notes', title: noteTexts.notes, count: counts.notes, panel: <NotesPanel of={of} /> },
    { id: 'sms', title: texts.sms, panel: <SmsPanel of={of} /> },
    { id: 'history', title: texts.history, panel: <HistoryPanel of={of} /> },
    { id: 'services', title: texts.services, panel: <ServicesPanel company={company} onFill={onFill} /> },
  ]
}
