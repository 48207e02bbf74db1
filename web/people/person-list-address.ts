import { personSorts } from '#calls/person-list.ts'
import { id, oneOf, readAddress, word } from '#web/platform/address.ts'

const rules = {
  ...{ q: word, company_id: id, category_ids: word },
  is: oneOf(['private_customer', 'unlinked']),
  inactive: oneOf(['with', 'only']),
  sort: oneOf(personSorts),
  order: oneOf(['desc']),
}
export type PersonListAddress = ReturnType<typeof readPersonListAddress>
export const readPersonListAddress = (search: Record<string, unknown>) => readAddress(rules, search)
