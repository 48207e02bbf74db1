import { z } from 'zod'
import { TiedCategory } from '#contract/categories.ts'
import type { Endpoints } from '#contract/endpoint.ts'
import { Address, AddressReply, day, email, fragment, id, ofObjects, phone, text, whole } from '#contract/fields.ts'

/** On one line, whatever was pasted. */
const line = (max: number) => text(max).transform((value) => value?.replace(/\s+/g, ' ') ?? null)

const personFields = {
  first_name: line(100).default(null),
  last_name: line(100).default(null),
  /** Found by search just as the name is. */
  nickname: line(100).default(null),
  private_address: Address.default(null),
  phone: phone.default(null),
  mobile: phone.default(null),
  email: email.default(null),
  alternative_email: email.default(null),
  birth_on: day.default(null),
  note: text(10_000).default(null),
}

export const PersonInput = z
  .strictObject({
    ...personFields,
    /** Someone who is invoiced herself: has a customer number of the same series as the companies'. Left out: as it is. */
    is_private_customer: z.boolean().optional(),
    /** Of a private customer; drawn from the firm's series when left out. No company or person has the same. */
    customer_number: whole(1, 999_999_999_999).nullable().optional(),
  })
  .refine(({ first_name, last_name }) => Boolean(first_name || last_name), {
    error: 'name_needed',
    path: ['last_name'],
    when: ofObjects,
  })
export type PersonInput = z.input<typeof PersonInput>

export const RoleInput = z
  .strictObject({
    title: line(200).default(null),
    department: line(200).default(null),
    /** At work; her own numbers are the person's. */
    phone: phone.default(null),
    mobile: phone.default(null),
    fax: phone.default(null),
    email: email.default(null),
    from_on: day.default(null),
    /** Her last day in the company: from that day on she has left it. */
    to_on: day.default(null),
    /** The company's first contact: the one who was that before is it no longer. */
    is_primary: z.boolean().default(false),
  })
  .refine(({ from_on, to_on }) => !from_on || !to_on || from_on <= to_on, {
    error: 'period',
    path: ['to_on'],
    when: ofObjects,
  })
export type RoleInput = z.input<typeof RoleInput>

const nullableText = z.string().nullable()
const moment = z.string()

const Role = z.object({
  title: nullableText,
  department: nullableText,
  phone: nullableText,
  mobile: nullableText,
  fax: nullableText,
  email: nullableText,
  from_on: nullableText,
  to_on: nullableText,
  is_primary: z.boolean(),
})
export type Role = z.infer<typeof Role>

export const Affiliation = Role.extend({ id, version: z.int(), person_id: id, company_id: id })

/** A person as the company's card shows her: the role's own number or address before the person's. */
export const Contact = z.object({
  /** Of the affiliation. */
  id,
  version: z.int(),
  person_id: id,
  name: z.string(),
  /** Last name first. */
  sort_name: z.string(),
  title: nullableText,
  phone: nullableText,
  mobile: nullableText,
  email: nullableText,
  is_primary: z.boolean(),
  to_on: nullableText,
  role: Role,
  /** What is hers in every company. */
  person: z.object({ phone: nullableText, mobile: nullableText, email: nullableText, alternative_email: nullableText }),
})
export type Contact = z.infer<typeof Contact>

export const Person = z.object({
  id,
  version: z.int(),
  first_name: nullableText,
  last_name: nullableText,
  nickname: nullableText,
  private_address: AddressReply,
  phone: nullableText,
  mobile: nullableText,
  email: nullableText,
  alternative_email: nullableText,
  birth_on: nullableText,
  note: nullableText,
  /** null: no private customer. */
  customer_number: z.int().nullable(),
  inactive_at: moment.nullable(),
  deleted_at: moment.nullable(),
  created_at: moment,
  changed_at: moment,
})
export type Person = z.infer<typeof Person>

const PersonRole = Affiliation.extend({ company_name: z.string(), company_city: nullableText })
type PersonRole = z.infer<typeof PersonRole>

