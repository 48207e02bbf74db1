import { z } from 'zod'
import type { Endpoints } from '#contract/endpoint.ts'
import { id } from '#contract/fields.ts'

/** What a member is told of. */
const notificationKinds = [
  'mention',
  'task_given',
  'task_done',
  'reminder',
  'invitation',
  'invitation_answered',
  'register_name',
  'register_address',
  'register_bankrupt',
  'register_winding_up',
  'register_deleted',
  'register_director',
  'sms_reply',
] as const
export type NotificationKind = (typeof notificationKinds)[number]

export const Notification = z.object({
  id,
  kind: z.enum(notificationKinds),
  entity: z.enum(['note', 'task', 'appointment', 'company', 'sms']),
  entity_id: id,
  /** Of the note, task, appointment or company, as it is now; of a text message how it begins. */
  title: z.string(),
  company_id: id.nullable(),
  company_name: z.string().nullable(),
  person_id: id.nullable(),
  person_name: z.string().nullable(),
  /** The colleague whose doing it was; null for a reminder, and for what the official register tells. */
  by_name: z.string().nullable(),
  at: z.string(),
  /** Of a reminder: the moment that was set, or the beginning of the appointment. */
  about_at: z.string().nullable(),
  read_at: z.string().nullable(),
})
export type Notification = z.infer<typeof Notification>

/** How many unread ones are counted; beyond it one reads "99+". */
export const mostCounted = 100

const access = { module: 'crm', right: 'read' } as const
const byId = z.object({ id })

/** Each member's own. One whose record she may not see any more, or that was deleted, is not there. */
export const notifications = {
  list: {
    method: 'GET',
    path: '/api/notifications',
    title: 'My notifications, the newest first, 50 at a time',
    access,
    query: z.strictObject({ is: z.enum(['any', 'unread']).default('any'), before: id.optional() }),
    reply: z.object({ items: z.array(Notification), next: id.nullable() }),
  },
  unread: {
    method: 'GET',
    path: '/api/unread-notifications',
    title: 'How many of my notifications are unread, counted to 100',
    access,
    reply: z.object({ count: z.int() }),
  },
  read: {
    method: 'PUT',
    path: '/api/notifications/:id/reading',
    title: 'Mark a notification as read',
    access,
    params: byId,
  },
  unread_again: {
    method: 'DELETE',
    path: '/api/notifications/:id/reading',
    title: 'Mark a notification as unread',
    access,
    params: byId,
  },
  read_all: {
    method: 'PUT',
    path: '/api/unread-notifications',
    title: 'Mark my notifications as read, up to the newest that was seen',
    access,
    body: z.strictObject({ up_to: id }),
  },
} satisfies Endpoints
