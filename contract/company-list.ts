import { z } from 'zod'
import { CategoryChange, TiedCategory, TiedChange } from '#contract/categories.ts'
import { Company } from '#contract/companies.ts'
import type { Endpoints } from '#contract/endpoint.ts'
import { fragment, id, ids, requiredText } from '#contract/fields.ts'

/** Columns that the list can be in the order of; rows without a value stand last. */
export const sortColumns = [
  'name',
  'customer_number',
  'org_number',
  'city',
  'employees',
  'turnover_ore',
  'created_at',
  'changed_at',
] as const

const filter = {
  /** Words that a company is found by, as in search. */
  q: fragment(200),
  email: fragment(200),
  phone: fragment(200),
  address: fragment(200),
  website: fragment(200),
  city: fragment(100),
  /** Customer, supplier or lead. */
  is: z.enum(['any', 'customer', 'supplier', 'lead']).default('any'),
  owner_ids: ids,
  category_ids: ids,
  inactive: z.enum(['with', 'without', 'only']).default('without'),
}

export const CompanyFilter = z.strictObject(filter)
export type CompanyFilter = z.output<typeof CompanyFilter>

export const ListedCompany = Company.extend({
  owner_name: z.string().nullable(),
  categories: z.array(TiedCategory),
})
export type ListedCompany = z.infer<typeof ListedCompany>

/** Those with these ids, or all that the filter lets through. */
export const Selection = z.union([
  z.strictObject({ ids: z.array(id).min(1).max(5_000) }),
  z.strictObject({ filter: CompanyFilter }),
])
export type Selection = z.output<typeof Selection>

const read = { module: 'crm', right: 'read' } as const
const change = { module: 'crm', right: 'change' } as const

export const companyList = {
  list: {
    method: 'GET',
    path: '/api/companies',
    title: 'Companies in any order and by any criterion, a page at a time',
    access: read,
    query: z.strictObject({
      ...filter,
      sort: z.enum(sortColumns).default('name'),
      order: z.enum(['asc', 'desc']).default('asc'),
      /** `next` of the page before, with the same order: opaque. */
      after: z.string().max(2_000).optional(),
      size: z.coerce.number().int().min(1).max(200).default(50),
    }),
    reply: z.object({ items: z.array(ListedCompany), next: z.string().nullable() }),
  },
  count: {
    method: 'GET',
    path: '/api/company-count',
    title: 'How many companies the criteria let through; 10,001 means more than 10,000',
    access: read,
    query: CompanyFilter,
    reply: z.object({ count: z.int() }),
  },
  change_many: {
    method: 'POST',
    path: '/api/company-changes',
    title: 'Change, delete or restore many companies at once; at most 5,000',
    access: change,
    body: z.strictObject({
      selection: Selection,
      change: z.union([
        z.strictObject({ owner_id: id.nullable() }),
        z.strictObject({ inactive: z.boolean() }),
        z.strictObject({ deleted: z.boolean() }),
        z.strictObject({ categories: CategoryChange }),
      ]),
    }),
    /** `ids` are those that were changed; the others were as wished already, or are gone. */
    reply: z.object({
      ids: z.array(id),
      left: z.int(),
      /** What takes it all back, when it was of categories: for these companies these changes. */
      undo: z.array(z.object({ ids: z.array(id), categories: TiedChange })).optional(),
    }),
  },
  export: {
    method: 'POST',
    path: '/api/company-exports',
    title: 'The selected companies as a file: CSV for Excel in Norway, or a workbook',
    access: read,
    body: z.strictObject({
      selection: Selection,
      format: z.enum(['csv', 'xlsx']),
      columns: z
        .array(z.strictObject({ field: requiredText(60), label: requiredText(200) }))
        .min(1)
        .max(100),
      sort: z.enum(sortColumns).default('name'),
      order: z.enum(['asc', 'desc']).default('asc'),
    }),
    sends_file: true,
  },
} satisfies Endpoints
