// Keys with which a program does what their owner may do, within their scopes.
import { z } from 'zod'
import { type Endpoints, modules } from '#contract/endpoint.ts'
import { id, requiredText } from '#contract/fields.ts'

/** What a key may at most: module:right. Never more than its owner may at the time. */
export const keyScopes = modules.flatMap((module) => [`${module}:read`, `${module}:change`] as const)
export type KeyScope = (typeof keyScopes)[number]
/** For how many days a key works. */
export const keyDays = [30, 90, 365] as const

export const ApiKeyInput = z.strictObject({
  name: requiredText(100),
  scopes: z.array(z.enum(keyScopes)).min(1, 'required').max(keyScopes.length),
  days: z.literal(keyDays),
})

export const ApiKey = z.object({
  id,
  name: z.string(),
  /** The first characters of the key. */
  prefix: z.string(),
  scopes: z.array(z.enum(keyScopes)),
  state: z.enum(['active', 'expired', 'revoked']),
  created_at: z.string(),
  expires_at: z.string(),
  last_used_at: z.string().nullable(),
  owner_name: z.string(),
})
export type ApiKey = z.infer<typeof ApiKey>

const Keys = z.object({ items: z.array(ApiKey) })
const byId = z.object({ id })

export const apiKeys = {
  list_own: {
    method: 'GET',
    path: '/api/profile/api-keys',
    title: 'My API keys in this firm',
    access: 'member',
    reply: Keys,
  },
  create: {
    method: 'POST',
    path: '/api/profile/api-keys',
    title: 'Make an API key; it is shown in this answer and never again',
    access: 'member',
    confirm: true,
    body: ApiKeyInput,
    reply: ApiKey.extend({ key: z.string() }),
    shows_secret: true,
  },
  revoke_own: {
    method: 'DELETE',
    path: '/api/profile/api-keys/:id',
    title: 'Revoke one of my API keys: it opens nothing any more',
    access: 'member',
    params: byId,
  },
  list: {
    method: 'GET',
    path: '/api/api-keys',
    title: 'All API keys of the firm',
    access: 'administrator',
    reply: Keys,
  },
  revoke: {
    method: 'DELETE',
    path: '/api/api-keys/:id',
    title: 'Revoke a colleague’s API key',
    access: 'administrator',
    params: byId,
  },
} satisfies Endpoints
