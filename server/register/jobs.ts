import type { JobHandlers } from '#server/platform/jobs.ts'
import { followRegister, sweepChanges } from './follow.ts'
import { asNobody, readCopy } from './store.ts'
import { syncRegister } from './sync.ts'

/** A copy this old is made anew, for what the feeds may have lost. */
const oldest = 30 * 24 * 3_600_000

export const registerJobs: Pick<JobHandlers, 'follow_register' | 'sync_register'> = {
  // What goes wrong stands beside the copy; the next hour tries again.
  follow_register: async ({ db, services, signal }) => {
    await followRegister(db, services.register, signal)
    await asNobody(db, sweepChanges)
  },
  sync_register: async ({ db, services, database_url, data_dir }) => {
    const { as_of } = await readCopy(db)
    const isOld = as_of !== null && Date.now() - Date.parse(as_of) > oldest
    if (isOld && database_url && data_dir)
      await syncRegister(database_url, services.register, data_dir, () => undefined)
  },
}
