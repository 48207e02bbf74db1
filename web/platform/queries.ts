import { QueryClient, queryOptions } from '@tanstack/react-query'
import { companies } from '#calls/companies.ts'
import { people } from '#calls/people.ts'
import { call, Refusal } from './api.ts'

/** What the pages have read of the server. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (count, error) => count < 2 && !(error instanceof Refusal && error.status >= 400 && error.status < 500),
      staleTime: 10_000,
    },
  },
})

export const companyCard = (id: string) =>
  queryOptions({ queryKey: ['company', id], queryFn: () => call(companies.card, { params: { id } }) })
export const personCard = (id: string) =>
  queryOptions({ queryKey: ['person', id], queryFn: () => call(people.card, { params: { id } }) })
