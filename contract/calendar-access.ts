// The ways by which a member's own calendar and tasks are reached by other programs.
import { z } from 'zod'
import type { Endpoints } from '#contract/endpoint.ts'
import { id, requiredText } from '#contract/fields.ts'

export const AppPasswordInput = z.strictObject({
  /** What it is for, such as the telephone. */
  name: requiredText(100),
})

export const AppPassword = z.object({
  id,
  name: z.string(),
  created_at: z.string(),
  last_used_at: z.string().nullable(),
})
export type AppPassword = z.infer<typeof AppPassword>

const Feed = z.object({ created_at: z.string() })

export const calendarAccess = {
  get: {
    method: 'GET',
    path: '/api/profile/calendar-access',
    title: 'How other programs reach my calendar: the feed, and the app passwords for CalDAV',
    access: 'member',
    reply: z.object({
      /** The address to give to a program that speaks CalDAV (RFC 4791); it finds the rest by itself. */
      server_address: z.string(),
      /** The user name to give beside an app password. */
      user_name: z.string(),
      feed: Feed.nullable(),
      passwords: z.array(AppPassword),
    }),
  },
  make_feed: {
    method: 'POST',
    path: '/api/profile/calendar-access/feed',
    title: 'Make a secret address for my calendar; shown in this answer and never again. One made before ends',
    access: { module: 'crm', right: 'read' },
    confirm: true,
    reply: Feed.extend({ address: z.string() }),
    shows_secret: true,
  },
  revoke_feed: {
    method: 'DELETE',
    path: '/api/profile/calendar-access/feed',
    title: 'End the secret address of my calendar',
    access: 'member',
  },
  make_password: {
    method: 'POST',
    path: '/api/profile/app-passwords',
    title: 'Make an app password for CalDAV; shown in this answer and never again',
    access: { module: 'crm', right: 'read' },
    confirm: true,
    body: AppPasswordInput,
    reply: AppPassword.extend({ password: z.string() }),
    shows_secret: true,
  },
  revoke_password: {
    method: 'DELETE',
    path: '/api/profile/app-passwords/:id',
    title: 'Revoke one of my app passwords: it opens nothing any more',
    access: 'member',
    params: z.object({ id }),
  },
  read_feed: {
    method: 'GET',
    path: '/api/calendar-feed/:file',
    title: 'A member’s calendar as iCalendar (RFC 5545), three months back and a year ahead, at its secret address',
    access: 'public',
    params: z.object({
      /** The secret, followed by .ics */
      file: z.string().regex(/^[\w-]{64}\.ics$/),
    }),
    sends_file: true,
  },
} satisfies Endpoints
