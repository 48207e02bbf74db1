import { z } from 'zod'
import type { Endpoints } from '#contract/endpoint.ts'
import { id, ofObjects, phone, requiredEmail } from '#contract/fields.ts'

const number = phone.refine((value) => value !== null, 'required')

/** Whom it was with: the card's own company or person, of a contact both. */
const whose = { company_id: id.nullable().default(null), person_id: id.nullable().default(null) }

const Communication = z
  .discriminatedUnion('way', [
    z.strictObject({ ...whose, way: z.literal('mail'), to: requiredEmail }),
    z.strictObject({ ...whose, way: z.literal('call'), to: number }),
    z.strictObject({ ...whose, way: z.literal('sms'), to: number }),
  ])
  .refine(({ company_id, person_id }) => company_id !== null || person_id !== null, {
    error: 'required',
    path: ['company_id'],
    when: ofObjects,
  })
export type Communication = z.output<typeof Communication>

export const communications = {
  note: {
    method: 'POST',
    path: '/api/communications',
    title: 'Note in the history that one turned to a company or a person: by which number or address',
    access: { module: 'crm', right: 'read' },
    body: Communication,
  },
} satisfies Endpoints
