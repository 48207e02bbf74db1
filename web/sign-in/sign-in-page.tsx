import { Anchor, Button, Divider, PasswordInput, Text, TextInput } from '@mantine/core'
import { IconFingerprint } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type FormEvent, useEffect, useEffectEvent, useState } from 'react'
import { session } from '#contract/session.ts'
import { call } from '#web/platform/api.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { texts as common } from '#web/platform/texts.ts'
import { canUsePasskeys, signInWithPasskey, suggestPasskeys } from '#web/profile/passkey.ts'
import { CodeStep } from './code-step.tsx'
import { useEnter } from './enter.ts'
import { Frame } from './frame.tsx'
import { Form } from '#web/ui/form.tsx'
import { texts } from './texts.ts'

const route = getRouteApi('/sign-in')

export function SignInPage() {
  const [pending, setPending] = useState<string | null>(null)
  const { changed } = route.useSearch()
  if (pending) return <CodeStep pending={pending} onGiveUp={() => setPending(null)} />
  return (
    <Frame title={texts.sign_in_title} way_back={false} {...(changed ? { lead: texts.new_done } : {})}>
      <PasswordForm onPending={setPending} />
      {canUsePasskeys() && <Passkey />}
    </Frame>
  )
}

function PasswordForm({ onPending }: { onPending: (pending: string) => void }) {
  const enter = useEnter()
  const [body, setBody] = useState({ email: '', password: '' })
  const fields = useFieldErrors()
  const send = async (event: FormEvent) => {
    event.preventDefault()
    await fields.check(session.sign_in.body, body, async () => {
      const { pending } = await call(session.sign_in, { body })
      if (pending) onPending(pending)
      else await enter()
    })
  }
  return (
    <Form onSubmit={send}>
      <TextInput
        label={common.email}
        name="email"
        type="email"
        autoComplete="username webauthn"
        value={body.email}
        onChange={(event) => setBody({ ...body, email: event.currentTarget.value })}
        error={fields.errorOf('email')}
      />
      <PasswordInput
        label={common.password}
        name="password"
        autoComplete="current-password"
        value={body.password}
        onChange={(event) => setBody({ ...body, password: event.currentTarget.value })}
        error={fields.errorOf('password')}
      />
      {fields.general}
      <Button type="submit" loading={fields.isSending}>
        {common.sign_in}
      </Button>
      <Anchor component={Link} to="/forgotten-password" size="sm">
        {texts.forgot}
      </Anchor>
    </Form>
  )
}

/** A passkey by the button, or among what the browser suggests for the address. */
function Passkey() {
  const enter = useEnter()
  const [why, setWhy] = useState<string | null>(null)
  const [isAsking, setIsAsking] = useState(false)
  const take = useEffectEvent(async (refusal: string | null) => {
    setWhy(refusal)
    if (!refusal) await enter()
  })
  // While the button asks, the suggestions wait.
  useEffect(() => (isAsking ? undefined : suggestPasskeys(take)), [isAsking])
  const ask = async () => {
    setIsAsking(true)
    const refusal = await signInWithPasskey()
    setIsAsking(false)
    setWhy(refusal)
    if (!refusal) await enter()
  }
  return (
    <>
      <Divider label={texts.or} my="md" />
      <Button fullWidth variant="default" leftSection={<IconFingerprint size={18} />} loading={isAsking} onClick={ask}>
        {texts.with_passkey}
      </Button>
      {why && (
        <Text role="alert" size="sm" c="var(--mantine-color-error)" mt="xs">
          {why}
        </Text>
      )}
    </>
  )
}
