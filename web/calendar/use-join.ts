import { useQueryClient } from '@tanstack/react-query'
import { appointments } from '#contract/appointments.ts'
import { call } from '#web/platform/api.ts'
import { attempt } from '#web/platform/attempt.ts'

/** Takes back that a series was cut: what became a series of its own is of the first again. */
export function useJoin() {
  const queries = useQueryClient()
  return async (id: string) => {
    await attempt(() => call(appointments.restore, { params: { id }, query: { following: 'true' } }))
    await queries.invalidateQueries()
  }
}
