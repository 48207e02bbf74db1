import { useQuery, useQueryClient } from '@tanstack/react-query'
import { preferences } from '#calls/preferences.ts'
import type { Preferences } from '#contract/preferences.ts'
import { call } from '#web/platform/api.ts'
import { attempt } from '#web/platform/attempt.ts'
import { useSession } from '#web/platform/session.ts'

/** What I chose for my own screen, and a way to choose otherwise; null takes a choice back. */
export function usePreferences() {
  const cache = useQueryClient()
  const queryKey = ['preferences']
  const { preferences: initialData } = useSession()
  const { data } = useQuery({ queryKey, queryFn: () => initialData, initialData, staleTime: Infinity })
  const choose = (body: { [K in keyof Preferences]?: Preferences[K] | null }) =>
    attempt(async () => cache.setQueryData(queryKey, await call(preferences.change, { body })))
  return { chosen: data, choose }
}
