import { register } from '#contract/register.ts'
import { call, type Reply } from '#web/platform/api.ts'

/** One types on: only what has stood for this long is asked for, in milliseconds. */
const PAUSE = 150

export type RegisterHits = Reply<typeof register.find>

/** What the register has; that it can not be asked is a state, and no error. */
export async function findInRegister(q: string, signal: AbortSignal): Promise<RegisterHits> {
  await new Promise((resolve) => setTimeout(resolve, PAUSE))
  signal.throwIfAborted()
  return call(register.find, { query: { q: q.trim() } })
}
