import { Button, Checkbox, Container, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { session, SetupInput } from '#contract/session.ts'
import { NewFirmFields, noFirm, withAddress } from '#web/firm/new-firm-fields.tsx'
import { call } from '#web/platform/api.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { texts } from '#web/platform/texts.ts'

/** First visit to an empty installation: the firm and its administrator. */
export function SetupPage() {
  const navigate = useNavigate()
  const [form, setForm] = useState({
    ...noFirm,
    name: '',
    email: '',
    password: '',
    demo: false,
  })
  const fields = useFieldErrors()
  const set = (name: keyof typeof form) => (event: { currentTarget: { value: string } }) =>
    setForm({ ...form, [name]: event.currentTarget.value })
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const body = withAddress(form)
    const isDone = await fields.check(SetupInput, body, () => call(session.setup, { body }))
    if (isDone) await navigate({ to: '/companies' })
  }
  const bind = (name: 'name' | 'email' | 'password') => ({
    name,
    label: name === 'name' ? texts.your_name : texts[name],
    value: form[name],
    onChange: set(name),
    error: fields.errorOf(name),
  })
  return (
    <Container component="main" size="xs" py="xl">
      <Title order={1} size="h2">
        {texts.welcome}
      </Title>
      <Text c="dimmed" mb="md">
        {texts.setup_lead}
      </Text>
      <Paper withBorder p="lg" component="form" onSubmit={send} noValidate>
        <Stack gap="sm">
          <NewFirmFields form={form} onChange={(change) => setForm({ ...form, ...change })} fields={fields} />
          <TextInput {...bind('name')} required autoComplete="name" />
          <TextInput {...bind('email')} required type="email" autoComplete="username" />
          <PasswordInput {...bind('password')} description={texts.password_rule} required autoComplete="new-password" />
          <Checkbox
            label={texts.with_demo}
            checked={form.demo}
            onChange={(event) => setForm({ ...form, demo: event.currentTarget.checked })}
          />
          {fields.general}
          <Button type="submit" loading={fields.isSending}>
            {texts.setup_button}
          </Button>
        </Stack>
      </Paper>
    </Container>
  )
}
