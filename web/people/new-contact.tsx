import { Title } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { people } from '#contract/people.ts'
import { call } from '#web/platform/api.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { useRecordForm } from '#web/platform/record-form.ts'
import { FormDialog } from '#web/ui/form-frame.tsx'
import { PersonFields, RoleFields } from './form-fields.tsx'
import {
  type PersonForm,
  type RoleForm,
  toPersonForm,
  toPersonInput,
  toRoleForm,
  toRoleInput,
} from './person-fields.ts'
import { SamePersons } from './same-persons.tsx'
import { texts } from './texts.ts'

type Form = { person: PersonForm; role: RoleForm }
const empty = (): Form => ({ person: toPersonForm(null), role: toRoleForm(null) })

type Props = {
  company: { id: string; name: string }
  onClose: () => void
  /** Someone who is there already is linked instead. */
  onTake: (person: { id: string; name: string }) => void
}

/** A new person with her role here, in one step: the upper half belongs to this company, the lower to her alone. */
export function NewContact({ company, onClose, onTake }: Props) {
  const queries = useQueryClient()
  const record = useRecordForm<Form, object>(`contact:${company.id}`, null, empty)
  const { person, role } = record.form
  const [key] = useState(() => crypto.randomUUID())
  const fields = useFieldErrors()
  const isNarrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  const setPerson = (change: Partial<PersonForm>) => {
    for (const field of Object.keys(change)) fields.forget(`person.${field}`)
    // The name may be either of the two.
    if ('first_name' in change) fields.forget('person.last_name')
    record.set({ person: { ...person, ...change } })
  }
  const setRole = (change: Partial<RoleForm>) => {
    for (const field of Object.keys(change)) fields.forget(`role.${field}`)
    record.set({ role: { ...role, ...change } })
  }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (fields.isSending) return
    const body = { person: toPersonInput(person), role: toRoleInput(role) }
    const save = () => call(people.create_contact, { params: { id: company.id }, body, key })
    if (!(await fields.check(people.create_contact.body, body, save))) return
    record.discard()
    onClose()
    await queries.invalidateQueries()
  }
  const typed = {
    ...person,
    phone: person.phone || role.phone,
    mobile: person.mobile || role.mobile,
    email: person.email || role.email,
  }
  return (
    <FormDialog
      {...record}
      title={`${texts.new_contact}, ${company.name}`}
      size="xl"
      isFullScreen={isNarrow}
      isSending={fields.isSending}
      refusal={fields.general}
      onSubmit={send}
      onClose={onClose}
    >
      <section aria-label={texts.role_heading}>
        <Title order={3} size="h5" mb="xs">
          {texts.role_heading}
        </Title>
        <RoleFields form={role} set={setRole} errorOf={(field) => fields.errorOf(`role.${field}`)} />
      </section>
      <section aria-label={texts.person_heading} className="lower-half">
        <Title order={3} size="h5" mb="xs">
          {texts.person_heading}
        </Title>
        <PersonFields
          form={person}
          set={setPerson}
          errorOf={(field) => fields.errorOf(`person.${field}`)}
          focus="first_name"
          after={
            <SamePersons
              form={typed}
              onTake={(other) => {
                record.discard()
                onTake(other)
              }}
            />
          }
        />
      </section>
    </FormDialog>
  )
}
