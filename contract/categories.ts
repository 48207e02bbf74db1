import { z } from 'zod'
import type { Endpoints } from '#contract/endpoint.ts'
import { id, requiredText } from '#contract/fields.ts'

/** The palette: each stands out from the others and from the text on it, in light and in dark. */
export const categoryColours = [
  'blue',
  'teal',
  'violet',
  'orange',
  'pink',
  'green',
  'grape',
  'yellow',
  'red',
  'gray',
] as const
const colour = z.enum(categoryColours)

/** What a category is shown by where it is tied. */
export const TiedCategory = z.object({ id, name: z.string(), colour })
export type TiedCategory = z.infer<typeof TiedCategory>

export const Category = TiedCategory.extend({
  version: z.int(),
  for_companies: z.boolean(),
  for_persons: z.boolean(),
  /** Offered no longer; what has it keeps it. */
  archived_at: z.string().nullable(),
})
export type Category = z.infer<typeof Category>

export const CategoryInput = z
  .strictObject({
    /** No two have the same, however they are written in capitals; archived ones count. */
    name: requiredText(100),
    colour: colour.default('blue'),
    for_companies: z.boolean().default(true),
    for_persons: z.boolean().default(true),
  })
  .refine(({ for_companies, for_persons }) => for_companies || for_persons, {
    error: 'category_for_something',
    path: ['for_companies'],
  })

const some = z.array(id).max(100).default([])

/** What was ticked and unticked, never the whole: what a colleague ticks at the same time stays. */
export const CategoryChange = z
  .strictObject({ add: some, remove: some })
  .refine(({ add, remove }) => !add.some((id) => remove.includes(id)), { error: 'category_both', path: ['remove'] })
export type CategoryChange = z.output<typeof CategoryChange>
export const TiedChange = z.object({ add: z.array(id), remove: z.array(id) })

const byId = z.object({ id })
const Tied = z.object({ items: z.array(TiedCategory) })
const read = { module: 'crm', right: 'read' } as const
const change = { module: 'crm', right: 'change' } as const

export const categories = {
  list: {
    method: 'GET',
    path: '/api/categories',
    title: 'The firm’s categories by name, archived ones too',
    access: read,
    reply: z.object({ items: z.array(Category) }),
  },
  uses: {
    method: 'GET',
    path: '/api/category-uses',
    title:
      'How many companies and persons have each category; deleted ones count in `is_used` alone, for they can come back',
    access: 'administrator',
    reply: z.object({
      items: z.array(z.object({ id, companies: z.int(), persons: z.int(), is_used: z.boolean() })),
    }),
  },
  create: {
    method: 'POST',
    path: '/api/categories',
    title: 'Add a category',
    access: 'administrator',
    body: CategoryInput,
    reply: Category,
  },
  update: {
    method: 'PUT',
    path: '/api/categories/:id',
    title: 'Change a category; it stays for companies, or for persons, as long as one of them has it',
    access: 'administrator',
    params: byId,
    body: CategoryInput,
    reply: Category,
    if_match: true,
  },
  archive: {
    method: 'PUT',
    path: '/api/categories/:id/archival',
    title: 'Offer a category no longer; what has it keeps it',
    access: 'administrator',
    params: byId,
    reply: Category,
    if_match: true,
  },
  restore: {
    method: 'DELETE',
    path: '/api/categories/:id/archival',
    title: 'Offer an archived category again',
    access: 'administrator',
    params: byId,
    reply: Category,
    if_match: true,
  },
  replace: {
    method: 'PUT',
    path: '/api/categories/:id/replacement',
    title: 'Give all that has a category another one in its place, and archive it',
    access: 'administrator',
    params: byId,
    body: z.strictObject({ by: id }),
    /** The archived one, and how many got the other in its place. */
    reply: Category.extend({ moved: z.object({ companies: z.int(), persons: z.int() }).optional() }),
    if_match: true,
  },
  delete: {
    method: 'DELETE',
    path: '/api/categories/:id',
    title: 'Delete a category that nothing has',
    access: 'administrator',
    params: byId,
    if_match: true,
  },
  of_company: {
    method: 'GET',
    path: '/api/companies/:id/categories',
    title: 'The categories of a company by name',
    access: read,
    params: byId,
    reply: Tied,
  },
  of_person: {
    method: 'GET',
    path: '/api/persons/:id/categories',
    title: 'The categories of a person by name',
    access: read,
    params: byId,
    reply: Tied,
  },
  change_of_company: {
    method: 'PATCH',
    path: '/api/companies/:id/categories',
    title: 'Tie categories to a company and untie others; what is so already stays so',
    access: change,
    params: byId,
    body: CategoryChange,
    reply: Tied,
  },
  change_of_person: {
    method: 'PATCH',
    path: '/api/persons/:id/categories',
    title: 'Tie categories to a person and untie others; what is so already stays so',
    access: change,
    params: byId,
    body: CategoryChange,
    reply: Tied,
  },
} satisfies Endpoints
