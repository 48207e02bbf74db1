import { type FormEvent, useState } from 'react'
import { type Task, TaskInput, tasks } from '#contract/tasks.ts'
import { useMembers } from '#web/companies/members.ts'
import { call } from '#web/platform/api.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { useRecordForm } from '#web/platform/record-form.ts'
import { useSession } from '#web/platform/session.ts'
import { ConflictPanel } from '#web/ui/conflict-panel.tsx'
import { FormDialog } from '#web/ui/form-frame.tsx'
import { showTyped, taskLabel, type TaskForm as Form, toTaskForm, toTaskInput } from './task-fields.ts'
import { TaskFields } from './task-form-fields.tsx'
import { TaskStory } from './task-story.tsx'
import { texts } from './texts.ts'

type Props = {
  /** Null: a new one. */
  task: Task | null
  /** What is known of a new one. */
  typed?: Partial<Form>
  isFullScreen: boolean
  onSaved: (task: Task) => void
  onClose: () => void
}

/** Makes or changes a task. Nothing typed is lost: not by a refusal, a reload, or a colleague who saved first. */
export function TaskForm({ task, typed = {}, isFullScreen, onSaved, onClose }: Props) {
  const { user } = useSession()
  const { memberName } = useMembers()
  const of = typed.company ?? typed.person
  const record = useRecordForm(`task:${task?.id ?? `new${of ? `:${of.id}` : ''}`}`, task, toTaskForm(user.id), typed)
  const { form, base, conflicts } = record
  const [key] = useState(() => crypto.randomUUID())
  const fields = useFieldErrors()
  const set = (change: Partial<Form>) => {
    for (const field of Object.keys(change)) for (const name of sentAs[field] ?? [field]) fields.forget(name)
    record.set(change)
  }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (fields.isSending) return
    const body = toTaskInput(form)
    let saved: Task | undefined
    const save = async () => {
      saved = base
        ? await call(tasks.update, { params: { id: base.id }, body, version: base.version })
        : await call(tasks.create, { body, key })
    }
    await fields.check(TaskInput, body, save, (refusal) => {
      if (refusal.code !== 'stale') return false
      record.onStale(refusal.current as Task)
      return true
    })
    if (!saved) return
    record.discard()
    onSaved(saved)
  }
  return (
    <FormDialog
      {...record}
      title={task ? texts.task : texts.new_task}
      size="xl"
      isFullScreen={isFullScreen}
      isSending={fields.isSending}
      refusal={fields.general}
      onSubmit={send}
      onClose={onClose}
    >
      {conflicts && (
        <ConflictPanel
          conflicts={conflicts}
          labelOf={taskLabel}
          show={showTyped(memberName)}
          chosen={(field) => form[field as keyof Form]}
          onChoose={(field, value) => set({ [field]: value })}
        />
      )}
      <TaskFields form={form} base={base} set={set} errorOf={fields.errorOf} />
      {base && <TaskStory task={base} />}
    </FormDialog>
  )
}

/** Fields of the form that are sent by another name, or are judged together. */
const sentAs: Record<string, string[]> = {
  company: ['company_id'],
  person: ['person_id'],
  reminder_day: ['reminder_at'],
  reminder_time: ['reminder_at'],
  start_on: ['start_on', 'due_on'],
  recurrence: ['recurrence', 'due_on'],
  recurs_from: ['recurs_from', 'due_on'],
}
