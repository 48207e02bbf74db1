import { Button, Group, Text, TextInput, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { smsMessages } from '#contract/sms.ts'
import { type SmsProvider, smsSettings } from '#contract/sms-settings.ts'
import { call } from '#web/platform/api.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { Form } from '#web/ui/form.tsx'
import { texts } from './settings-texts.ts'
import { SmsRow } from './sms-row.tsx'

const LOOK_AGAIN = 1_500

/** Sends one message, and shows how it fares. */
export function TestSection({ provider }: { provider: SmsProvider | null }) {
  const isSet = provider !== null
  const fields = useFieldErrors()
  const [number, setNumber] = useState('')
  const [sent, setSent] = useState<string | null>(null)
  const { data } = useQuery({
    queryKey: ['sms', 'one', sent],
    queryFn: () => call(smsMessages.get, { params: { id: sent ?? '' } }),
    enabled: sent !== null,
    refetchInterval: ({ state }) => (['queued', 'sent'].includes(state.data?.state ?? 'queued') ? LOOK_AGAIN : false),
  })
  const send = async (event: FormEvent) => {
    event.preventDefault()
    await fields.check(smsSettings.test.body, { number }, async () => {
      const sms = await call(smsSettings.test, { body: { number }, key: crypto.randomUUID() })
      setSent(sms.id)
    })
  }
  return (
    <section aria-label={texts.test}>
      <Title order={3} size="h5" mb="xs">
        {texts.test}
      </Title>
      <Form onSubmit={send}>
        <Group align="start" gap="sm">
          <TextInput
            label={texts.test_number}
            inputMode="tel"
            value={number}
            onChange={(event) => {
              fields.forget('number')
              setNumber(event.currentTarget.value)
            }}
            error={fields.errorOf('number')}
            w={240}
          />
          <Button
            mt={{ base: 0, xs: 24 }}
            type="submit"
            variant="default"
            loading={fields.isSending}
            disabled={!isSet}
            title={isSet ? undefined : texts.test_save_first}
          >
            {texts.test_send}
          </Button>
        </Group>
      </Form>
      {provider === 'kannel' && (
        <Text size="sm" c="dimmed" mt={4}>
          {texts.test_kannel}
        </Text>
      )}
      {data && (
        <ul className="rows" aria-label={texts.test} aria-live="polite">
          <SmsRow sms={data} />
        </ul>
      )}
    </section>
  )
}
