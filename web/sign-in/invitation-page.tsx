import { Alert, Button, PasswordInput, Skeleton, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { session } from '#contract/session.ts'
import { users } from '#contract/users.ts'
import { call, Refusal, type Reply } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { fill, texts as common } from '#web/platform/texts.ts'
import { CodeStep } from './code-step.tsx'
import { useEnter } from './enter.ts'
import { Frame } from './frame.tsx'
import { Form } from '#web/ui/form.tsx'
import { texts } from './texts.ts'

const route = getRouteApi('/invitation/$token')

/** Where an invitation's link leads to: a new account, or the sign-in of one who has one. */
export function InvitationPage() {
  const { token } = route.useParams()
  const { data, error } = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => call(users.view_invitation, { body: { token } }),
    staleTime: Infinity,
  })
  if (error instanceof Refusal && error.status === 422)
    return (
      <Frame title={texts.link_gone}>
        <Text>{texts.link_gone_lead}</Text>
      </Frame>
    )
  if (error) return <Frame title={texts.link_gone}>{sentenceOf(error)}</Frame>
  if (!data) return <Skeleton height={240} />
  return data.has_account ? (
    <JoinWithAccount token={token} invitation={data} />
  ) : (
    <JoinAnew token={token} invitation={data} />
  )
}

type Props = { token: string; invitation: Reply<typeof users.view_invitation> }

function JoinAnew({ token, invitation }: Props) {
  const enter = useEnter()
  const [name, setName] = useState(invitation.name)
  const [password, setPassword] = useState('')
  const fields = useFieldErrors()
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const body = { token, name, password }
    const { accept_invitation } = users
    if (await fields.check(accept_invitation.body, body, () => call(accept_invitation, { body }))) await enter()
  }
  return (
    <Frame
      title={fill(texts.invitation_title, { firm: invitation.firm_name })}
      lead={fill(texts.invitation_new, { email: invitation.email })}
    >
      <Form onSubmit={send}>
        <input type="hidden" name="username" autoComplete="username" value={invitation.email} readOnly />
        <TextInput
          label={common.your_name}
          name="name"
          autoComplete="name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fields.errorOf('name')}
        />
        <PasswordInput
          label={common.password}
          description={common.password_rule}
          name="password"
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={fields.errorOf('password')}
        />
        {fields.errorOf('token') ? <Alert color="red">{fields.errorOf('token')}</Alert> : fields.general}
        <Button type="submit" loading={fields.isSending}>
          {texts.join}
        </Button>
      </Form>
    </Frame>
  )
}

function JoinWithAccount({ token, invitation }: Props) {
  const enter = useEnter()
  const [password, setPassword] = useState('')
  const [pending, setPending] = useState<string | null>(null)
  const fields = useFieldErrors()
  if (pending) return <CodeStep pending={pending} onGiveUp={() => setPending(null)} />
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const body = { email: invitation.email, password, invitation: token }
    await fields.check(session.sign_in.body, body, async () => {
      const { pending } = await call(session.sign_in, { body })
      if (pending) setPending(pending)
      else await enter()
    })
  }
  return (
    <Frame
      title={fill(texts.invitation_title, { firm: invitation.firm_name })}
      lead={fill(texts.invitation_known, { email: invitation.email })}
    >
      <Form onSubmit={send}>
        <input type="hidden" name="username" autoComplete="username" value={invitation.email} readOnly />
        <PasswordInput
          label={common.password}
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={fields.errorOf('password')}
        />
        {fields.errorOf('token') ? <Alert color="red">{fields.errorOf('token')}</Alert> : fields.general}
        <Button type="submit" loading={fields.isSending}>
          {texts.join}
        </Button>
      </Form>
    </Frame>
  )
}
