import { z } from 'zod'
import type { Endpoints } from '#contract/endpoint.ts'
import { day, fragment, id } from '#contract/fields.ts'

/** What one may ask the history for, and the tables whose rows that is. */
export const historyKinds = {
  company: ['company', 'company_register'],
  contact: ['person', 'affiliation'],
  category: ['category', 'company_category', 'person_category'],
  note: ['note'],
  task: ['task', 'task_participant'],
  appointment: ['appointment', 'appointment_participant'],
  sms: ['sms', 'consent'],
  communication: ['communication'],
  import: ['import'],
  firm: ['firm', 'number_series', 'custom_field', 'invitation_template', 'sms_setting', 'sms_template'],
  user: ['member', 'invitation', 'api_key', 'app_password', 'calendar_feed'],
} as const
export type HistoryKind = keyof typeof historyKinds
const kindNames = Object.keys(historyKinds) as [HistoryKind, ...HistoryKind[]]
/** What hangs on a card: the rest is the firm's. */
export const cardKinds = [
  'company',
  'contact',
  'category',
  'note',
  'task',
  'appointment',
  'sms',
  'communication',
] as const satisfies HistoryKind[]

export const historyActions = [
  ...['created', 'changed', 'deleted', 'restored', 'sent', 'answered', 'contacted'],
  ...['merged', 'exported', 'imported', 'import_undone'],
] as const
export const historyVias = ['screen', 'api', 'import', 'job', 'setup'] as const

const named = z.object({ id, name: z.string() }).nullable()
const nullableText = z.string().nullable()

export const HistoryEntry = z.object({
  id,
  at: z.string(),
  user_id: nullableText,
  /** null: the program by itself, or somebody from outside. */
  user_name: nullableText,
  via: z.string(),
  action: z.string(),
  /** The table. */
  entity: z.string(),
  /** The note, task or appointment that it is about; of the rest, the row. null when one may not see it. */
  record_id: nullableText,
  /** What it is called now: a note's subject, a task's title, a category's name. null when it has none, or one may not see it. */
  subject: nullableText,
  company: named,
  person: named,
  /** Of a private note or appointment of somebody else: that something was done is told, and not what. */
  is_private: z.boolean(),
  /** {field: [old, new]}; texts longer than 300 characters are cut. */
  changes: z.record(z.string(), z.array(z.unknown())),
})
export type HistoryEntry = z.infer<typeof HistoryEntry>

const query = z.strictObject({
  /** First and last day, inclusive, in Norwegian time. */
  from: day.default(null),
  to: day.default(null),
  kind: z.enum(kindNames).optional(),
  action: z.enum(historyActions).optional(),
  user_id: id.optional(),
  via: z.enum(historyVias).optional(),
  /** Part of what it is called or of a value, old or new. */
  text: fragment(100),
  before: id.optional(),
})
export type HistoryQuery = z.output<typeof query>

const reply = z.object({
  items: z.array(HistoryEntry),
  /** For the next page, as `before`; null: there is no more. */
  next: nullableText,
  /** Where so much was looked through that the page is given although it is not full: how far back. */
  reached: nullableText,
  /** What ids in the changes stand for, of companies, persons and categories. */
  names: z.record(z.string(), z.string()),
})

const card = {
  method: 'GET',
  access: { module: 'crm', right: 'read' },
  params: z.object({ id }),
  query,
  reply,
} as const

export const history = {
  of_company: {
    ...card,
    path: '/api/companies/:id/history',
    title: 'What was done with the company and all that hangs on it, newest first',
  },
  of_person: {
    ...card,
    path: '/api/persons/:id/history',
    title: 'What was done with the person and all that hangs on her or him, newest first',
  },
  of_firm: {
    method: 'GET',
    path: '/api/history',
    title: 'What was done in the firm, newest first',
    access: 'administrator',
    query,
    reply,
  },
} satisfies Endpoints
