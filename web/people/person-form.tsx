import { Paper } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { people, type Person, PersonInput } from '#contract/people.ts'
import { call } from '#web/platform/api.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { useRecordForm } from '#web/platform/record-form.ts'
import { ConflictPanel } from '#web/ui/conflict-panel.tsx'
import { FormFrame } from '#web/ui/form-frame.tsx'
import { PersonFields } from './form-fields.tsx'
import { type PersonForm as Form, personLabel, showTyped, toPersonForm, toPersonInput } from './person-fields.ts'
import { SamePersons } from './same-persons.tsx'

type Props = {
  person: Person | null
  /** What is known of a new one. */
  typed?: Partial<Form>
  onSaved: (person: Person) => void
  onCancel: () => void
}

/** Registers or changes a person. Nothing typed is lost: not by a refusal, a reload, or a colleague who saved first. */
export function PersonForm({ person, typed, onSaved, onCancel }: Props) {
  const record = useRecordForm(`person:${person?.id ?? 'new'}`, person, toPersonForm, typed)
  const { form, base, conflicts } = record
  const [key] = useState(() => crypto.randomUUID())
  const fields = useFieldErrors()
  const set = (change: Partial<Form>) => {
    for (const field of Object.keys(change)) fields.forget(field)
    // The name may be either of the two.
    if ('first_name' in change) fields.forget('last_name')
    record.set(change)
  }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (fields.isSending) return
    const body = toPersonInput(form)
    let saved: Person | undefined
    const save = async () => {
      saved = base
        ? await call(people.update, { params: { id: base.id }, body, version: base.version })
        : await call(people.create, { body, key })
    }
    await fields.check(PersonInput, body, save, (refusal) => {
      if (refusal.code !== 'stale') return false
      record.onStale(refusal.current as Person)
      return true
    })
    if (!saved) return
    record.discard()
    onSaved(saved)
  }
  return (
    <FormFrame {...record} isSending={fields.isSending} refusal={fields.general} onSubmit={send} onCancel={onCancel}>
      {conflicts && (
        <ConflictPanel
          conflicts={conflicts}
          labelOf={personLabel}
          show={showTyped}
          chosen={(field) => form[field as keyof Form]}
          onChoose={(field, value) => set({ [field]: value })}
        />
      )}
      <Paper withBorder p="md" maw={760}>
        <PersonFields
          form={form}
          set={set}
          errorOf={fields.errorOf}
          focus="first_name"
          after={<SamePersons form={form} except={base?.id} />}
        />
      </Paper>
    </FormFrame>
  )
}
