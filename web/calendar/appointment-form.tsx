import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { type Appointment, AppointmentInput, appointments, type Part } from '#contract/appointments.ts'
import { call, type Refusal } from '#web/platform/api.ts'
import { useDraft, useDraftKey } from '#web/platform/draft.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { useRights, useSession } from '#web/platform/session.ts'
import { fill, texts as common } from '#web/platform/texts.ts'
import { formTexts as companyTexts } from '#web/companies/form-texts.ts'
import { type AppointmentForm as Form, type Conflict, mergeForms, toForm, toInput } from './appointment-fields.ts'
import { AppointmentSections } from './appointment-sections.tsx'
import { ConflictPanel } from './form-conflict.tsx'
import { PartQuestion } from './part-question.tsx'
import { formTexts, texts } from './texts.ts'

type Props = {
  appointment: Appointment | null
  /** Of a series the occurrence that is looked at. */
  at?: string | undefined
  /** What a new one begins with. */
  initial?: Form
  onSaved: (saved: Appointment) => void
  onCancel: () => void
}

/** What is typed, and the appointment that it was typed over. */
type Draft = { form: Partial<Form>; base: Appointment | null }

/** Makes or changes an appointment. Nothing typed is lost: not by a refusal, a reload, or a colleague who saved first. */
export function AppointmentForm({ appointment, at, initial, onSaved, onCancel }: Props) {
  const draft = useDraft<Draft>(useDraftKey(`appointment:${appointment?.id ?? 'new'}:${at ?? initial?.day ?? ''}`), {
    form: {},
    base: appointment,
  })
  const { base } = draft.value
  const isPart = base?.recurrence != null && at !== undefined
  const stored = useMemo(() => (base ? toForm(base, isPart ? at : undefined) : initial), [base, isPart, at, initial])
  const form = { ...stored, ...draft.value.form } as Form
  const isDirty = JSON.stringify(form) !== JSON.stringify(stored)
  const [conflicts, setConflicts] = useState<Conflict[] | null>(null)
  const [asks, setAsks] = useState(false)
  const ref = useRef<HTMLFormElement>(null)
  const reason = useReason(base)
  const set = (change: (now: Form) => Partial<Form>) =>
    draft.change((now) => ({ ...now, form: { ...now.form, ...change({ ...stored, ...now.form } as Form) } }))
  const onStale = (current: Appointment) => {
    if (!stored) return
    const merged = mergeForms(form, stored, toForm(current, current.id === base?.id && isPart ? at : undefined))
    draft.change({ form: merged.form, base: current })
    setConflicts(merged.conflicts)
  }
  const { save, fields } = useSave({ form, base, onStale })
  const send = async (scope: Part['scope']) => {
    setAsks(false)
    const saved = await save(isPart ? { scope, occurrence: at } : {})
    if (!saved) return
    draft.discard()
    onSaved(saved)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (fields.isSending || reason) return
    // What is faulty is told before it is asked which are meant.
    if (isPart && AppointmentInput.safeParse(toInput(form)).success) setAsks(true)
    else void send('all')
  }
  const leave = () => {
    if (isDirty && !reason)
      notifications.show({ message: companyTexts.kept, closeButtonProps: { 'aria-label': common.close } })
    onCancel()
  }
  useHotkeys([['mod+S', () => ref.current?.requestSubmit()]], [])
  const onKeyDown = (event: KeyboardEvent) => {
    const isMenu = (event.target as HTMLElement).getAttribute('aria-expanded') === 'true'
    if (event.key === 'Enter' && isMenu) event.preventDefault()
    if (event.key === 'Escape' && !event.defaultPrevented && !isMenu) leave()
  }
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc, wherever in the form one is */}
      <form
        ref={ref}
        onSubmit={submit}
        onKeyDown={onKeyDown}
        noValidate
        className="company-form"
        aria-label={formTexts.fields}
      >
        <Stack gap="md">
          {reason && <Alert color="gray">{reason}</Alert>}
          {draft.wasKept && (
            <Alert color="yellow" p="xs">
              {common.draft}{' '}
              <Anchor component="button" type="button" size="sm" onClick={draft.discard}>
                {common.discard_draft}
              </Anchor>
            </Alert>
          )}
          {conflicts && <ConflictPanel conflicts={conflicts} form={form} onChoose={(choice) => set(() => choice)} />}
          <fieldset disabled={reason !== null} className="plain-fieldset">
            <AppointmentSections form={form} base={base} set={set} fields={fields} />
          </fieldset>
        </Stack>
        <div className="save-bar">
          {fields.general && <div className="save-refusal">{fields.general}</div>}
          <Group justify="space-between" wrap="nowrap">
            <Group gap="sm" wrap="nowrap">
              <Button type="submit" loading={fields.isSending} disabled={reason !== null} title={reason ?? undefined}>
                {common.save}
              </Button>
              <Button variant="default" onClick={leave}>
                {common.cancel}
              </Button>
            </Group>
            <Text size="sm" c="dimmed" ta="end" role="status">
              {isDirty ? companyTexts.unsaved : companyTexts.no_changes}
            </Text>
          </Group>
        </div>
      </form>
      {asks && (
        <PartQuestion
          onChoose={(scope) => void send(scope)}
          onClose={() => setAsks(false)}
          // Another rule is no matter of one occurrence.
          {...(form.recurrence !== base?.recurrence && { without: 'one' as const })}
        />
      )}
    </>
  )
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

type Saving = { form: Form; base: Appointment | null; onStale: (current: Appointment) => void }

/** Sends the form as it stands; a refusal goes to its field, a colleague's version is merged. */
function useSave({ form, base, onStale }: Saving) {
  const queries = useQueryClient()
  const [key] = useState(() => crypto.randomUUID())
  const fields = useFieldErrors()
  const save = async (part: Partial<Part>) => {
    const body = toInput(form)
    let saved: Appointment | undefined
    const onRefusal = (refusal: Refusal) => {
      if (refusal.code !== 'stale') return false
      onStale(refusal.current as Appointment)
      return true
    }
    const write = async () => {
      saved = base
        ? await call(appointments.update, { params: { id: base.id }, query: part, body, version: base.version })
        : await call(appointments.create, { body, key })
    }
    await fields.check(AppointmentInput, body, write, onRefusal)
    if (saved) await queries.invalidateQueries()
    return saved
  }
  return { save, fields }
}
