import { emptyDocument, NoteDocument, textOf } from '#contract/note-document.ts'
import type { Note, NoteInput } from '#contract/notes.ts'
import type { Value } from '#web/platform/record-form.ts'
import { formatDay, texts as common } from '#web/platform/texts.ts'
import { texts } from './texts.ts'

/** What stands in the form; the day as it is typed. */
export type NoteForm = { subject: string; body: NoteDocument; noted_on: string; is_private: boolean }

export function toNoteForm(note: Note | null): NoteForm {
  if (!note) return { subject: '', body: emptyDocument, noted_on: '', is_private: false }
  const { subject, body, noted_on, is_private } = note
  return { subject, body: plainOf(body), noted_on: formatDay(noted_on), is_private }
}

/** An empty day is today's. */
export const toInput = ({ noted_on, ...rest }: NoteForm): NoteInput => ({ ...rest, noted_on: noted_on.trim() || null })

/** A document without what the editor adds of its own; one that is refused stays as it is, to be shortened. */
export const plainOf = (document: NoteDocument): NoteDocument => NoteDocument.safeParse(document).data ?? document

const labels: Record<string, string> = {
  subject: texts.subject,
  body: texts.text,
  noted_on: texts.date,
  is_private: texts.is_private,
}
export const labelOf = (field: string) => labels[field] ?? field

/** As a person reads it; of a long text the beginning. */
export function show(field: string, value: Value): string {
  if (typeof value === 'boolean') return value ? common.yes : common.no
  const document = field === 'body' ? NoteDocument.safeParse(value).data : undefined
  const text = document ? textOf(document) : String(value ?? '')
  return text.length > 600 ? `${text.slice(0, 600)} …` : text || common.empty
}
