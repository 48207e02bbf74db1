import type { Task, TaskInput, TaskStatus } from '#contract/tasks.ts'
import { normaliseDay, normaliseTime } from '#contract/rules.ts'
import type { Value } from '#web/platform/record-form.ts'
import { fill, formatDay, readLanguage, texts as shared } from '#web/platform/texts.ts'
import { recurrenceSentence } from '#web/ui/recurrence-sentence.ts'
import { texts } from './texts.ts'

export type Linked = { id: string; name: string }

/** The form holds what is typed, as text; the contract makes values of it. */
export type TaskForm = {
  title: string
  description: string
  status: TaskStatus
  percent_complete: string
  priority: string
  start_on: string
  due_on: string
  responsible_id: string
  participant_ids: string[]
  reminder_day: string
  reminder_time: string
  recurrence: string | null
  recurs_from: 'completion' | 'date'
  company: Linked | null
  person: Linked | null
}

export const toTaskForm = (myId: string) => (task: Task | null) => {
  const form: TaskForm = {
    title: task?.title ?? '',
    description: task?.description ?? '',
    status: task?.status ?? 'not_started',
    percent_complete: String(task?.percent_complete ?? 0),
    priority: String(task?.priority ?? 2),
    start_on: formatDay(task?.start_on ?? ''),
    due_on: formatDay(task?.due_on ?? ''),
    responsible_id: task?.responsible_id ?? myId,
    participant_ids: task?.participants.map(({ id }) => id) ?? [],
    ...reminderFields(task?.reminder_at ?? null),
    recurrence: task?.recurrence ?? null,
    recurs_from: task?.recurs_from ?? 'date',
    company: linked(task?.company_id, task?.company_name),
    person: linked(task?.person_id, task?.person_name),
  }
  return form
}

const linked = (id: string | null | undefined, name: string | null | undefined): Linked | null =>
  id ? { id, name: name ?? shared.unknown } : null

/** By the clock of the screen, as moments are shown everywhere. */
function reminderFields(at: string | null) {
  if (!at) return { reminder_day: '', reminder_time: '' }
  const date = new Date(at)
  const two = (number: number) => String(number).padStart(2, '0')
  return {
    reminder_day: `${two(date.getDate())}.${two(date.getMonth() + 1)}.${date.getFullYear()}`,
    reminder_time: `${two(date.getHours())}:${two(date.getMinutes())}`,
  }
}

/** What is sent; what can not be read goes as it is, and is refused at its field. */
export function toTaskInput(form: TaskForm): TaskInput {
  const { company, person, reminder_day, reminder_time, percent_complete, priority, ...rest } = form
  const percent = percent_complete.replace(/[\s%]/g, '')
  return {
    ...rest,
    percent_complete: (/^\d+$/.test(percent) ? Number(percent) : percent_complete) as number,
    priority: Number(priority),
    reminder_at: reminderOf(reminder_day.trim(), reminder_time),
    recurs_from: form.recurrence ? form.recurs_from : null,
    company_id: company?.id ?? null,
    person_id: person?.id ?? null,
  }
}

/** At eight in the morning when no time is said. */
function reminderOf(day: string, time: string): string | null {
  if (!day && !time.trim()) return null
  const [date, clock] = [normaliseDay(day), time.trim() ? normaliseTime(time) : '08:00']
  return date && clock ? new Date(`${date}T${clock}`).toISOString() : `${day} ${time}`
}

/** What a field is called on the screen. */
export const taskLabel = (field: string) => (field in texts ? texts[field as keyof typeof texts] : field)

/** What is in a field, as a person reads it. */
export const showTyped = (memberName: (id: string) => string | undefined) => (field: string, value: Value) => {
  const names = (ids: string[]) => ids.map((id) => memberName(id) ?? shared.unknown).join(', ')
  if (value === null || value === undefined || value === '') return shared.empty
  if (Array.isArray(value)) return names(value) || shared.empty
  if (typeof value === 'object') return (value as Linked).name
  if (typeof value === 'boolean') return value ? shared.yes : shared.no
  if (field === 'status') return texts[value as TaskStatus]
  if (field === 'priority') return texts[`priority_${value as '1' | '2' | '3'}`]
  if (field === 'responsible_id') return names([value])
  if (field === 'recurs_from') return value === 'date' ? texts.from_date : texts.from_completion
  if (field === 'recurrence') return fill(texts.repeats, { rule: recurrenceSentence(value, readLanguage()) })
  return value
}