/** All that the card shows at first, in one answer. */
export const PersonCard = Person.extend({
  /** Of the one who asks. */
  is_favourite: z.boolean(),
  categories: z.array(TiedCategory),
  /** Her companies: the present ones first. */
  roles: z.array(PersonRole),
  /** What the tabs hold: open tasks, appointments that are not over, notes that the one who asks may see. */
  counts: z.object({ tasks: z.int(), appointments: z.int(), notes: z.int(), categories: z.int() }),
})
export type PersonCard = z.infer<typeof PersonCard>

const byId = z.object({ id })
const read = { module: 'crm', right: 'read' } as const
const change = { module: 'crm', right: 'change' } as const

export const people = {
  create: {
    method: 'POST',
    path: '/api/persons',
    title: 'Register a person',
    access: change,
    body: PersonInput,
    reply: Person,
  },
  card: {
    method: 'GET',
    path: '/api/persons/:id',
    title: 'The card of a person',
    access: read,
    params: byId,
    reply: PersonCard,
  },
  update: {
    method: 'PUT',
    path: '/api/persons/:id',
    title: 'Change a person',
    access: change,
    params: byId,
    /** The whole record: what is left out becomes empty, but for the customer number. */
    body: PersonInput,
    reply: Person,
    if_match: true,
  },
  delete: {
    method: 'DELETE',
    path: '/api/persons/:id',
    title: 'Delete a person with her roles; she can be restored with them',
    access: change,
    params: byId,
    if_match: true,
  },
  restore: {
    method: 'POST',
    path: '/api/persons/:id/restoration',
    title: 'Restore a deleted person',
    access: change,
    params: byId,
    reply: Person,
  },
  deactivate: {
    method: 'PUT',
    path: '/api/persons/:id/inactivity',
    title: 'Mark a person as inactive',
    access: change,
    params: byId,
    reply: Person,
    if_match: true,
  },
  activate: {
    method: 'DELETE',
    path: '/api/persons/:id/inactivity',
    title: 'Mark a person as active again',
    access: change,
    params: byId,
    reply: Person,
    if_match: true,
  },
  open: {
    method: 'PUT',
    path: '/api/persons/:id/opening',
    title: 'Note that I opened the card of a person, for my list of recent ones',
    access: read,
    params: byId,
  },
  keep: {
    method: 'PUT',
    path: '/api/persons/:id/favourite',
    title: 'Make a person one of my favourites',
    access: read,
    params: byId,
  },
  let_go: {
    method: 'DELETE',
    path: '/api/persons/:id/favourite',
    title: 'Take a person out of my favourites',
    access: read,
    params: byId,
  },
  duplicates: {
    method: 'GET',
    path: '/api/person-duplicates',
    title: 'Persons that may be the same as the one being typed',
    access: read,
    query: z.strictObject({
      first_name: fragment(100),
      last_name: fragment(100),
      phone: fragment(40),
      mobile: fragment(40),
      email: fragment(254),
      except: id.optional(),
    }),
    reply: z.object({
      items: z.array(
        z.object({
          id,
          name: z.string(),
          /** Where she is now. */
          company_name: nullableText,
          /** Fields that agree: name, phone, mobile or email; also when they are a role's. */
          because: z.array(z.string()),
        }),
      ),
    }),
  },
  create_contact: {
    method: 'POST',
    path: '/api/companies/:id/contacts',
    title: 'Register a person with a role in this company, both or neither',
    access: change,
    params: byId,
    body: z.strictObject({ person: PersonInput, role: RoleInput }),
    reply: Affiliation,
  },
  link: {
    method: 'POST',
    path: '/api/affiliations',
    title: 'Link a person and a company that are there already; each pair once',
    access: change,
    body: z.strictObject({ person_id: id, company_id: id, role: RoleInput.prefault({}) }),
    reply: Affiliation,
  },
  update_role: {
    method: 'PUT',
    path: '/api/affiliations/:id',
    title: 'Change a role: the whole of it',
    access: change,
    params: byId,
    body: RoleInput,
    reply: Affiliation,
    if_match: true,
  },
  unlink: {
    method: 'DELETE',
    path: '/api/affiliations/:id',
    title: 'Delete a role; person and company stay',
    access: change,
    params: byId,
    if_match: true,
  },
} satisfies Endpoints
