// The database may be away for a while: restarted, moved, cut off. What may be done twice is done again when it is back.
import { setTimeout as wait } from 'node:timers/promises'
import { isConnectionLoss } from '#server/platform/errors.ts'

const LONGEST_PAUSE = 1_000

/** As often as the database is lost meanwhile, until the signal. */
export async function outlast<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let pause = 100; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    try {
      return await work()
    } catch (error) {
      if (!isConnectionLoss(error) || signal.aborted) throw error
    }
    await wait(pause, undefined, { signal }).catch(() => undefined)
  }
}
