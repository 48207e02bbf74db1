import { useQuery } from '@tanstack/react-query'
import { registerCompanies } from '#contract/register-companies.ts'
import { call } from '#web/platform/api.ts'
import { useRights } from '#web/platform/session.ts'

/** What is kept of the register beside the card; asked for there when nothing is yet. */
export function useRegister(id: string) {
  const { mayChange } = useRights()
  const params = { id }
  return useQuery({
    queryKey: ['register', id],
    queryFn: async () => {
      const known = await call(registerCompanies.of_company, { params })
      return known.facts || !mayChange('crm') ? known : call(registerCompanies.fetch, { params })
    },
  })
}
