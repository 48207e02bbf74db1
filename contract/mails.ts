// E-mail that the program sends for the firm, as the administrator follows it.
import { z } from 'zod'
import type { Endpoints } from '#contract/endpoint.ts'
import { id } from '#contract/fields.ts'

export const mailStates = ['queued', 'sent', 'failed'] as const

export const Mail = z.object({
  id,
  recipient: z.string(),
  subject: z.string(),
  state: z.enum(mailStates),
  attempts: z.int(),
  /** What the mail server answered, or why it could not be asked. */
  error: z.string().nullable(),
  created_at: z.string(),
  sent_at: z.string().nullable(),
  /** A failed one whose text is still there. */
  can_retry: z.boolean(),
})
export type Mail = z.infer<typeof Mail>

export const mails = {
  list: {
    method: 'GET',
    path: '/api/mails',
    title: 'Outgoing e-mail, the newest first, 50 at a time',
    access: 'administrator',
    query: z.object({ state: z.enum(mailStates).optional(), before: id.optional() }),
    reply: z.object({ is_set: z.boolean(), items: z.array(Mail), next: id.nullable() }),
  },
  retry: {
    method: 'PUT',
    path: '/api/mails/:id/delivery',
    title: 'Try a failed e-mail again',
    access: 'administrator',
    params: z.object({ id }),
    reply: Mail,
  },
} satisfies Endpoints
