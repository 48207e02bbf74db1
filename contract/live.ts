import { z } from 'zod'
import type { Endpoint, Endpoints } from '#contract/endpoint.ts'
import { id } from '#contract/fields.ts'

/**
 * That something was written: which record, never what it says. `entity` is the table's name; * is anything at all.
 * What is private is told only to who may see it.
 */
export const LiveChange = z.object({
  entity: z.string(),
  id: id.optional(),
  /** Of the companies and persons that it hangs on, also of the one that it was moved from. */
  company_ids: z.array(id),
  person_ids: z.array(id),
  /** Who did it. */
  user_id: id.optional(),
})
export type LiveChange = z.infer<typeof LiveChange>

const recordKinds = ['company', 'person'] as const
export type RecordKind = (typeof recordKinds)[number]

/** Who has the card open. A member with it in several windows is there once. */
const Present = z.array(z.object({ user_id: id, is_editing: z.boolean() }))

export const LivePresence = z.object({ kind: z.enum(recordKinds), id, present: Present })
export type LivePresence = z.infer<typeof LivePresence>

/**
 * Server-sent events (text/event-stream): `hello` with the firm and the user first, then `change` (LiveChange), `presence`
 * (LivePresence, of records that one has said to have open) and `resync` (something may have been missed: read all anew).
 */
export const liveStream = {
  method: 'GET',
  path: '/api/live',
  title: 'What is changed, as it happens: a stream of events that stays open',
  access: 'member',
  streams: true,
} as const satisfies Endpoint

const presence = {
  method: 'PUT',
  access: { module: 'crm', right: 'read' },
  params: z.object({ id }),
  /** Said again every twenty seconds: who is silent for 45 is not there any more. */
  body: z.strictObject({
    /** Which of the browser's windows, by a name of its own making. */
    window: z.string().regex(/^[\w-]{1,40}$/),
    state: z.enum(['here', 'editing', 'gone']),
  }),
  reply: z.object({ present: Present }),
} as const

export const live = {
  company_presence: {
    ...presence,
    path: '/api/companies/:id/presence',
    title: 'Say that I have the card of the company open',
  },
  person_presence: {
    ...presence,
    path: '/api/persons/:id/presence',
    title: 'Say that I have the card of the person open',
  },
} satisfies Endpoints
