import { z } from 'zod'
import type { Endpoints } from '#contract/endpoint.ts'

const names = z.array(z.string().max(60)).max(100)

const fields = {
  language: z.enum(['nb', 'en']),
  color_scheme: z.enum(['light', 'dark', 'auto']),
  /** Path of the page that opens after sign-in. */
  start_page: z.string().regex(/^\/[a-z][\w/-]{0,100}$/),
  /** E-mail about unread notifications; one letter a day comes at seven. */
  notification_mail: z.enum(['none', 'daily', 'at_once']),
  /** Columns of the list of companies, in order. */
  company_columns: names,
  /** Tabs of the company card, in order; one that is put away begins with a minus, and one not named stands last. */
  upper_tabs: names,
  lower_tabs: names,
  /** How the calendar is shown, and the ids of the colleagues whose it is. */
  calendar_view: z.enum(['day', 'week', 'month', 'agenda']),
  calendar_users: names,
  /** The same of persons. */
  person_columns: names,
  person_upper_tabs: names,
  person_lower_tabs: names,
}

/** What a member chose for her own screen; what is not there is as the program has it by itself. */
export const Preferences = z.strictObject(fields).partial()
export type Preferences = z.infer<typeof Preferences>

type Nullable = { [K in keyof typeof fields]: z.ZodOptional<z.ZodNullable<(typeof fields)[K]>> }
const PreferencesChange = z.strictObject(
  Object.fromEntries(Object.entries(fields).map(([name, schema]) => [name, schema.nullable().optional()])) as Nullable,
)

export const preferences = {
  change: {
    method: 'PATCH',
    path: '/api/preferences',
    title: 'Change some of my own choices; null takes one back',
    access: 'member',
    body: PreferencesChange,
    reply: Preferences,
  },
} satisfies Endpoints
