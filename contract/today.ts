import { z } from 'zod'
import type { Endpoints } from '#contract/endpoint.ts'
import { id } from '#contract/fields.ts'
import { ListedTask } from '#contract/tasks.ts'

const nullableText = z.string().nullable()
/** Whom an appointment is with: the first company, else the first person. */
const About = z.object({ kind: z.enum(['company', 'person']), id, name: z.string() }).nullable()

const Appointment = z.object({
  id,
  /** Of a series: when this occurrence begins by its rule. */
  original_starts_at: nullableText,
  title: z.string(),
  place: nullableText,
  /** Moments; an all-day one begins and ends at midnight of its zone, the end not included. */
  starts_at: z.string(),
  ends_at: z.string(),
  is_all_day: z.boolean(),
  about: About,
})
export type TodaysAppointment = z.infer<typeof Appointment>

const Happening = z.object({
  id,
  at: z.string(),
  user_name: nullableText,
  action: z.string(),
  /** What it was done to: the company itself or what hangs on it, by the name of its table. */
  entity: z.string(),
  company_id: id,
  company_name: z.string(),
  /** How many such entries follow each other; `at` is the newest. */
  count: z.int(),
})
export type Happening = z.infer<typeof Happening>

export const today = {
  read: {
    method: 'GET',
    path: '/api/today',
    title: 'My day, in Norwegian time: what is due, what is booked, and what colleagues did with my customers',
    access: { module: 'crm', right: 'read' },
    reply: z.object({
      /** yyyy-mm-dd */
      day: z.string(),
      /** Mine that are due today, the important first, and those that are overdue, the latest first; up to 30 of each. */
      tasks_today: z.array(ListedTask),
      tasks_overdue: z.array(ListedTask),
      /** How many are overdue; 100 means 100 or more. */
      overdue_count: z.int(),
      appointments: z.array(Appointment),
      /** The newest of colleagues, by hand or through the API, with companies that I own. */
      happenings: z.array(Happening),
    }),
  },
} satisfies Endpoints
