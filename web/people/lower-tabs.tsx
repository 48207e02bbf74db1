import { Skeleton } from '@mantine/core'
import { type ReactNode, Suspense } from 'react'
import type { PersonCard } from '#contract/people.ts'
import { texts as shared } from '#web/platform/texts.ts'
import type { CardTab } from '#web/ui/card-tabs.tsx'
import { lazily } from '#web/ui/lazily.tsx'
import { nameOf } from './names.ts'
import { texts } from './texts.ts'

const CompaniesPanel = lazily(async () => (await import('./companies-panel.tsx')).CompaniesPanel)
const HistoryPanel = lazily(async () => (await import('#web/history/history-panel.tsx')).HistoryPanel)
const waiting = (panel: ReactNode) => <Suspense fallback={<Skeleton height={120} />}>{panel}</Suspense>

/** The lower tabs of the card: what hangs on the person, each with its counter. The order is the usual one. */
export function lowerTabsOf(person: PersonCard): CardTab[] {
  const of = { kind: 'person', id: person.id, name: nameOf(person) } as const
  return [
    {
      id: 'companies',
      title: texts.companies,
      count: person.roles.length,
      panel: waiting(<CompaniesPanel person={person} />),
    },
    { id: 'history', title: shared.history, panel: waiting(<HistoryPanel of={of} />) },
  ]
}
