import { Menu } from '@mantine/core'
import { Suspense } from 'react'
import { texts as noteTexts } from '#web/notes/texts.ts'
import { texts } from '#web/platform/texts.ts'
import { lazily } from '#web/ui/lazily.tsx'

const NoteDialog = lazily(async () => (await import('#web/notes/note-dialog.tsx')).NoteDialog)
const TaskDialog = lazily(async () => (await import('#web/tasks/task-dialog.tsx')).TaskDialog)

export type NewRecord = 'task' | 'note'
type Of = { kind: 'company' | 'person'; id: string; name: string }

/** What can be made on a company or person, in the menu of its card. */
export function NewEntries({ onNew }: { onNew: (what: NewRecord) => void }) {
  return (
    <>
      <Menu.Item onClick={() => onNew('task')}>{texts.new_task}</Menu.Item>
      <Menu.Item onClick={() => onNew('note')}>{noteTexts.new_note}</Menu.Item>
    </>
  )
}

/** The form of something new, tied to the company or person. */
export function NewOnRecord({ what, of, onClose }: { what: NewRecord; of: Of; onClose: () => void }) {
  return (
    <Suspense>
      {what === 'note' && <NoteDialog of={of} note={null} onClose={onClose} />}
      {what === 'task' && (
        <TaskDialog id={null} typed={{ [of.kind]: { id: of.id, name: of.name } }} onClose={onClose} />
      )}
    </Suspense>
  )
}
