import type { JobHandlers } from '#server/platform/jobs.ts'
import { sendDue } from './sending.ts'

export const smsJobs = {
  /** After a message was written: its firm's are sent. */
  send_sms: async ({ sender, ...call }) => {
    if (sender) await sendDue({ ...call, tenant_id: sender.tenant_id })
  },
  /** Each minute: what has come to its time, or to its next try, and what was left behind by a process that is gone. */
  send_due_sms: async (call) => {
    const firms = await call.db.selectFrom('auth.tenant').select('tenant_id').execute()
    for (const { tenant_id } of firms) await sendDue({ ...call, tenant_id })
  },
} satisfies Partial<JobHandlers>
