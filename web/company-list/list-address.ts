import { sortColumns } from '#calls/company-list.ts'
import { oneOf, readAddress, word } from '#web/platform/address.ts'

const rules = {
  ...{ q: word, email: word, phone: word, address: word, website: word, city: word },
  ...{ owner_ids: word, category_ids: word },
  is: oneOf(['customer', 'supplier', 'lead']),
  inactive: oneOf(['with', 'only']),
  sort: oneOf(sortColumns),
  order: oneOf(['desc']),
}
export type ListAddress = ReturnType<typeof readListAddress>
export const readListAddress = (search: Record<string, unknown>) => readAddress(rules, search)

/** The criteria alone, without the order. */
export function filterOf({ sort: _sort, order: _order, ...filter }: { sort?: unknown; order?: unknown }) {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value)) as Record<string, string>
}
