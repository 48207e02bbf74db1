import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { places } from '#calls/places.ts'
import type { CompanyPlaces, PlaceState } from '#contract/places.ts'
import { call } from '#web/platform/api.ts'

/** How often one looks whether the answer has come, and how many times before it is said that there is none. */
const LOOK_MS = 500
const LOOKS = 20

const has = (found: CompanyPlaces | undefined, ...states: PlaceState[]) =>
  Object.values(found ?? {}).some(({ state }) => states.includes(state))

/** Where the addresses of a company are; what is not known yet is looked up, once for all who ask. */
export function usePlaces(id: string) {
  const queries = useQueryClient()
  const [timesAgain, setTimesAgain] = useState(0)
  const params = { id }
  const queryKey = ['company', id, 'places']
  const { data: found, error } = useQuery({ queryKey, queryFn: () => call(places.of_company, { params }) })
  const { isFetching } = useQuery({
    queryKey: [...queryKey, 'look-up', timesAgain],
    enabled: has(found, 'waiting') || timesAgain > 0,
    staleTime: Infinity,
    retry: false,
    queryFn: async ({ signal }) => {
      await call(places.look_up, { params })
      for (let looks = 0; looks < LOOKS && !signal.aborted; looks++) {
        const now = await call(places.of_company, { params })
        queries.setQueryData(queryKey, now)
        if (!has(now, 'waiting', 'failed')) return true
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
      }
      return false
    },
  })
  return {
    found,
    error,
    isAsking: isFetching && has(found, 'waiting', 'failed'),
    askAgain: () => setTimesAgain((times) => times + 1),
  }
}
