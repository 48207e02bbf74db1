import { historyJobs } from '#server/history/jobs.ts'
import { importJobs } from '#server/imports/jobs.ts'
import { mailJobs } from '#server/mail/jobs.ts'
import { notificationJobs } from '#server/notifications/jobs.ts'
import { placeJobs } from '#server/places/jobs.ts'
import type { JobHandlers } from '#server/platform/jobs.ts'
import { registerCompanyJobs } from '#server/register-companies/jobs.ts'
import { registerJobs } from '#server/register/jobs.ts'
import { reminderJobs } from '#server/reminders/jobs.ts'
import { smsJobs } from '#server/sms/jobs.ts'
import { sweepJobs } from '#server/sweeps/jobs.ts'

/** What does each job; the modules in their order. */
export const jobHandlers: JobHandlers = {
  ...historyJobs,
  ...importJobs,
  ...mailJobs,
  ...registerJobs,
  ...notificationJobs,
  ...registerCompanyJobs,
  ...placeJobs,
  ...reminderJobs,
  ...smsJobs,
  ...sweepJobs,
}
