import { z } from 'zod'
import type { sortColumns } from '#contract/company-list.ts'

export const word = z.string().max(200).optional().catch(undefined)

// Written out, so that the first page does not load the contract of companies.
const sorts = [
  'name',
  'customer_number',
  'org_number',
  'city',
  'employees',
  'turnover_ore',
  'created_at',
  'changed_at',
] as const satisfies typeof sortColumns

/** What the list shows stands in its address, so that it can be sent, kept and gone back to. What is not understood is left out. */
const ListAddress = z.object({
  q: word,
  email: word,
  phone: word,
  address: word,
  website: word,
  city: word,
  owner_ids: word,
  category_ids: word,
  is: z.enum(['customer', 'supplier', 'lead']).optional().catch(undefined),
  inactive: z.enum(['with', 'only']).optional().catch(undefined),
  sort: z.enum(sorts).optional().catch(undefined),
  order: z.enum(['desc']).optional().catch(undefined),
})
export type ListAddress = z.infer<typeof ListAddress>

export const readListAddress = (search: Record<string, unknown>): ListAddress => ListAddress.parse(textOf(search))

/** A search that is a number comes from the address as one. */
export const textOf = (search: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(search).map(([name, value]) => [name, typeof value === 'number' ? String(value) : value]),
  )

/** The criteria alone, without the order. */
export function filterOf({ sort: _sort, order: _order, ...filter }: { sort?: unknown; order?: unknown }) {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value)) as Record<string, string>
}
