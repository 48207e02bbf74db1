import { Skeleton } from '@mantine/core'
import { Suspense } from 'react'
import type { CompanyCard } from '#contract/companies.ts'
import { texts } from '#web/platform/texts.ts'
import type { CardTab } from '#web/ui/card-tabs.tsx'
import { lazily } from '#web/ui/lazily.tsx'
import { HistoryPanel } from './history-panel.tsx'

const ContactsPanel = lazily(async () => (await import('#web/people/contacts-panel.tsx')).ContactsPanel)

/** The lower tabs of the card: what hangs on the company, each with its counter. The order is the usual one. */
export function lowerTabsOf(company: CompanyCard): CardTab[] {
  return [
    {
      id: 'contacts',
      title: texts.contacts,
      count: company.contact_count,
      panel: (
        <Suspense fallback={<Skeleton height={120} />}>
          <ContactsPanel company={company} />
        </Suspense>
      ),
    },
    { id: 'history', title: texts.history, panel: <HistoryPanel companyId={company.id} /> },
  ]
}
