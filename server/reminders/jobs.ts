import type { JobHandlers } from '#server/platform/jobs.ts'
import { remindOfAppointments } from './appointments.ts'
import { remindOfTasks } from './tasks.ts'

export const reminderJobs = {
  /** Each minute: turns what is due into notifications, each once, also when two processes look at the same minute. */
  remind: async ({ db }) => {
    const firms = await db.selectFrom('auth.tenant').select('tenant_id').execute()
    for (const { tenant_id } of firms) {
      await remindOfTasks(db, tenant_id)
      await remindOfAppointments(db, tenant_id)
    }
  },
} satisfies Partial<JobHandlers>
