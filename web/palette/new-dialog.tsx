import { Suspense } from 'react'
import { lazily } from '#web/ui/lazily.tsx'
import type { DialogOfNew } from './new-records.ts'

const AddDialog = lazily(async () => (await import('#web/register/add-dialog.tsx')).AddDialog)
const TaskDialog = lazily(async () => (await import('#web/tasks/task-dialog.tsx')).TaskDialog)

/** The form of something new that hangs on nothing yet. */
export function NewDialog({ what, onClose }: { what: DialogOfNew | null; onClose: () => void }) {
  if (what === null) return null
  return (
    <Suspense>
      {what === 'task' ? <TaskDialog id={null} onClose={onClose} /> : <AddDialog unit={what} onClose={onClose} />}
    </Suspense>
  )
}
