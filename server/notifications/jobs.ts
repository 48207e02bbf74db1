import type { JobHandlers } from '#server/platform/jobs.ts'
import { mailDailyDigests, mailUnread } from './digest.ts'

export const notificationJobs = {
  /** After something was told to a member who wants to know at once. */
  mail_notifications: async ({ db, sender, data, public_url }) => {
    if (sender) await mailUnread(db, { tenant_id: sender.tenant_id, user_id: data.user_id }, 'at_once', public_url)
  },
  /** At seven in the morning. */
  mail_digests: async ({ db, public_url }) => mailDailyDigests(db, public_url),
} satisfies Partial<JobHandlers>
