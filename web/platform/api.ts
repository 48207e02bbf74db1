import type { z } from 'zod'
import type { Endpoint } from '#contract/endpoint.ts'
import type { FieldError } from '#contract/messages.ts'
import { readLanguage } from '#web/platform/texts.ts'

/** An answer that refuses: RFC 9457 problem details as the server sends them. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string
  readonly errors: FieldError[]
  readonly current: unknown
  constructor(problem: { status: number; title: string; code: string; errors?: FieldError[]; current?: unknown }) {
    super(problem.title)
    this.status = problem.status
    this.code = problem.code
    this.errors = problem.errors ?? []
    this.current = problem.current
  }
}

type Input<S> = S extends z.ZodType ? z.input<S> : never
export type Reply<E extends Endpoint> = E['reply'] extends z.ZodType ? z.output<E['reply']> : undefined
type Sent<E extends Endpoint> = {
  params?: Input<E['params']>
  query?: Partial<Input<E['query']>>
  body?: Input<E['body']>
  version?: number
  /** Makes a repeated POST safe; one for each thing that the user does. */
  key?: string
  /** Goes out even when the page is on its way away. */
  keepalive?: boolean
}

const careOf = new Map<string, () => Promise<boolean>>()
/** Who takes care of refusals with this code: asks the person for what is missing, and is true when it may be tried again. */
export function takeCareOf(code: string, care: () => Promise<boolean>) {
  careOf.set(code, care)
}

/** Calls an endpoint of the contract. Throws Refusal; a lost connection is one with status 0. */
export async function call<E extends Endpoint>(endpoint: E, sent: Sent<E> = {}): Promise<Reply<E>> {
  const params = (sent.params ?? {}) as Record<string, string>
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const filled = Object.entries(sent.query ?? {}).filter(([, value]) => value !== '' && value != null)
  const query = new URLSearchParams(filled.map(([name, value]) => [name, String(value)]))
  const headers: Record<string, string> = { 'kundebok-client': 'web', 'accept-language': readLanguage() }
  // A text is a file, and goes as it is.
  const body = typeof sent.body === 'string' ? sent.body : JSON.stringify(sent.body)
  if (sent.body !== undefined)
    headers['content-type'] = typeof sent.body === 'string' ? 'text/plain; charset=utf-8' : 'application/json'
  if (sent.version !== undefined) headers['if-match'] = `"${sent.version}"`
  if (sent.key) headers['idempotency-key'] = sent.key
  const reply = await fetch(query.size ? `${path}?${query}` : path, {
    method: endpoint.method,
    headers,
    keepalive: sent.keepalive ?? false,
    ...(body === undefined ? {} : { body }),
  }).catch(() => {
    throw new Refusal({ status: 0, code: 'offline', title: 'offline' })
  })
  const answer: unknown = reply.status === 204 ? undefined : await reply.json().catch(() => undefined)
  if (reply.ok) return answer as Reply<E>
  const refusal = new Refusal(
    (answer as Refusal & { title: string }) ?? { status: reply.status, code: 'internal', title: 'internal' },
  )
  if (await careOf.get(refusal.code)?.()) return call(endpoint, sent)
  throw refusal
}
