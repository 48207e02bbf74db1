import { z } from 'zod'
import type { Endpoints } from '#contract/endpoint.ts'
import { id, requiredText } from '#contract/fields.ts'
import { importFields } from '#contract/import-fields.ts'

/** Bytes of one piece of a file, at most. */
export const PIECE = 800_000
export const LARGEST_FILE = 50_000_000
export const MOST_ROWS = 200_000

/** What happens to a row whose company is registered already. */
export const importRules = ['skip', 'fill', 'overwrite', 'new'] as const

/** Those that end in -ing, but for receiving, are at work in the background. */
const importStates = [
  'receiving',
  'reading',
  'unreadable',
  'read',
  'checking',
  'checked',
  'importing',
  'imported',
  'undoing',
  'undone',
] as const

/** Of a checked row: a new company or person, one that is registered, one that an earlier row has, or faulty. */
const rowStates = ['unchecked', 'new', 'known', 'repeated', 'faulty'] as const

const field = z
  .string()
  .max(60)
  .refine(
    (value) => (importFields as string[]).includes(value) || /^custom\.[0-9a-f-]{36}$/.test(value),
    'unknown_import_field',
  )

const Counts = z.object({
  new: z.int(),
  known: z.int(),
  repeated: z.int(),
  faulty: z.int(),
  /** What the import did: companies made, companies changed, persons made, rows left out. */
  made: z.int(),
  changed: z.int(),
  persons: z.int(),
  left_out: z.int(),
  /** What an undo had to leave, because somebody has changed it since. */
  kept: z.int(),
})
export type ImportCounts = z.infer<typeof Counts>

export const Import = z.object({
  id,
  version: z.int(),
  file_name: z.string(),
  state: z.enum(importStates),
  /** The work rests: it was paused, or it failed and needs somebody to let it go on. */
  halt: z.enum(['paused', 'failed']).nullable(),
  /** Of a file that is unreadable the reason: file_empty, file_many_rows, file_old_workbook, file_large_workbook, file_unreadable. */
  refusal: z.string().nullable(),
  created_at: z.string(),
  user_name: z.string().nullable(),
  /** Of a CSV file its encoding and separator, of a workbook its sheet. */
  format: z
    .object({ kind: z.enum(['csv', 'xlsx']), encoding: z.string(), separator: z.string(), sheet: z.string() })
    .nullable(),
  has_header: z.boolean(),
  header: z.array(z.string()),
  /** For each column the field that it is, or null. */
  mapping: z.array(z.string().nullable()),
  rule: z.enum(importRules),
  row_count: z.int(),
  /** The rows can be looked at: they go thirty days after the import has ended. Undoing needs them not. */
  has_rows: z.boolean(),
  /** Rows that the running reading, check, import or undo has done. */
  done_rows: z.int(),
  counts: Counts,
})
export type Import = z.infer<typeof Import>

/** A warning does not keep the row out. */
const RowError = z.object({
  field: z.string(),
  value: z.string(),
  message: z.string(),
  is_warning: z.boolean().optional(),
})

export const ImportRow = z.object({
  /** As the file counts its rows: the headings are row 1. */
  number: z.int(),
  cells: z.array(z.string()),
  state: z.enum(rowStates),
  decision: z.enum(importRules).nullable(),
  errors: z.array(RowError),
  match: z.object({ id, name: z.string() }).nullable(),
  /** What it was known by: org_number, customer_number, email, or name. */
  matched_by: z.string().nullable(),
})
export type ImportRow = z.infer<typeof ImportRow>

const access = { module: 'crm', right: 'change' } as const
const byId = z.object({ id })

export const imports = {
  list: {
    method: 'GET',
    path: '/api/imports',
    title: 'Imports, the latest first',
    access,
    reply: z.object({ items: z.array(Import) }),
  },
  create: {
    method: 'POST',
    path: '/api/imports',
    title: 'Begin an import; the file follows in pieces',
    access,
    body: z.strictObject({
      file_name: requiredText(255),
      size: z.int().min(1, 'file_empty').max(LARGEST_FILE, 'file_large'),
    }),
    reply: Import,
  },
  /** The body is the bytes themselves (application/octet-stream), at most PIECE; sent again, a piece replaces itself. */
  piece: {
    method: 'PUT',
    path: '/api/imports/:id/pieces/:number',
    title: 'One piece of the file; the first is 0',
    access,
    params: z.object({
      id,
      number: z.coerce
        .number()
        .int()
        .min(0)
        .max(LARGEST_FILE / PIECE),
    }),
  },
  read: {
    method: 'POST',
    path: '/api/imports/:id/reading',
    title: 'Have the file that has come read: find its form, its rows and what its columns may be',
    access,
    params: byId,
    reply: Import,
  },
  get: { method: 'GET', path: '/api/imports/:id', title: 'An import', access, params: byId, reply: Import },
  plan: {
    method: 'PUT',
    path: '/api/imports/:id/plan',
    title: 'Say what the columns are, whether the first row is headings, and what happens to companies that are known',
    access,
    params: byId,
    body: z.strictObject({
      has_header: z.boolean(),
      mapping: z.array(field.nullable()).max(500),
      rule: z.enum(importRules),
    }),
    reply: Import,
    if_match: true,
  },
  rows: {
    method: 'GET',
    path: '/api/imports/:id/rows',
    title: 'Rows as they stand in the file, with what was found out of them',
    access,
    params: byId,
    query: z.strictObject({
      state: z.enum(rowStates).optional(),
      after: z.coerce.number().int().min(0).default(0),
      size: z.coerce.number().int().min(1).max(500).default(50),
    }),
    reply: z.object({ items: z.array(ImportRow), next: z.int().nullable() }),
  },
  decide: {
    method: 'PUT',
    path: '/api/imports/:id/rows/:number/decision',
    title: 'Decide on one row by itself; null leaves it to the rule',
    access,
    params: z.object({ id, number: z.coerce.number().int().min(1) }),
    body: z.strictObject({ decision: z.enum(importRules).nullable() }),
  },
  /** Done in the background: the import tells by `state`, `done_rows` and `row_count` how far it is. */
  start: {
    method: 'POST',
    path: '/api/imports/:id/work',
    title: 'Start a check, the import itself, or its undoing, which also ends an import in the middle',
    access,
    params: byId,
    body: z.strictObject({ work: z.enum(['check', 'import', 'undo']) }),
    reply: Import,
  },
  stop: {
    method: 'DELETE',
    path: '/api/imports/:id/work',
    title: 'Give up a check that is running',
    access,
    params: byId,
    reply: Import,
  },
  pause: {
    method: 'PUT',
    path: '/api/imports/:id/pause',
    title: 'Let the work rest',
    access,
    params: byId,
    reply: Import,
  },
  go_on: {
    method: 'DELETE',
    path: '/api/imports/:id/pause',
    title: 'Let work that rests go on where it was',
    access,
    params: byId,
    reply: Import,
  },
  delete: {
    method: 'DELETE',
    path: '/api/imports/:id',
    title: 'Forget an import and its file; what it imported stays',
    access,
    params: byId,
  },
} satisfies Endpoints
