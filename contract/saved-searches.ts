import { z } from 'zod'
import type { Endpoints } from '#contract/endpoint.ts'
import { id, requiredText } from '#contract/fields.ts'

const ids = z.array(id).max(100)

/** What the search panel asks for. */
export const SearchCriteria = z.strictObject({
  q: z.string().max(200),
  email: z.string().max(200),
  phone: z.string().max(200),
  address: z.string().max(200),
  website: z.string().max(200),
  owner_ids: ids,
  category_ids: ids,
  companies_only: z.boolean(),
  with_inactive: z.boolean(),
})
export type SearchCriteria = z.infer<typeof SearchCriteria>

export const SavedSearch = z.object({ id, name: z.string(), criteria: SearchCriteria })
export type SavedSearch = z.infer<typeof SavedSearch>

const access = { module: 'crm', right: 'read' } as const
const byId = z.object({ id })
const SavedSearchInput = z.strictObject({ name: requiredText(60), criteria: SearchCriteria })

/** Each member's own: a colleague does not see them. */
export const savedSearches = {
  list: {
    method: 'GET',
    path: '/api/saved-searches',
    title: 'My saved searches by name',
    access,
    reply: z.object({ items: z.array(SavedSearch) }),
  },
  create: {
    method: 'POST',
    path: '/api/saved-searches',
    title: 'Save a search; the name is mine once',
    access,
    body: SavedSearchInput,
    reply: SavedSearch,
  },
  update: {
    method: 'PUT',
    path: '/api/saved-searches/:id',
    title: 'Rename a saved search or replace what it asks for',
    access,
    params: byId,
    body: SavedSearchInput,
    reply: SavedSearch,
  },
  delete: { method: 'DELETE', path: '/api/saved-searches/:id', title: 'Forget a saved search', access, params: byId },
} satisfies Endpoints
