import { z } from 'zod'
import type { Endpoints } from '#contract/endpoint.ts'
import { day, fragment, id, ids, moment, requiredText, text, whole } from '#contract/fields.ts'
import { recurrence } from '#contract/recurrence.ts'

export const taskStatuses = ['not_started', 'in_progress', 'waiting', 'done', 'cancelled'] as const
export type TaskStatus = (typeof taskStatuses)[number]
/** Nothing more is to be done. */
export const isClosed = (status: TaskStatus) => status === 'done' || status === 'cancelled'
export const openStatuses = taskStatuses.filter((status) => !isClosed(status))

/** Whether only closed tasks are asked for: they stand in the order in which they were closed, the latest first. */
export const areClosed = (view: string | undefined, statuses: readonly string[]) =>
  statuses.length > 0 ? statuses.every((status) => status === 'done' || status === 'cancelled') : view === 'done'

type Progress = { status: TaskStatus; percent_complete: number }

/**
 * Done is 100 %, and 100 % is done. Of the two the one that was changed decides; when both were, the status. What is taken
 * up again is below 100 % again, and what has been begun is not "not started".
 */
export function linkProgress(before: Progress, typed: Progress): Progress {
  const { status, percent_complete } = typed
  if (status === before.status && percent_complete !== before.percent_complete) {
    if (percent_complete === 100) return { status: 'done', percent_complete }
    const isNamed = status === 'done' || status === 'not_started'
    return { status: isNamed ? (percent_complete === 0 ? 'not_started' : 'in_progress') : status, percent_complete }
  }
  if (status === 'done') return { status, percent_complete: 100 }
  return { status, percent_complete: percent_complete === 100 ? (status === 'not_started' ? 0 : 50) : percent_complete }
}

const status = z.enum(taskStatuses)
const percent = whole(0, 100)
/** 1 high, 2 normal, 3 low. */
const priority = whole(1, 3)

const fields = {
  title: requiredText(200),
  description: text(20_000).default(null),
  status: status.default('not_started'),
  /** Whole per cent; tied to the status, see linkProgress. */
  percent_complete: percent.default(0),
  priority: priority.default(2),
  start_on: day.default(null),
  /** Not before start_on. */
  due_on: day.default(null),
  /** A colleague; whoever makes the task when left out. */
  responsible_id: id.optional(),
  participant_ids: z
    .array(id)
    .max(50)
    .default([])
    .transform((list) => [...new Set(list)]),
  /** When those concerned are reminded. */
  reminder_at: moment.nullable().default(null),
  /** RFC 5545 §3.3.10, "FREQ=WEEKLY;BYDAY=MO": the next one is made once this one is done or, by date, its day has passed. */
  recurrence: recurrence.default(null),
  /** Whether the rule counts from the due day, or from the day when the task was done. */
  recurs_from: z.enum(['completion', 'date']).nullable().default(null),
  company_id: id.nullable().default(null),
  person_id: id.nullable().default(null),
}

type Days = { start_on?: string | null | undefined; due_on?: string | null | undefined }
const isInOrder = ({ start_on, due_on }: Days) => !start_on || !due_on || start_on <= due_on

export const TaskInput = z
  .strictObject(fields)
  .refine(isInOrder, { error: 'due_before_start', path: ['due_on'], when: () => true })
  .refine(({ recurrence, recurs_from, due_on }) => !recurrence || recurs_from === 'completion' || due_on !== null, {
    error: 'due_for_recurrence',
    path: ['due_on'],
  })
  .transform((input) => ({
    ...input,
    recurs_from: input.recurrence && (input.recurs_from ?? ('date' as const)),
  }))
export type TaskInput = z.input<typeof TaskInput>

const nullableText = z.string().nullable()
const member = z.object({ id, name: z.string() })

export const ListedTask = z.object({
  id,
  version: z.int(),
  title: z.string(),
  status,
  percent_complete: z.int(),
  priority: z.int(),
  start_on: nullableText,
  due_on: nullableText,
  responsible_id: id,
  responsible_name: nullableText,
  participants: z.array(member),
  company_id: id.nullable(),
  company_name: nullableText,
  person_id: id.nullable(),
  person_name: nullableText,
  reminder_at: nullableText,
  recurrence: nullableText,
  recurs_from: z.enum(['completion', 'date']).nullable(),
  created_at: z.string(),
  created_by: id.nullable(),
  created_by_name: nullableText,
  changed_at: z.string(),
  closed_at: nullableText,
  closed_by_name: nullableText,
  deleted_at: nullableText,
})
export type ListedTask = z.infer<typeof ListedTask>

