import { z } from 'zod'
import { CategoryChange, TiedCategory, TiedChange } from '#contract/categories.ts'
import type { Endpoints } from '#contract/endpoint.ts'
import { fragment, id, ids, requiredText } from '#contract/fields.ts'
import { Person } from '#contract/people.ts'

/** Columns that the list can be in the order of; `name` is by last name. Rows without a value stand last. */
export const personSorts = ['name', 'customer_number', 'created_at', 'changed_at'] as const

const filter = {
  /** Words that a person is found by, as in search. */
  q: fragment(200),
  /** Those with a role in this company. */
  company_id: id.optional(),
  category_ids: ids,
  /** Private customers, or persons without any company. */
  is: z.enum(['any', 'private_customer', 'unlinked']).default('any'),
  inactive: z.enum(['with', 'without', 'only']).default('without'),
}

export const PersonFilter = z.strictObject(filter)
export type PersonFilter = z.output<typeof PersonFilter>

const nullableText = z.string().nullable()

export const ListedPerson = Person.extend({
  name: z.string(),
  /** Of the present role, else what is her own. */
  reach_phone: nullableText,
  reach_mobile: nullableText,
  reach_email: nullableText,
  title: nullableText,
  /** Where she is now: at most five. */
  companies: z.array(z.string()),
  categories: z.array(TiedCategory),
})
export type ListedPerson = z.infer<typeof ListedPerson>

/** Those with these ids, or all that the filter lets through. */
export const PersonSelection = z.union([
  z.strictObject({ ids: z.array(id).min(1).max(5_000) }),
  z.strictObject({ filter: PersonFilter }),
])
export type PersonSelection = z.output<typeof PersonSelection>

const read = { module: 'crm', right: 'read' } as const
const change = { module: 'crm', right: 'change' } as const

const inOrder = { sort: z.enum(personSorts).default('name'), order: z.enum(['asc', 'desc']).default('asc') }

export const personList = {
  list: {
    method: 'GET',
    path: '/api/persons',
    title: 'Persons in any order and by any criterion, a page at a time',
    access: read,
    query: z.strictObject({
      ...filter,
      ...inOrder,
      /** `next` of the page before, with the same order: opaque. */
      after: z.string().max(2_000).optional(),
      size: z.coerce.number().int().min(1).max(200).default(50),
    }),
    reply: z.object({ items: z.array(ListedPerson), next: z.string().nullable() }),
  },
  count: {
    method: 'GET',
    path: '/api/person-count',
    title: 'How many persons the criteria let through; 10,001 means more than 10,000',
    access: read,
    query: PersonFilter,
    reply: z.object({ count: z.int() }),
  },
  change_many: {
    method: 'POST',
    path: '/api/person-changes',
    title: 'Change, delete or restore many persons at once; at most 5,000',
    access: change,
    body: z.strictObject({
      selection: PersonSelection,
      change: z.union([
        z.strictObject({ inactive: z.boolean() }),
        z.strictObject({ deleted: z.boolean() }),
        z.strictObject({ categories: CategoryChange }),
      ]),
    }),
    /** `ids` are those that were changed; the others were as wished already, or are gone. */
    reply: z.object({
      ids: z.array(id),
      left: z.int(),
      /** What takes it all back, when it was of categories: for these persons these changes. */
      undo: z.array(z.object({ ids: z.array(id), categories: TiedChange })).optional(),
    }),
  },
  export: {
    method: 'POST',
    path: '/api/person-exports',
    title: 'The selected persons as a file: CSV for Excel in Norway, or a workbook',
    access: read,
    body: z.strictObject({
      selection: PersonSelection,
      format: z.enum(['csv', 'xlsx']),
      columns: z
        .array(z.strictObject({ field: requiredText(60), label: requiredText(200) }))
        .min(1)
        .max(100),
      ...inOrder,
    }),
    sends_file: true,
  },
} satisfies Endpoints
