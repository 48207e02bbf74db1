import { Skeleton } from '@mantine/core'
import { Suspense } from 'react'
import type { CompanyCard } from '#contract/companies.ts'
import { texts as categoryTexts } from '#web/categories/texts.ts'
import { texts } from '#web/platform/texts.ts'
import type { CardTab } from '#web/ui/card-tabs.tsx'
import { lazily } from '#web/ui/lazily.tsx'

const ContactsPanel = lazily(async () => (await import('#web/people/contacts-panel.tsx')).ContactsPanel)
const CategoriesPanel = lazily(async () => (await import('#web/categories/categories-panel.tsx')).CategoriesPanel)
const HistoryPanel = lazily(async () => (await import('#web/history/history-panel.tsx')).HistoryPanel)

/** The lower tabs of the card: what hangs on the company, each with its counter. The order is the usual one. */
export function lowerTabsOf(company: CompanyCard): CardTab[] {
  const of = { kind: 'company', id: company.id, name: company.name } as const
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
      id: 'history',
      title: texts.history,
      panel: (
        <Suspense fallback={<Skeleton height={160} />}>
          <HistoryPanel of={of} />
        </Suspense>
      ),
    },
  ]
}
