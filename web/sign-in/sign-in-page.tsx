import { Button, Container, Paper, PasswordInput, Stack, TextInput, Title } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { session } from '#contract/session.ts'
import { call } from '#web/platform/api.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { texts } from '#web/platform/texts.ts'

export function SignInPage() {
  const navigate = useNavigate()
  const [body, setBody] = useState({ email: '', password: '' })
  const fields = useFieldErrors()
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (await fields.check(session.sign_in.body, body, () => call(session.sign_in, { body })))
      await navigate({ to: '/companies' })
  }
  return (
    <Container component="main" size={400} py="xl">
      <Title order={1} size="h2" mb="md">
        {texts.app}
      </Title>
      <Paper withBorder p="lg" component="form" onSubmit={send} noValidate>
        <Stack gap="sm">
          <TextInput
            label={texts.email}
            name="email"
            type="email"
            autoComplete="username"
            value={body.email}
            onChange={(event) => setBody({ ...body, email: event.currentTarget.value })}
            error={fields.errorOf('email')}
          />
          <PasswordInput
            label={texts.password}
            name="password"
            autoComplete="current-password"
            value={body.password}
            onChange={(event) => setBody({ ...body, password: event.currentTarget.value })}
            error={fields.errorOf('password')}
          />
          {fields.general}
          <Button type="submit" loading={fields.isSending}>
            {texts.sign_in}
          </Button>
        </Stack>
      </Paper>
    </Container>
  )
}
