import type { ListedPerson, personSorts } from '#contract/person-list.ts'
import { formatPhone } from '#contract/rules.ts'
import type { Column } from '#web/company-list/columns.ts'
import { texts as listTexts } from '#web/company-list/texts.ts'
import { formatDay, formatMoment, texts as shared } from '#web/platform/texts.ts'
import { texts } from './texts.ts'

type PersonSort = (typeof personSorts)[number]
type PersonColumn = Column<ListedPerson, PersonSort>

const number = (value: string | null) => value && formatPhone(value)

/** The columns that there are, without the name, which always stands first. */
export const personColumns: PersonColumn[] = [
  { field: 'companies', label: texts.companies, width: 220, show: ({ companies }) => companies.join(', ') },
  { field: 'title', label: shared.title, width: 160, show: ({ title }) => title },
  { field: 'reach_mobile', label: shared.mobile, width: 130, show: ({ reach_mobile }) => number(reach_mobile) },
  { field: 'reach_phone', label: shared.phone, width: 130, show: ({ reach_phone }) => number(reach_phone) },
  { field: 'reach_email', label: shared.email, width: 230, show: ({ reach_email }) => reach_email },
  {
    field: 'categories',
    label: listTexts.categories,
    width: 180,
    show: ({ categories }) => categories.map(({ name }) => name).join(', '),
  },
  {
    field: 'customer_number',
    label: shared.customer_number,
    sort: 'customer_number',
    width: 110,
    show: ({ customer_number }) => (customer_number === null ? null : String(customer_number)),
  },
  { field: 'nickname', label: shared.nickname, width: 140, show: ({ nickname }) => nickname },
  { field: 'mobile', label: texts.own_mobile, width: 130, show: ({ mobile }) => number(mobile) },
  { field: 'phone', label: texts.own_phone, width: 130, show: ({ phone }) => number(phone) },
  { field: 'email', label: texts.own_email, width: 220, show: ({ email }) => email },
  {
    field: 'private_address.city',
    label: shared.city,
    width: 140,
    show: ({ private_address }) => private_address?.city ?? null,
  },
  { field: 'birth_on', label: texts.birth_on, width: 120, show: ({ birth_on }) => birth_on && formatDay(birth_on) },
  {
    field: 'created_at',
    label: listTexts.created_at,
    sort: 'created_at',
    width: 170,
    show: ({ created_at }) => formatMoment(created_at),
  },
  {
    field: 'changed_at',
    label: listTexts.changed_at,
    sort: 'changed_at',
    width: 170,
    show: ({ changed_at }) => formatMoment(changed_at),
  },
]

export const personName: PersonColumn = {
  field: 'name',
  label: shared.name,
  sort: 'name',
  width: 240,
  show: ({ name }) => name,
}
export const usualPersonColumns = ['companies', 'title', 'reach_mobile', 'reach_phone', 'reach_email', 'categories']
