import { Alert, Button, PasswordInput, Skeleton, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { session } from '#contract/session.ts'
import { call } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { fill, texts as common } from '#web/platform/texts.ts'
import { Frame } from './frame.tsx'
import { Form } from '#web/ui/form.tsx'
import { texts } from './texts.ts'

/** "Glemt passord?": the same answer for every address. */
export function ForgottenPasswordPage() {
  const state = useQuery({ queryKey: ['setup-state'], queryFn: () => call(session.setup_state) })
  const [email, setEmail] = useState('')
  const [sentTo, setSentTo] = useState<string | null>(null)
  const fields = useFieldErrors()
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const body = { email }
    const isSent = await fields.check(session.request_reset.body, body, () => call(session.request_reset, { body }))
    if (isSent) setSentTo(email)
  }
  if (state.error) return <Frame title={texts.forgot_title}>{sentenceOf(state.error)}</Frame>
  if (!state.data)
    return (
      <Frame title={texts.forgot_title}>
        <Skeleton height={80} />
      </Frame>
    )
  if (!state.data.has_mail)
    return (
      <Frame title={texts.forgot_title}>
        <Text>{texts.no_mail}</Text>
      </Frame>
    )
  if (sentTo)
    return (
      <Frame title={texts.forgot_title}>
        <Text role="status">{fill(texts.sent, { email: sentTo })}</Text>
      </Frame>
    )
  return (
    <Frame title={texts.forgot_title} lead={texts.forgot_lead}>
      <Form onSubmit={send}>
        <TextInput
          label={common.email}
          name="email"
          type="email"
          autoComplete="username"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={fields.errorOf('email')}
        />
        {fields.general}
        <Button type="submit" loading={fields.isSending}>
          {texts.send}
        </Button>
      </Form>
    </Frame>
  )
}

const route = getRouteApi('/new-password/$token')

/** Where the link leads to. */
export function NewPasswordPage() {
  const { token } = route.useParams()
  const navigate = useNavigate()
  const [password, setPassword] = useState('')
  const fields = useFieldErrors()
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const body = { token, password }
    const isSet = await fields.check(session.reset_password.body, body, () => call(session.reset_password, { body }))
    if (isSet) await navigate({ to: '/sign-in', search: { changed: true } })
  }
  const gone = fields.errorOf('token')
  return (
    <Frame title={texts.new_title} lead={texts.new_lead}>
      <Form onSubmit={send}>
        <PasswordInput
          label={texts.new_password}
          description={common.password_rule}
          name="password"
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={fields.errorOf('password')}
        />
        {gone ? (
          <Alert color="red" role="alert">
            {gone}
          </Alert>
        ) : (
          fields.general
        )}
        <Button type="submit" loading={fields.isSending}>
          {texts.save_password}
        </Button>
      </Form>
    </Frame>
  )
}
