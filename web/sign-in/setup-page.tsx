import {
  Button,
  Checkbox,
  Container,
  Paper,
  PasswordInput,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { session, SetupInput } from '#contract/session.ts'
import { call } from '#web/platform/api.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { texts } from '#web/platform/texts.ts'

/** First visit to an empty installation: the firm and its administrator. */
export function SetupPage() {
  const navigate = useNavigate()
  const [form, setForm] = useState({
    firm_name: '',
    org_number: '',
    street: '',
    postal_code: '',
    city: '',
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
    const { street, postal_code, city, ...rest } = form
    const body = { ...rest, postal_address: { street, postal_code, city } }
    const isDone = await fields.check(SetupInput, body, () => call(session.setup, { body }))
    if (isDone) await navigate({ to: '/companies' })
  }
  const bind = (name: 'firm_name' | 'org_number' | 'name' | 'email' | 'password') => ({
    name,
    label: name === 'name' ? texts.your_name : texts[name],
    value: form[name],
    onChange: set(name),
    error: fields.errorOf(name),
  })
  const address = (name: 'street' | 'postal_code' | 'city') => ({
    name,
    label: texts[name],
    value: form[name],
    onChange: set(name),
    error: fields.errorOf(`postal_address.${name}`),
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
          <TextInput {...bind('firm_name')} required withAsterisk />
          <TextInput {...bind('org_number')} inputMode="numeric" />
          <TextInput {...address('street')} autoComplete="street-address" />
          <SimpleGrid cols={2}>
            <TextInput {...address('postal_code')} inputMode="numeric" />
            <TextInput {...address('city')} />
          </SimpleGrid>
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
