import type { z } from 'zod'

/** Parts of the program that a member may have rights in. */
export const modules = ['crm'] as const
export type Module = (typeof modules)[number]
export const rightLevels = ['none', 'read', 'change'] as const
export type Right = (typeof rightLevels)[number]

/** Who may call: anyone, anyone in a firm, its administrators, or those with a right in a module. */
type Access = 'public' | 'member' | 'administrator' | { module: Module; right: 'read' | 'change' }

export type Endpoint = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  title: string
  access: Access
  params?: z.ZodObject
  query?: z.ZodObject
  body?: z.ZodType
  /** What leaves the server: fields not named here are dropped. Absent: 204. */
  reply?: z.ZodType
  /** The row's version must come as If-Match; a stale one answers 412 with the row as it is now. */
  if_match?: true
  /** The answer holds a secret: it is not kept for a repetition with the same Idempotency-Key. */
  shows_secret?: true
  /**
   * Programs with an API key may call it too. What a right in a module opens is open to them by their scopes; all else,
   * keys, users, sessions and passwords foremost, is for people.
   */
  for_keys?: true
  /** An open screen alone must not do it: who she is was shown in the last quarter of an hour, else 403 `confirm_required`. */
  confirm?: true
  /** Also for a member whom the firm still asks for a second step; all else answers her 403 `two_factor_required`. */
  without_two_factor?: true
  /** The answer is a file: the handler says its type and sends its bytes. */
  sends_file?: true
  /** The answer is a stream of events (text/event-stream) that stays open. */
  streams?: true
}

export type Endpoints = Record<string, Endpoint>
