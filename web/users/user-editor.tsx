import { Button, Group, Modal, Radio, Select, Stack, Text, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { modules, type Right, rightLevels } from '#contract/endpoint.ts'
import { InvitationInput, type User, UserInput, users } from '#contract/users.ts'
import { call, type Refusal } from '#web/platform/api.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { fill, texts as common } from '#web/platform/texts.ts'
import type { Passed } from './passed-link.tsx'
import { Form } from '#web/ui/form.tsx'
import { texts } from './texts.ts'

type Place = { name: string; role: User['role']; rights: Record<(typeof modules)[number], Right> }
type Fields = ReturnType<typeof useFieldErrors>

export function InvitationEditor({ onClose, onPass }: { onClose: () => void; onPass: (passed: Passed) => void }) {
  const queries = useQueryClient()
  const [email, setEmail] = useState('')
  const [place, setPlace] = useState<Place>({ name: '', role: 'user', rights: rightsOf('change') })
  const fields = useFieldErrors()
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const body = { ...place, email }
    await fields.check(InvitationInput, body, async () => {
      const { link } = await call(users.invite, { body })
      onClose()
      onPass({ name: place.name, link })
      await queries.invalidateQueries({ queryKey: ['users'] })
    })
  }
  return (
    <Editor title={texts.invite_title} submit={texts.send_invitation} onSubmit={send} onClose={onClose} fields={fields}>
      <TextInput
        label={common.email}
        type="email"
        required
        data-autofocus
        autoComplete="off"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={fields.errorOf('email')}
      />
      <PlaceFields place={place} onChange={setPlace} fields={fields} />
    </Editor>
  )
}

export function UserEditor({ user, onClose }: { user: User; onClose: () => void }) {
  const queries = useQueryClient()
  const [seen, setSeen] = useState(user)
  const [place, setPlace] = useState<Place>(placeOf(user))
  const fields = useFieldErrors()
  const onRefusal = (refusal: Refusal) => {
    if (refusal.code !== 'stale') return false
    const now = refusal.current as User
    setSeen(now)
    setPlace(placeOf(now))
    return true
  }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const update = () => call(users.update, { params: { id: user.id }, version: seen.version, body: place })
    if (!(await fields.check(UserInput, place, update, onRefusal))) return
    onClose()
    // My own rights may be among what changed.
    await queries.invalidateQueries()
  }
  return (
    <Editor
      title={fill(texts.edit_title, { name: user.name })}
      submit={common.save}
      onSubmit={send}
      onClose={onClose}
      fields={fields}
    >
      {seen !== user && (
        <Text role="alert" size="sm" c="var(--mantine-color-error)">
          {texts.stale}
        </Text>
      )}
      <PlaceFields place={place} onChange={setPlace} fields={fields} />
    </Editor>
  )
}

const rightsOf = (right: Right) => Object.fromEntries(modules.map((module) => [module, right])) as Place['rights']
const placeOf = ({ name, role, rights }: User): Place => ({ name, role, rights: { ...rightsOf('none'), ...rights } })

type EditorProps = {
  title: string
  submit: string
  onSubmit: (event: FormEvent) => void
  onClose: () => void
  fields: Fields
  children: ReactNode
}

function Editor({ title, submit, onSubmit, onClose, fields, children }: EditorProps) {
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': common.close }}>
      <Form onSubmit={onSubmit}>
        {children}
        {fields.general}
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            {common.cancel}
          </Button>
          <Button type="submit" loading={fields.isSending}>
            {submit}
          </Button>
        </Group>
      </Form>
    </Modal>
  )
}

type PlaceProps = { place: Place; onChange: (place: Place) => void; fields: Fields }

function PlaceFields({ place, onChange, fields }: PlaceProps) {
  return (
    <>
      <TextInput
        label={common.name}
        required
        autoComplete="off"
        value={place.name}
        onChange={(event) => onChange({ ...place, name: event.currentTarget.value })}
        error={fields.errorOf('name')}
      />
      <Radio.Group
        label={texts.role}
        value={place.role}
        onChange={(role) => onChange({ ...place, role: role === 'administrator' ? role : 'user' })}
        error={fields.errorOf('role')}
      >
        <Stack gap="xs" mt={4}>
          <Radio value="user" label={texts.user} description={texts.user_hint} />
          <Radio value="administrator" label={texts.administrator} description={texts.administrator_hint} />
        </Stack>
      </Radio.Group>
      {place.role === 'user' &&
        modules.map((module) => (
          <Select
            key={module}
            label={texts[module]}
            allowDeselect={false}
            data={rightLevels.map((value) => ({ value, label: texts[value] }))}
            value={place.rights[module]}
            onChange={(right) => onChange({ ...place, rights: { ...place.rights, [module]: right ?? 'none' } })}
            error={fields.errorOf(`rights.${module}`)}
          />
        ))}
    </>
  )
}
