import { MultiSelect, NativeSelect, Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core'
import { normaliseDay } from '#contract/rules.ts'
import { linkProgress, type Task, type TaskStatus, taskStatuses } from '#contract/tasks.ts'
import { useMembers } from '#web/companies/members.ts'
import { useSession } from '#web/platform/session.ts'
import { fill } from '#web/platform/texts.ts'
import { DayInput } from '#web/ui/day-input.tsx'
import { RecurrenceInput } from '#web/ui/recurrence-input.tsx'
import { TimeInput } from '#web/ui/time-input.tsx'
import { todayIs } from './days.ts'
import { RecordSelect } from './record-select.tsx'
import type { TaskForm } from './task-fields.ts'
import { texts } from './texts.ts'

type Props = {
  form: TaskForm
  base: Task | null
  set: (change: Partial<TaskForm>) => void
  errorOf: (field: string) => string | undefined
}

export function TaskFields({ form, base, set, errorOf }: Props) {
  return (
    <Stack gap="sm">
      <TextInput
        label={texts.title}
        required
        data-autofocus
        autoComplete="off"
        maxLength={500}
        value={form.title}
        onChange={({ currentTarget }) => set({ title: currentTarget.value })}
        error={errorOf('title')}
      />
      <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm" verticalSpacing="sm">
        <DayInput
          label={texts.due_on}
          value={form.due_on}
          onChange={(due_on) => set({ due_on })}
          error={errorOf('due_on')}
        />
        <DayInput
          label={texts.start_on}
          value={form.start_on}
          onChange={(start_on) => set({ start_on })}
          error={errorOf('start_on')}
        />
        <Progress form={form} set={set} errorOf={errorOf} />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="sm">
        <People form={form} base={base} set={set} errorOf={errorOf} />
        <RecordSelect
          label={texts.company}
          kind="company"
          value={form.company}
          onChange={(company) => set({ company })}
          error={errorOf('company_id')}
        />
        <RecordSelect
          label={texts.person}
          kind="person"
          value={form.person}
          onChange={(person) => set({ person })}
          error={errorOf('person_id')}
        />
      </SimpleGrid>
      <Textarea
        label={texts.description}
        autosize
        minRows={3}
        maxRows={12}
        value={form.description}
        onChange={({ currentTarget }) => set({ description: currentTarget.value })}
        error={errorOf('description')}
      />
      <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm" verticalSpacing="sm">
        <NativeSelect
          label={texts.priority}
          data={(['1', '2', '3'] as const).map((value) => ({ value, label: texts[`priority_${value}`] }))}
          value={form.priority}
          onChange={({ currentTarget }) => set({ priority: currentTarget.value })}
          error={errorOf('priority')}
        />
        <DayInput
          label={texts.reminder_day}
          value={form.reminder_day}
          onChange={(reminder_day) => set({ reminder_day })}
          error={errorOf('reminder_at')}
        />
        <TimeInput
          label={texts.reminder_time}
          value={form.reminder_time}
          onChange={(reminder_time) => set({ reminder_time })}
        />
      </SimpleGrid>
      <RecurrenceInput
        value={form.recurrence}
        onChange={(recurrence) => set({ recurrence })}
        first={normaliseDay(form.due_on.trim()) ?? todayIs()}
        error={errorOf('recurrence')}
      />
      {form.recurrence && (
        <NativeSelect
          label={texts.recurs_from}
          maw={260}
          data={[
            { value: 'date', label: texts.from_date },
            { value: 'completion', label: texts.from_completion },
          ]}
          value={form.recurs_from}
          onChange={({ currentTarget }) =>
            set({ recurs_from: currentTarget.value === 'completion' ? 'completion' : 'date' })
          }
        />
      )}
    </Stack>
  )
}

type PartProps = Pick<Props, 'form' | 'set' | 'errorOf'>

/** Status and per cent follow each other while one types. */
function Progress({ form, set, errorOf }: PartProps) {
  const follow = (typed: { status: TaskStatus; percent_complete: string }) => {
    const [before, after] = [Number(form.percent_complete), Number(typed.percent_complete.replace(/[\s%]/g, '') || NaN)]
    if (!Number.isInteger(after) || after > 100) return set(typed)
    const progress = linkProgress(
      { status: form.status, percent_complete: before },
      { status: typed.status, percent_complete: after },
    )
    return set({ status: progress.status, percent_complete: String(progress.percent_complete) })
  }
  return (
    <>
      <NativeSelect
        label={texts.status}
        data={taskStatuses.map((value) => ({ value, label: texts[value] }))}
        value={form.status}
        onChange={({ currentTarget }) => follow({ ...form, status: currentTarget.value as TaskStatus })}
        error={errorOf('status')}
      />
      <TextInput
        label={texts.percent_complete}
        inputMode="numeric"
        autoComplete="off"
        maxLength={6}
        value={form.percent_complete}
        onChange={({ currentTarget }) => follow({ ...form, percent_complete: currentTarget.value })}
        error={errorOf('percent_complete')}
      />
    </>
  )
}

function People({ form, base, set, errorOf }: Omit<Props, 'record'>) {
  const { members } = useMembers()
  const { user } = useSession()
  // Who has left stays on the tasks that she has.
  const left = [...(base ? [{ id: base.responsible_id, name: base.responsible_name ?? '' }, ...base.participants] : [])]
  const all = [...members, ...left.filter(({ id }) => !members.some((member) => member.id === id))]
  const data = [...new Map(all.map((member) => [member.id, member])).values()].map(({ id, name }) => ({
    value: id,
    label: id === user.id ? fill(texts.me, { name }) : name,
  }))
  return (
    <>
      <Select
        label={texts.responsible_id}
        searchable
        allowDeselect={false}
        data={data}
        value={form.responsible_id}
        onChange={(responsible_id) => responsible_id && set({ responsible_id })}
        error={errorOf('responsible_id')}
      />
      <MultiSelect
        label={texts.participant_ids}
        searchable
        clearable
        data={data}
        value={form.participant_ids}
        onChange={(participant_ids) => set({ participant_ids })}
        error={errorOf('participant_ids')}
      />
    </>
  )
}
