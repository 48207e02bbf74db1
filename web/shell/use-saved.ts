import { useQuery, useQueryClient } from '@tanstack/react-query'
import { savedSearches } from '#calls/saved-searches.ts'
import { call } from '#web/platform/api.ts'
import { attempt } from '#web/platform/attempt.ts'

/** My own saved searches. */
export const useSaved = () =>
  useQuery({ queryKey: ['saved-searches'], queryFn: () => call(savedSearches.list) }).data?.items ?? []

/** Changes one of them, and reads them anew. */
export function useChange() {
  const queries = useQueryClient()
  return (work: () => Promise<unknown>) =>
    attempt(async () => {
      await work()
      await queries.invalidateQueries({ queryKey: ['saved-searches'] })
    })
}
