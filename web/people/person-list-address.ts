import { z } from 'zod'
import type { personSorts } from '#contract/person-list.ts'
import { textOf, word } from '#web/company-list/list-address.ts'

// Written out, so that the first page does not load the contract of persons.
const sorts = ['name', 'customer_number', 'created_at', 'changed_at'] as const satisfies typeof personSorts

/** What the list shows stands in its address, so that it can be sent, kept and gone back to. What is not understood is left out. */
const Address = z.object({
  q: word,
  company_id: z.uuid().optional().catch(undefined),
  category_ids: word,
  is: z.enum(['private_customer', 'unlinked']).optional().catch(undefined),
  inactive: z.enum(['with', 'only']).optional().catch(undefined),
  sort: z.enum(sorts).optional().catch(undefined),
  order: z.enum(['desc']).optional().catch(undefined),
})
export type PersonListAddress = z.infer<typeof Address>

export const readPersonListAddress = (search: Record<string, unknown>): PersonListAddress =>
  Address.parse(textOf(search))
