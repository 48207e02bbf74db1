import { useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { people, RoleInput } from '#contract/people.ts'
import { call } from '#web/platform/api.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { useRecordForm } from '#web/platform/record-form.ts'
import { ConflictPanel } from '#web/ui/conflict-panel.tsx'
import { FormDialog } from '#web/ui/form-frame.tsx'
import { RoleFields } from './form-fields.tsx'
import { type RoleForm, roleLabel, showTyped, toRoleForm, toRoleInput } from './person-fields.ts'
import type { Link } from './role-actions.tsx'

type Stored = RoleInputOf & { version: number }
type RoleInputOf = Link['role']

/** The role alone: what belongs to this person in this company. */
export function RoleDialog({ link, onClose }: { link: Link; onClose: () => void }) {
  const queries = useQueryClient()
  const stored: Stored = { ...link.role, version: link.version }
  const record = useRecordForm<RoleForm, Stored>(`role:${link.id}`, stored, toRoleForm)
  const fields = useFieldErrors()
  const { form, base, conflicts } = record
  const set = (change: Partial<RoleForm>) => {
    for (const field of Object.keys(change)) fields.forget(field)
    record.set(change)
  }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (fields.isSending) return
    const body = toRoleInput(form)
    const version = base?.version ?? link.version
    const save = () => call(people.update_role, { params: { id: link.id }, body, version })
    const isSaved = await fields.check(RoleInput, body, save, (refusal) => {
      if (refusal.code !== 'stale') return false
      record.onStale(refusal.current as Stored)
      return true
    })
    if (!isSaved) return
    record.discard()
    onClose()
    await queries.invalidateQueries()
  }
  return (
    <FormDialog
      {...record}
      title={`${link.person.name}, ${link.company.name}`}
      isSending={fields.isSending}
      refusal={fields.general}
      onSubmit={send}
      onClose={onClose}
    >
      {conflicts && (
        <ConflictPanel
          conflicts={conflicts}
          labelOf={roleLabel}
          show={showTyped}
          chosen={(field) => form[field as keyof RoleForm]}
          onChoose={(field, value) => set({ [field]: value })}
        />
      )}
      <RoleFields form={form} set={set} errorOf={fields.errorOf} focus="title" />
    </FormDialog>
  )
}
