import { Suspense } from 'react'
import type { CompanyCard } from '#contract/companies.ts'
import { texts } from '#web/platform/texts.ts'
import type { CardTab } from '#web/ui/card-tabs.tsx'
import { lazily } from '#web/ui/lazily.tsx'
import { ContactsPanel } from './company-panels.tsx'

const HistoryPanel = lazily(async () => (await import('#web/history/history-panel.tsx')).HistoryPanel)

/** The lower tabs of the card: what hangs on the company, each with its counter. The order is the usual one. */
export function lowerTabsOf(company: CompanyCard): CardTab[] {
  return [
    {
      id: 'contacts',
      title: texts.contacts,
      count: company.contacts.length,
      panel: <ContactsPanel company={company} />,
    },
    {
      id: 'history',
      title: texts.history,
      panel: (
        <Suspense>
          <HistoryPanel of={{ kind: 'company', id: company.id, name: company.name }} />
        </Suspense>
      ),
    },
  ]
}
