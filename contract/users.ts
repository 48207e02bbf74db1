// Colleagues and invitations, as the administrator sees them; and the page that an invitation's link leads to.
import { z } from 'zod'
import { type Endpoints, modules, rightLevels } from '#contract/endpoint.ts'
import { id, requiredEmail, requiredText } from '#contract/fields.ts'
import { HistoryEntry } from '#contract/history.ts'
import { newPassword, token } from '#contract/session.ts'

const role = z.enum(['user', 'administrator'])
const Rights = z.strictObject(
  Object.fromEntries(modules.map((module) => [module, z.enum(rightLevels)])) as Record<
    (typeof modules)[number],
    z.ZodEnum<{ [K in (typeof rightLevels)[number]]: K }>
  >,
)
const place = { name: requiredText(200), role, rights: Rights }
const rightsOf = z.partialRecord(z.enum(modules), z.enum(rightLevels))

export const UserInput = z.strictObject(place)
export const InvitationInput = z.strictObject({ email: requiredEmail, ...place })

export const User = z.object({
  id,
  version: z.int(),
  name: z.string(),
  email: z.string(),
  role,
  rights: rightsOf,
  deactivated_at: z.string().nullable(),
  seen_at: z.string().nullable(),
  /** A code of an app, or a passkey. */
  has_two_factor: z.boolean(),
})
export type User = z.infer<typeof User>

export const Invitation = z.object({
  id,
  version: z.int(),
  name: z.string(),
  email: z.string(),
  role,
  rights: rightsOf,
  expires_at: z.string(),
  is_expired: z.boolean(),
})
export type Invitation = z.infer<typeof Invitation>

/** What was done with a colleague's place, with an invitation or with a key. */
const { id: entryId, at, user_name, via, action, changes } = HistoryEntry.shape
export const UserHistoryEntry = z.object({
  ...{ id: entryId, at, user_name, via, action, changes },
  entity: z.enum(['member', 'invitation', 'api_key']),
  /** Whom it concerned, by the name of today; of a key, its owner. */
  subject: z.string().nullable(),
  key_name: z.string().nullable(),
})
export type UserHistoryEntry = z.infer<typeof UserHistoryEntry>

/** The link, when the installation can not send e-mail and the administrator has to pass it on; else null. */
const Sent = z.object({ link: z.string().nullable() })
const byId = z.object({ id })

export const users = {
  list: {
    method: 'GET',
    path: '/api/users',
    title: 'All colleagues, also those who have left, and the open invitations',
    access: 'administrator',
    reply: z.object({ items: z.array(User), invitations: z.array(Invitation) }),
  },
  history: {
    method: 'GET',
    path: '/api/users/history',
    title: 'Who changed whose place and rights, invitations and keys, newest first; of one colleague with `of`',
    access: 'administrator',
    query: z.strictObject({ of: id.optional(), before: id.optional() }),
    reply: z.object({ items: z.array(UserHistoryEntry), next: z.string().nullable() }),
  },
  update: {
    method: 'PUT',
    path: '/api/users/:id',
    title: 'Change a colleague’s name, role and rights; in force at once',
    access: 'administrator',
    confirm: true,
    params: byId,
    body: UserInput,
    reply: User,
    if_match: true,
  },
  deactivate: {
    method: 'PUT',
    path: '/api/users/:id/deactivation',
    title: 'Close the firm to a colleague; ends the sessions at once, what was done stays',
    access: 'administrator',
    confirm: true,
    params: byId,
    reply: User,
    if_match: true,
  },
  activate: {
    method: 'DELETE',
    path: '/api/users/:id/deactivation',
    title: 'Let a colleague in again',
    access: 'administrator',
    confirm: true,
    params: byId,
    reply: User,
    if_match: true,
  },
  make_reset_link: {
    method: 'PUT',
    path: '/api/users/:id/reset-link',
    title: 'A link with which a colleague can choose a new password within an hour',
    access: 'administrator',
    confirm: true,
    params: byId,
    reply: Sent,
  },
  end_two_factor: {
    method: 'DELETE',
    path: '/api/users/:id/two-factor',
    title: 'Take away the second step, codes and passkeys, of a colleague who has lost it',
    access: 'administrator',
    confirm: true,
    params: byId,
  },
  invite: {
    method: 'POST',
    path: '/api/invitations',
    title: 'Invite a colleague by a link that works once, for seven days',
    access: 'administrator',
    confirm: true,
    body: InvitationInput,
    reply: Sent.extend({ invitation: Invitation }),
    shows_secret: true,
  },
  send_again: {
    method: 'PUT',
    path: '/api/invitations/:id/link',
    title: 'A new link for an invitation; the one before does not work any more',
    access: 'administrator',
    confirm: true,
    params: byId,
    reply: Sent,
  },
  withdraw: {
    method: 'DELETE',
    path: '/api/invitations/:id',
    title: 'Withdraw an invitation',
    access: 'administrator',
    params: byId,
  },
  /** Only who holds the link is told whether there is an account: the page has to ask for the right thing. */
  view_invitation: {
    method: 'POST',
    path: '/api/invitations/view',
    title: 'What an invitation’s link is about',
    access: 'public',
    body: z.strictObject({ token }),
    reply: z.object({ firm_name: z.string(), name: z.string(), email: z.string(), has_account: z.boolean() }),
  },
  accept_invitation: {
    method: 'POST',
    path: '/api/invitations/accept',
    title: 'Accept an invitation with a new account; who has one signs in with the link instead',
    access: 'public',
    body: z.strictObject({ token, name: requiredText(200), password: newPassword }),
  },
} satisfies Endpoints