export const Task = ListedTask.extend({
  description: nullableText,
  /** Of a series: the one before this, and the one after it. */
  previous_id: id.nullable(),
  next_id: id.nullable(),
})
export type Task = z.infer<typeof Task>

/**
 * mine: I am responsible; delegated: I made it and another is responsible; shared: I take part; overdue: its day has passed;
 * future: it begins, or without a beginning is due, after today; all; done: closed ones, the latest first. But for the last
 * only open ones, unless statuses are named. Today is today in Norway.
 */
export const taskViews = ['mine', 'delegated', 'shared', 'overdue', 'future', 'all', 'done'] as const

const filter = {
  view: z.enum(taskViews).default('all'),
  /** Part of the title, of the company's or the person's name. */
  q: fragment(200),
  /** Several with commas between. */
  statuses: z
    .string()
    .max(100)
    .default('')
    .transform((list) => list.split(',').filter(Boolean))
    .pipe(z.array(status)),
  responsible_ids: ids,
  /** First and last due day, both included. */
  due_from: day.default(null),
  due_to: day.default(null),
  /** Those without a due day alone. */
  without_due: z.stringbool().default(false),
  company_id: id.optional(),
  person_id: id.optional(),
}

/** What can be changed in a list, without the rest of the task. */
const Part = z
  .strictObject({
    status: status.optional(),
    percent_complete: percent.optional(),
    priority: priority.optional(),
    start_on: day.optional(),
    due_on: day.optional(),
    responsible_id: id.optional(),
    deleted: z.boolean().optional(),
  })
  .refine(isInOrder, { error: 'due_before_start', path: ['due_on'] })
export type TaskPart = z.output<typeof Part>

const byId = z.object({ id })
const read = { module: 'crm', right: 'read' } as const
const change = { module: 'crm', right: 'change' } as const

export const tasks = {
  create: {
    method: 'POST',
    path: '/api/tasks',
    title: 'Make a task',
    access: change,
    body: TaskInput,
    reply: Task,
  },
  list: {
    method: 'GET',
    path: '/api/tasks',
    title: 'Tasks by their due day, those without one last; closed ones alone the latest first; a page at a time',
    access: read,
    query: z.strictObject({
      ...filter,
      /** `next` of the page before, with the same criteria: opaque. */
      after: z.string().max(500).optional(),
      size: z.coerce.number().int().min(1).max(200).default(50),
    }),
    reply: z.object({ items: z.array(ListedTask), next: nullableText }),
  },
  count: {
    method: 'GET',
    path: '/api/task-count',
    title: 'How many tasks the criteria let through; 1,001 means more than 1,000',
    access: read,
    query: z.strictObject(filter),
    reply: z.object({ count: z.int() }),
  },
  get: {
    method: 'GET',
    path: '/api/tasks/:id',
    title: 'A task',
    access: read,
    params: byId,
    reply: Task,
  },
  update: {
    method: 'PUT',
    path: '/api/tasks/:id',
    title: 'Change a task',
    access: change,
    params: byId,
    /** The whole record: what is left out becomes empty, but for the one responsible. */
    body: TaskInput,
    reply: Task,
    if_match: true,
  },
  change: {
    method: 'PATCH',
    path: '/api/tasks/:id',
    title: 'Change some of a task: complete, postpone, hand over',
    access: change,
    params: byId,
    body: Part,
    reply: Task,
    if_match: true,
  },
  delete: {
    method: 'DELETE',
    path: '/api/tasks/:id',
    title: 'Delete a task; it can be restored',
    access: change,
    params: byId,
    if_match: true,
  },
  restore: {
    method: 'POST',
    path: '/api/tasks/:id/restoration',
    title: 'Restore a deleted task',
    access: change,
    params: byId,
    reply: Task,
  },
  change_many: {
    method: 'POST',
    path: '/api/task-changes',
    title: 'Change many tasks at once, each in its own way; at most 500',
    access: change,
    body: z.strictObject({
      changes: z
        .array(z.strictObject({ id, version: z.int().optional(), change: Part }))
        .min(1)
        .max(500),
    }),
    /** `items` as they are now; left are those that have another version than was said, or are gone. */
    reply: z.object({ items: z.array(ListedTask), left: z.int() }),
  },
} satisfies Endpoints
