import { z } from 'zod'
import type { Endpoints } from '#contract/endpoint.ts'
import { id, text } from '#contract/fields.ts'
import { PersonInput, RoleInput } from '#contract/people.ts'
import { PersonSelection } from '#contract/person-list.ts'

/** A file may have 1 MB, 5,000 cards, and in each card 500 lines. */
export const mostBytes = 1_000_000
export const mostCards = 5_000
export const mostLines = 500

/** vCard 4.0 (RFC 6350) or 3.0 (RFC 2426). */
const version = z.enum(['4.0', '3.0']).default('4.0')
const nullableText = z.string().nullable()

const Same = z.object({ id, name: z.string(), company_name: nullableText, because: z.array(z.string()) })

/** A card of the file as a person of ours. */
export const ReadCard = z.object({
  /** Its place in the file, from 1. */
  at: z.int(),
  name: z.string(),
  /** What would be made; null when the card is faulty. */
  person: z.record(z.string(), z.unknown()).nullable(),
  role: z.record(z.string(), z.unknown()).nullable(),
  /** The organisation that the card names, and the company of ours that has that very name. */
  company_name: nullableText,
  company_id: id.nullable(),
  /** What it becomes when that company is registered with it; null: it is here, there are two of that name, or none is named. */
  with_company: z
    .object({ person: z.record(z.string(), z.unknown()), role: z.record(z.string(), z.unknown()) })
    .nullable(),
  /** Likely the same person, here already. */
  same: z.array(Same),
  /** The place of an earlier card that is likely the same person. */
  same_card: z.int().nullable(),
  /** Why the card can not be taken: sentences. */
  errors: z.array(z.string()),
})
export type ReadCard = z.infer<typeof ReadCard>

const read = { module: 'crm', right: 'read' } as const
const change = { module: 'crm', right: 'change' } as const

export const vcards = {
  one: {
    method: 'GET',
    path: '/api/persons/:id/vcard',
    title: 'A person as a vCard',
    access: read,
    params: z.object({ id }),
    query: z.strictObject({ version }),
    sends_file: true,
  },
  many: {
    method: 'POST',
    path: '/api/vcard-exports',
    title: 'The selected persons as one file of vCards; at most 5,000',
    access: read,
    body: z.strictObject({ selection: PersonSelection, version }),
    sends_file: true,
  },
  preview: {
    method: 'POST',
    path: '/api/vcard-previews',
    title: 'What a file of vCards holds; nothing is made',
    access: change,
    /** The file itself, as text/plain in UTF-8. */
    body: z.string(),
    reply: z.object({ items: z.array(ReadCard) }),
  },
  make: {
    method: 'POST',
    path: '/api/vcard-imports',
    title: 'Register the chosen persons of a file, all or none of these',
    access: change,
    body: z.strictObject({
      cards: z
        .array(
          z.strictObject({
            person: PersonInput,
            role: RoleInput.nullable(),
            company_id: id.nullable(),
            /** The company to be registered with it, once for all cards that name it; one of that very name is taken. */
            company_name: text(200).default(null),
          }),
        )
        .min(1)
        .max(200),
    }),
    reply: z.object({ ids: z.array(id) }),
  },
} satisfies Endpoints
