import { z } from 'zod'
import { TiedCategory } from '#contract/categories.ts'
import type { Endpoints } from '#contract/endpoint.ts'
import { fragment, id, ids } from '#contract/fields.ts'

export const Hit = z.object({
  kind: z.enum(['company', 'person']),
  id,
  name: z.string(),
  /** What was found, when it is not the name: the nickname, a number, an address. */
  matched: z.string().nullable(),
  city: z.string().nullable(),
  org_number: z.string().nullable(),
  inactive: z.boolean(),
  categories: z.array(TiedCategory),
  /** Of a person: the company that she is in now. */
  company_id: id.nullable(),
})
export type Hit = z.infer<typeof Hit>

export const search = {
  find: {
    method: 'GET',
    path: '/api/search',
    title: 'Companies and persons by any part of what one remembers; all criteria given must hold',
    access: { module: 'crm', right: 'read' },
    query: z.strictObject({
      q: fragment(200),
      kind: z.enum(['all', 'company', 'person']).default('all'),
      email: fragment(200),
      phone: fragment(200),
      address: fragment(200),
      website: fragment(200),
      owner_ids: ids,
      category_ids: ids,
      inactive: z.enum(['with', 'without']).default('without'),
    }),
    reply: z.object({ items: z.array(Hit) }),
  },
  at_hand: {
    method: 'GET',
    path: '/api/search/at-hand',
    title: 'My favourites by name, and the companies that I opened last',
    access: { module: 'crm', right: 'read' },
    reply: z.object({ favourites: z.array(Hit), recent: z.array(Hit) }),
  },
} satisfies Endpoints
