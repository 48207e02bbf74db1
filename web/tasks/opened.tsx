import { useLocation } from '@tanstack/react-router'
import { type ReactNode, Suspense, useState } from 'react'
import type { ListedTask } from '#contract/tasks.ts'
import { lazily } from '#web/ui/lazily.tsx'
import { useTaskActions } from './actions.ts'
import { DayDialog } from './day-dialog.tsx'
import type { TaskForm as Form } from './task-fields.ts'

const TaskDialog = lazily(async () => (await import('./task-dialog.tsx')).TaskDialog)

type Opened = { id: string | null; typed?: Partial<Form> } | { day_of: ListedTask }
export type Open = (opened: Opened) => void

/** The dialogs that a list of tasks opens: a task, a new one, a day to move one to. */
export function useOpened(): { open: Open; dialogs: ReactNode } {
  const { pathname } = useLocation()
  const [shown, show] = useState<{ opened: Opened; at: string } | null>(null)
  const { moveTo } = useTaskActions()
  const open = (opened: Opened) => show({ opened, at: pathname })
  const close = () => show(null)
  // A link in the dialog leads to another page, also when that is shown over this one.
  const opened = shown?.at === pathname ? shown.opened : null
  const dialogs =
    opened &&
    ('day_of' in opened ? (
      <DayDialog day={opened.day_of.due_on} onClose={close} onChoose={(day) => moveTo([opened.day_of], day)} />
    ) : (
      <Suspense>
        <TaskDialog {...opened} onClose={close} />
      </Suspense>
    ))
  return { open, dialogs }
}
