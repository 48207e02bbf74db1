import { Suspense } from 'react'
import { lazily } from '#web/ui/lazily.tsx'
import type { DialogOfNew } from './new-records.ts'

const TaskDialog = lazily(async () => (await import('#web/tasks/task-dialog.tsx')).TaskDialog)

/** The form of something new that hangs on nothing yet. */
export function NewDialog({ what, onClose }: { what: DialogOfNew | null; onClose: () => void }) {
  return <Suspense>{what === 'task' && <TaskDialog id={null} onClose={onClose} />}</Suspense>
}
