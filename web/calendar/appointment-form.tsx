import { Alert, Button, Stack } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type Appointment, AppointmentInput, appointments, type Part } from '#contract/appointments.ts'
import { call } from '#web/platform/api.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { useRecordForm } from '#web/platform/record-form.ts'
import { useRights, useSession } from '#web/platform/session.ts'
import { fill, texts as common } from '#web/platform/texts.ts'
import { ConflictPanel } from '#web/ui/conflict-panel.tsx'
import { FormFrame } from '#web/ui/form-frame.tsx'
import { tellUndo } from '#web/ui/tell-undo.tsx'
import { type AppointmentForm as Form, fieldLabel, showTyped, toForm, toInput } from './appointment-fields.ts'
import { AppointmentSections } from './appointment-sections.tsx'
import { PartQuestion } from './part-question.tsx'
import { useJoin } from './use-join.ts'
import { formTexts, texts } from './texts.ts'

type Props = {
  appointment: Appointment | null
  /** Of a series the occurrence that is looked at. */
  at?: string | undefined
  /** What a new one begins with. */
  initial: Form
  onSaved: (saved: Appointment) => void
  onCancel: () => void
}

/** Makes or changes an appointment. Nothing typed is lost: not by a refusal, a reload, or a colleague who saved first. */
export function AppointmentForm(props: Props) {
  const { appointment, at, initial, onSaved, onCancel } = props
  const name = `appointment:${appointment?.id ?? 'new'}${at ? `:${at}` : ''}`
  // An occurrence that a colleague changed by itself is looked at by itself.
  const formOf = (record: Appointment | null) =>
    record ? toForm(record, record.id === appointment?.id ? at : undefined) : initial
  const record = useRecordForm<Form, Appointment>(name, appointment, formOf)
  const { form, base, conflicts } = record
  const isPart = at !== undefined && base?.id === appointment?.id
  const [asks, setAsks] = useState(false)
  const reason = useReason(base)
  const join = useJoin()
  const { fields, save } = useSave(form, base, record.onStale)
  const set = (change: Partial<Form>) => {
    for (const field of Object.keys(change)) fields.forget(columnOf[field] ?? field)
    record.set(change)
  }
  const send = async (part: Partial<Part>) => {
    setAsks(false)
    const saved = await save(part)
    if (!saved) return
    record.discard()
    if (base && part.scope === 'following' && saved.id !== base.id)
      tellUndo(formTexts.rest_changed, () => join(base.id))
    onSaved(saved)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (fields.isSending) return
    // What is faulty is told before it is asked which are meant.
    if (isPart && AppointmentInput.safeParse(toInput(form)).success) setAsks(true)
    else void send({})
  }
  const sections = <AppointmentSections form={form} base={base} set={set} errorOf={fields.errorOf} />
  if (reason) return <ReadOnly reason={reason} onBack={onCancel} sections={sections} />
  return (
    <FormFrame {...record} isSending={fields.isSending} refusal={fields.general} onSubmit={submit} onCancel={onCancel}>
      {conflicts && (
        <ConflictPanel
          conflicts={conflicts}
          labelOf={fieldLabel}
          show={showTyped}
          chosen={(field) => form[field as keyof Form]}
          onChoose={(field, value) => set({ [field]: value })}
        />
      )}
      {sections}
      {asks && (
        <PartQuestion
          onChoose={(scope) => void send({ scope, ...(at && { occurrence: at }) })}
          onClose={() => setAsks(false)}
          // Another rule is no matter of one occurrence.
          {...(form.recurrence !== base?.recurrence && { without: 'one' as const })}
        />
      )}
    </FormFrame>
  )
}

/** Fields of the form that go by another name to the server. */
const columnOf: Record<string, string> = {
  ...{ day: 'starts_at', time: 'starts_at', end_day: 'ends_at', end_time: 'ends_at', is_all_day: 'ends_at' },
  reminder: 'reminder_minutes',
}

/** Why it can not be changed; null when it can. */
function useReason(base: Appointment | null): string | null {
  const { mayChange } = useRights()
  const { user } = useSession()
  if (!mayChange('crm')) return texts.no_change
  if (base?.is_private && base.organizer_id !== user.id)
    return fill(formTexts.private_by, { name: base.organizer_name ?? '' })
  return null
}

function ReadOnly({ reason, sections, onBack }: { reason: string; sections: React.ReactNode; onBack: () => void }) {
  return (
    <Stack gap="md">
      <Alert color="gray">{reason}</Alert>
      <fieldset disabled className="plain-fieldset">
        {sections}
      </fieldset>
      <div>
        <Button variant="default" onClick={onBack}>
          {common.close}
        </Button>
      </div>
    </Stack>
  )
}

/** Sends the form as it stands; a refusal goes to its field, a colleague's version is merged. */
function useSave(form: Form, base: Appointment | null, onStale: (current: Appointment) => void) {
  const queries = useQueryClient()
  const [key] = useState(() => crypto.randomUUID())
  const fields = useFieldErrors()
  const save = async (part: Partial<Part>) => {
    const body = toInput(form)
    let saved: Appointment | undefined
    const write = async () => {
      saved = base
        ? await call(appointments.update, { params: { id: base.id }, query: part, body, version: base.version })
        : await call(appointments.create, { body, key })
    }
    await fields.check(AppointmentInput, body, write, (refusal) => {
      if (refusal.code !== 'stale') return false
      onStale(refusal.current as Appointment)
      return true
    })
    if (saved) await queries.invalidateQueries()
    return saved
  }
  return { fields, save }
}
