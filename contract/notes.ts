import { z } from 'zod'
import type { Endpoints } from '#contract/endpoint.ts'
import { day, fragment, id, requiredText } from '#contract/fields.ts'
import { emptyDocument, NoteDocument } from '#contract/note-document.ts'

const fields = {
  subject: requiredText(200),
  /** The editor's document; a note may be its subject alone. Mentions name colleagues by their user's id. */
  body: NoteDocument.default(emptyDocument),
  /** Today, in Norway, when left out. */
  noted_on: day.default(null),
  /** Seen by its author alone, who alone may make it so or take it back. */
  is_private: z.boolean().default(false),
}

export const NoteInput = z.strictObject(fields)
export type NoteInput = z.input<typeof NoteInput>

/** At least one of the two that it is about. */
const NewNote = z
  .strictObject({ ...fields, company_id: id.nullable().default(null), person_id: id.nullable().default(null) })
  .refine(({ company_id, person_id }) => company_id !== null || person_id !== null, {
    error: 'required',
    path: ['company_id'],
  })

const nullableText = z.string().nullable()
const head = {
  id,
  version: z.int(),
  company_id: nullableText,
  person_id: nullableText,
  subject: z.string(),
  noted_on: z.string(),
  author_id: z.string(),
  is_private: z.boolean(),
  pinned_at: nullableText,
  created_at: z.string(),
  changed_at: z.string(),
}

export const Note = z.object({ ...head, body: z.custom<NoteDocument>() })
export type Note = z.infer<typeof Note>

const names = {
  author_name: z.string(),
  /** Whoever changed it last. */
  changed_by_name: nullableText,
}
export const ListedNote = z.object({
  ...head,
  ...names,
  /** The first 400 characters of the text. */
  excerpt: z.string(),
  /** Whether there is more than the excerpt shows: further text, or a form that plain text has not. */
  has_more: z.boolean(),
})
export type ListedNote = z.infer<typeof ListedNote>

const pair = <S extends z.ZodType>(value: S) => z.tuple([value.nullable(), value.nullable()]).optional()
export const NoteVersion = z.object({
  id,
  at: z.string(),
  user_name: nullableText,
  via: z.string(),
  action: z.string(),
  /** Old and new value of each field that was changed. */
  changes: z.object({
    subject: pair(z.string()),
    body: pair(z.custom<NoteDocument>()),
    noted_on: pair(z.string()),
    is_private: pair(z.boolean()),
    pinned_at: pair(z.string()),
  }),
})
export type NoteVersion = z.infer<typeof NoteVersion>

const byId = z.object({ id })
const read = { module: 'crm', right: 'read' } as const
const change = { module: 'crm', right: 'change' } as const

/** A private note of another is not there: each answer is as for an id that nobody has. */
export const notes = {
  list: {
    method: 'GET',
    path: '/api/notes',
    title: 'Notes about a company or a person: those pinned first, then the newest, 50 at a time',
    access: read,
    query: z
      .strictObject({
        company_id: id.optional(),
        person_id: id.optional(),
        /** Found in the subject and the text, in any spelling of æ, ø, å. */
        q: fragment(200),
        author_id: id.optional(),
        is: z.enum(['any', 'private', 'open']).default('any'),
        /** The last note of the page before. */
        after: id.optional(),
      })
      .refine(({ company_id, person_id }) => (company_id === undefined) !== (person_id === undefined), {
        error: 'one_of_two',
        path: ['company_id'],
      }),
    reply: z.object({
      items: z.array(ListedNote),
      next: id.nullable(),
      /** For administrators, with the first page: how many private notes others have here. Never what they say. */
      hidden: z.array(z.object({ author_name: z.string(), count: z.int() })),
    }),
  },
  get: { method: 'GET', path: '/api/notes/:id', title: 'A note', access: read, params: byId, reply: Note },
  create: {
    method: 'POST',
    path: '/api/notes',
    title: 'Write a note about a company, a person or both; who is mentioned in it is told, unless it is private',
    access: change,
    body: NewNote,
    reply: Note,
  },
  update: {
    method: 'PUT',
    path: '/api/notes/:id',
    title: 'Change a note; who is newly mentioned in it is told',
    access: change,
    params: byId,
    /** The whole record; what is left out is as in a new one. */
    body: NoteInput,
    reply: Note,
    if_match: true,
  },
  pin: {
    method: 'PUT',
    path: '/api/notes/:id/pin',
    title: 'Pin a note: it stands before the others, for everybody',
    access: change,
    params: byId,
    reply: Note,
    if_match: true,
  },
  unpin: {
    method: 'DELETE',
    path: '/api/notes/:id/pin',
    title: 'Unpin a note',
    access: change,
    params: byId,
    reply: Note,
    if_match: true,
  },
  delete: {
    method: 'DELETE',
    path: '/api/notes/:id',
    title: 'Delete a note; it can be restored',
    access: change,
    params: byId,
    if_match: true,
  },
  restore: {
    method: 'POST',
    path: '/api/notes/:id/restoration',
    title: 'Restore a deleted note',
    access: change,
    params: byId,
    reply: Note,
  },
  versions: {
    method: 'GET',
    path: '/api/notes/:id/versions',
    title: 'How a note was before: who changed what of it, newest first, 10 at a time',
    access: read,
    params: byId,
    query: z.strictObject({ before: id.optional() }),
    reply: z.object({ items: z.array(NoteVersion), next: id.nullable() }),
  },
} satisfies Endpoints
