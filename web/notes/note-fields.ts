import { emptyDocument, NoteDocument } from '#contract/note-document.ts'
import type { Note, NoteInput } from '#contract/notes.ts'
import { formatDay } from '#web/platform/texts.ts'

/** What stands in the form; the day as it is typed. */
export type NoteForm = { subject: string; body: NoteDocument; noted_on: string; is_private: boolean }
export type NoteField = keyof NoteForm

export function toForm(note: Note | null): NoteForm {
  if (!note) return { subject: '', body: emptyDocument, noted_on: '', is_private: false }
  const { subject, body, noted_on, is_private } = note
  return { subject, body, noted_on: formatDay(noted_on), is_private }
}

/** An empty day is today's. */
export const toInput = ({ noted_on, ...rest }: NoteForm): NoteInput => ({ ...rest, noted_on: noted_on.trim() || null })

/** A document as it is stored: the editor adds to it what nobody wrote. */
const plainOf = (value: unknown) => NoteDocument.safeParse(value).data ?? value
const isSame = (one: unknown, other: unknown) => JSON.stringify(plainOf(one)) === JSON.stringify(plainOf(other))

/** My form on top of what a colleague saved meanwhile: what I did not touch is theirs, and what both changed is named. */
export function mergeNotes(mine: NoteForm, base: Note, current: Note) {
  const [before, theirs] = [toForm(base), toForm(current)]
  const touched = (Object.keys(before) as NoteField[]).filter((field) => !isSame(mine[field], before[field]))
  const form = { ...theirs, ...Object.fromEntries(touched.map((field) => [field, mine[field]])) } as NoteForm
  const conflicts = touched.filter(
    (field) => !isSame(theirs[field], before[field]) && !isSame(theirs[field], mine[field]),
  )
  return { form, conflicts, mine, theirs }
}
export type Merged = ReturnType<typeof mergeNotes>
