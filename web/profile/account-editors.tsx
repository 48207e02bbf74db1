import { PasswordInput, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Profile, profile as contract } from '#contract/profile.ts'
import { session } from '#contract/session.ts'
import { call, type Refusal } from '#web/platform/api.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { fill, texts as common } from '#web/platform/texts.ts'
import { tell } from '#web/ui/tell-undo.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { useRefreshProfile } from './panel.tsx'
import { texts } from './texts.ts'

type Props = { profile: Profile; onClose: () => void }

export function NameEditor({ profile, onClose }: Props) {
  const refresh = useRefreshProfile()
  const [name, setName] = useState(profile.name)
  const [version, setVersion] = useState(profile.version)
  const fields = useFieldErrors()
  const onRefusal = (refusal: Refusal) => {
    if (refusal.code !== 'stale') return false
    setVersion((refusal.current as Profile).version)
    return true
  }
  const send = async () => {
    const body = { name }
    const { rename } = contract
    if (!(await fields.check(rename.body, body, () => call(rename, { version, body }), onRefusal))) return
    await refresh()
    onClose()
  }
  return (
    <Dialog title={texts.change_name} submit={common.save} fields={fields} onSubmit={send} onClose={onClose}>
      {version !== profile.version && (
        <Text role="alert" size="sm" c="var(--mantine-color-error)">
          {texts.stale}
        </Text>
      )}
      <TextInput
        label={common.name}
        data-autofocus
        autoComplete="name"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fields.errorOf('name')}
      />
    </Dialog>
  )
}

export function EmailEditor({ profile, onClose }: Props) {
  const refresh = useRefreshProfile()
  const [email, setEmail] = useState(profile.email)
  const fields = useFieldErrors()
  const installation = useQuery({ queryKey: ['setup-state'], queryFn: () => call(session.setup_state) })
  const send = async () => {
    const body = { email }
    const { change_email } = contract
    await fields.check(change_email.body, body, async () => {
      const { new_email } = await call(change_email, { body })
      if (new_email) tell(fill(texts.email_sent, { email: new_email }))
      onClose()
      await refresh()
    })
  }
  return (
    <Dialog title={texts.change_email} submit={common.save} fields={fields} onSubmit={send} onClose={onClose}>
      <TextInput
        label={common.email}
        description={installation.data?.has_mail === false ? texts.email_hint_at_once : texts.email_hint}
        type="email"
        data-autofocus
        autoComplete="email"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={fields.errorOf('email')}
      />
    </Dialog>
  )
}

export function PasswordEditor({ onClose }: { onClose: () => void }) {
  const refresh = useRefreshProfile()
  const [body, setBody] = useState({ old_password: '', password: '' })
  const fields = useFieldErrors()
  const send = async () => {
    const { change_password } = contract
    if (!(await fields.check(change_password.body, body, () => call(change_password, { body })))) return
    tell(texts.password_changed)
    await refresh()
    onClose()
  }
  return (
    <Dialog
      title={texts.change_password}
      submit={texts.change_password}
      fields={fields}
      onSubmit={send}
      onClose={onClose}
    >
      <PasswordInput
        label={texts.old_password}
        data-autofocus
        autoComplete="current-password"
        value={body.old_password}
        onChange={(event) => setBody({ ...body, old_password: event.currentTarget.value })}
        error={fields.errorOf('old_password')}
      />
      <PasswordInput
        label={texts.new_password}
        description={common.password_rule}
        autoComplete="new-password"
        value={body.password}
        onChange={(event) => setBody({ ...body, password: event.currentTarget.value })}
        error={fields.errorOf('password')}
      />
    </Dialog>
  )
}
