import { Anchor, Button, Text } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { profile } from '#contract/profile.ts'
import { call } from '#web/platform/api.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { fill } from '#web/platform/texts.ts'
import { Form } from '#web/ui/form.tsx'
import { Frame } from './frame.tsx'
import { texts } from './texts.ts'

const route = getRouteApi('/new-address/$token')

/** Where the link in an e-mail to a new address leads to. A button uses it: what only looks at links must not. */
export function NewAddressPage() {
  const { token } = route.useParams()
  const [email, setEmail] = useState<string | null>(null)
  const fields = useFieldErrors()
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const { confirm_email } = profile
    await fields.check(confirm_email.body, { token }, async () => {
      setEmail((await call(confirm_email, { body: { token } })).email)
    })
  }
  const refusal = fields.errorOf('token') ?? fields.errorOf('email')
  if (email)
    return (
      <Frame title={texts.new_address_done} way_back={false}>
        <Text role="status" mb="sm" className="field-value">
          {fill(texts.new_address_done_lead, { email })}
        </Text>
        <Anchor href="/">{texts.go_on}</Anchor>
      </Frame>
    )
  return (
    <Frame title={texts.new_address} lead={texts.new_address_lead} way_back={false}>
      <Form onSubmit={send}>
        {refusal ? (
          <Text role="alert" c="var(--mantine-color-error)">
            {refusal}
          </Text>
        ) : (
          fields.general
        )}
        <Button type="submit" loading={fields.isSending}>
          {texts.use_address}
        </Button>
      </Form>
    </Frame>
  )
}
