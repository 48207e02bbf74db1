import { useQuery } from '@tanstack/react-query'
import { categories } from '#calls/categories.ts'
import type { Category } from '#contract/categories.ts'
import { call } from '#web/platform/api.ts'

/** All of the firm's categories by name, archived ones too. */
export const useCategories = () =>
  useQuery({ queryKey: ['categories'], queryFn: async () => (await call(categories.list)).items, staleTime: 60_000 })

/** Those that are offered for a company or a person; one that is chosen already stays in sight. */
export function offeredFor(kind: 'company' | 'person' | 'any', all: Category[] = [], chosen: string[] = []) {
  const isFor = ({ for_companies, for_persons }: Category) =>
    kind === 'any' || (kind === 'company' ? for_companies : for_persons)
  return all.filter((category) => chosen.includes(category.id) || (isFor(category) && !category.archived_at))
}

export const asChoice = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name })
