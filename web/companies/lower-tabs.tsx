import { Skeleton } from '@mantine/core'
import { Suspense } from 'react'
import type { CompanyCard } from '#contract/companies.ts'
import { texts as categoryTexts } from '#web/categories/texts.ts'
import { texts } from '#web/platform/texts.ts'
import type { CardTab } from '#web/ui/card-tabs.tsx'
import { lazily } from '#web/ui/lazily.tsx'
import { ContactsPanel } from './company-panels.tsx'
import { HistoryPanel } from './history-panel.tsx'

const AppointmentsPanel = lazily(async () => (await import('#web/calendar/appointments-panel.tsx')).AppointmentsPanel)
const CategoriesPanel = lazily(async () => (await import('#web/categories/categories-panel.tsx')).CategoriesPanel)

/** The lower tabs of the card: what hangs on the company, each with its counter. The order is the usual one. */
export function lowerTabsOf(company: CompanyCard): CardTab[] {
  const of = { kind: 'company', id: company.id, name: company.name } as const
  return [
    {
      id: 'contacts',
      title: texts.contacts,
      count: company.contacts.length,
      panel: <ContactsPanel company={company} />,
    },
    {
      id: 'categories',
      title: categoryTexts.categories,
      count: company.counts.categories,
      panel: (
        <Suspense fallback={<Skeleton height={36} />}>
          <CategoriesPanel of={of} />
        </Suspense>
      ),
    },
    {
      id: 'appointments',
      title: texts.appointments,
      count: company.counts.appointments,
      panel: (
        <Suspense fallback={<Skeleton height={64} />}>
          <AppointmentsPanel of={of} />
        </Suspense>
      ),
    },
    { id: 'history', title: texts.history, panel: <HistoryPanel companyId={company.id} /> },
  ]
}
