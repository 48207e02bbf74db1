import type { TiedCategory } from '#contract/categories.ts'
import { sortColumns } from '#calls/company-list.ts'
import type { ListedCompany } from '#contract/company-list.ts'
import type { CustomField } from '#contract/custom-fields.ts'
import { effectiveAddress, formatOrgNumber, formatPhone } from '#contract/rules.ts'
import { isOpen, showCustomValue } from '#web/custom-fields/custom-fields.ts'
import { formatDay, formatKroner, formatMoment, texts as shared } from '#web/platform/texts.ts'
import { texts } from './texts.ts'

type SortColumn = (typeof sortColumns)[number]
/** What a list shows a row of: a company or a person. */
export type Listed = { id: string; name: string; inactive_at: string | null; categories: TiedCategory[] }
export type Column<R extends Listed = ListedCompany, S extends string = SortColumn> = {
  field: string
  label: string
  sort?: S
  width: number
  isNumber?: boolean
  show: (row: R) => string | null
}

const kroner = (ore: number | null) => (ore === null ? null : formatKroner(ore))
const words = (yes: boolean) => (yes ? shared.yes : null)

/** The columns that there are, without the name, which always stands first. */
const known: Column[] = [
  {
    field: 'city',
    label: shared.city,
    sort: 'city',
    width: 150,
    show: (company) => effectiveAddress('postal', company)?.city ?? company.city,
  },
  {
    field: 'org_number',
    label: shared.org_number,
    sort: 'org_number',
    width: 130,
    show: ({ org_number }) => org_number && formatOrgNumber(org_number),
  },
  { field: 'phone', label: shared.phone, width: 130, show: ({ phone }) => phone && formatPhone(phone) },
  { field: 'mobile', label: shared.mobile, width: 130, show: ({ mobile }) => mobile && formatPhone(mobile) },
  { field: 'email', label: shared.email, width: 220, show: ({ email }) => email },
  {
    field: 'customer_number',
    label: shared.customer_number,
    sort: 'customer_number',
    width: 110,
    show: ({ customer_number }) => String(customer_number),
  },
  { field: 'owner_name', label: shared.owner_id, width: 160, show: ({ owner_name }) => owner_name },
  {
    field: 'categories',
    label: texts.categories,
    width: 180,
    show: ({ categories }) => categories.map(({ name }) => name).join(', '),
  },
  { field: 'nickname', label: shared.nickname, width: 150, show: ({ nickname }) => nickname },
  { field: 'website', label: shared.website, width: 200, show: ({ website }) => website },
  { field: 'industry', label: shared.industry, width: 160, show: ({ industry }) => industry },
  { field: 'source', label: shared.source, width: 130, show: ({ source }) => source },
  {
    field: 'employees',
    label: shared.employees,
    sort: 'employees',
    width: 100,
    isNumber: true,
    show: ({ employees }) => (employees === null ? null : String(employees)),
  },
  {
    field: 'turnover_ore',
    label: shared.turnover_ore,
    sort: 'turnover_ore',
    width: 150,
    isNumber: true,
    show: ({ turnover_ore }) => kroner(turnover_ore),
  },
  {
    field: 'profit_ore',
    label: shared.profit_ore,
    width: 140,
    isNumber: true,
    show: ({ profit_ore }) => kroner(profit_ore),
  },
  {
    field: 'founded_on',
    label: shared.founded_on,
    width: 110,
    show: ({ founded_on }) => founded_on && formatDay(founded_on),
  },
  { field: 'is_customer', label: shared.is_customer, width: 90, show: ({ is_customer }) => words(is_customer) },
  { field: 'is_supplier', label: shared.is_supplier, width: 100, show: ({ is_supplier }) => words(is_supplier) },
  { field: 'is_lead', label: shared.is_lead, width: 80, show: ({ is_lead }) => words(is_lead) },
  {
    field: 'postal_address.street',
    label: shared.postal_address,
    width: 200,
    show: ({ postal_address }) => postal_address?.street ?? null,
  },
  {
    field: 'postal_address.postal_code',
    label: texts.postal_code,
    width: 90,
    show: ({ postal_address }) => postal_address?.postal_code ?? null,
  },
  {
    field: 'created_at',
    label: texts.created_at,
    sort: 'created_at',
    width: 170,
    show: ({ created_at }) => formatMoment(created_at),
  },
  {
    field: 'changed_at',
    label: texts.changed_at,
    sort: 'changed_at',
    width: 170,
    show: ({ changed_at }) => formatMoment(changed_at),
  },
]

export const nameColumn: Column = {
  field: 'name',
  label: shared.name,
  sort: 'name',
  width: 260,
  show: ({ name }) => name,
}
export const usualColumns = ['city', 'org_number', 'phone', 'email', 'owner_name', 'customer_number']

/** All columns, the firm's own fields last. */
export const allColumns = (own: CustomField[]): Column[] => [
  ...known,
  ...own.filter(isOpen).map((field) => ({
    field: `custom.${field.id}`,
    label: field.label,
    width: 150,
    isNumber: field.kind === 'number',
    show: ({ custom }: ListedCompany) => {
      const value = custom[field.id]
      return value === undefined ? null : showCustomValue(field, value)
    },
  })),
]
