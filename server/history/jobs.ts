import type { JobHandlers } from '#server/platform/jobs.ts'
import { copyHeads } from './heads.ts'
import { sealAll } from './seal.ts'

export const historyJobs = {
  /** Every five minutes: seals the history, and copies the seals to where the database does not reach. */
  seal_history: async ({ db, signal, history_heads }) => {
    await sealAll(db, signal)
    if (history_heads) await copyHeads(db, history_heads)
  },
} satisfies Partial<JobHandlers>
