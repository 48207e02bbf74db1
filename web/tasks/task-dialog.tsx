import { Alert, Loader, Modal } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { tasks } from '#contract/tasks.ts'
import { call, Refusal } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { fill, texts as shared } from '#web/platform/texts.ts'
import { tell } from '#web/ui/tell-undo.tsx'
import type { TaskForm as Form } from './task-fields.ts'
import { TaskForm } from './task-form.tsx'
import { texts } from './texts.ts'

type Props = {
  /** Null: a new one. */
  id: string | null
  typed?: Partial<Form>
  onClose: () => void
}

/** A task in a dialog, over whatever one came from. */
export function TaskDialog({ id, typed, onClose }: Props) {
  const queries = useQueryClient()
  const isNarrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  const { data, error } = useQuery({
    queryKey: ['task', id],
    queryFn: () => call(tasks.get, { params: { id: id ?? '' } }),
    enabled: id !== null,
    // What is typed over is the task as it was when the form opened.
    gcTime: 0,
  })
  // Once the form is there it stays, whatever becomes of the task: nothing that is typed goes out of sight.
  if (id !== null && !data) {
    const isGone = error instanceof Refusal && error.status === 404
    return (
      <Modal opened onClose={onClose} title={texts.task} closeButtonProps={{ 'aria-label': shared.close }}>
        {error ? <Alert color="red">{isGone ? texts.not_there : sentenceOf(error)}</Alert> : <Loader size="sm" />}
      </Modal>
    )
  }
  return (
    <TaskForm
      key={id}
      task={data ?? null}
      {...(typed ? { typed } : {})}
      isFullScreen={isNarrow ?? false}
      onClose={onClose}
      onSaved={async ({ title }) => {
        await queries.invalidateQueries()
        onClose()
        tell(fill(texts.saved, { name: title }))
      }}
    />
  )
}
