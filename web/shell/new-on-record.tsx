import { Navigate } from '@tanstack/react-router'
import { Suspense } from 'react'
import type { Of } from '#web/cards/of.ts'
import { texts as noteTexts } from '#web/notes/texts.ts'
import { texts } from '#web/platform/texts.ts'
import type { PageAction } from '#web/platform/page-actions.ts'
import { lazily } from '#web/ui/lazily.tsx'

const NoteDialog = lazily(async () => (await import('#web/notes/note-dialog.tsx')).NoteDialog)
const TaskDialog = lazily(async () => (await import('#web/tasks/task-dialog.tsx')).TaskDialog)

export type NewRecord = 'appointment' | 'task' | 'note'
/** What can be made on a company or person: entries of the menu of its card, and of the command palette. */
export const newOnRecord = (onNew: (what: NewRecord) => void): PageAction[] => [
  { label: texts.new_appointment, onChoose: () => onNew('appointment') },
  { label: texts.new_task, onChoose: () => onNew('task') },
  { label: noteTexts.new_note, onChoose: () => onNew('note') },
]

/** The form of something new, tied to the company or person. */
export function NewOnRecord({ what, of, onClose }: { what: NewRecord; of: Of; onClose: () => void }) {
  return (
    <Suspense>
      {what === 'appointment' && (
        <Navigate to="/calendar/$id" params={{ id: 'new' }} search={{ [of.kind]: of.id, name: of.name }} />
      )}
      {what === 'note' && <NoteDialog of={of} note={null} onClose={onClose} />}
      {what === 'task' && (
        <TaskDialog id={null} typed={{ [of.kind]: { id: of.id, name: of.name } }} onClose={onClose} />
      )}
    </Suspense>
  )
}
