import { Button, CopyButton, Group, Modal, Select, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { ApiKeyInput, apiKeys, keyDays, keyScopes } from '#contract/api-keys.ts'
import { call } from '#web/platform/api.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { texts as common } from '#web/platform/texts.ts'
import { Form } from '#web/ui/form.tsx'
import { texts } from './texts.ts'

type Props = { onMade: () => Promise<unknown>; onClose: () => void }

/** A new key: what it is for and may do, then the key itself, this once. */
export function NewKey({ onMade, onClose }: Props) {
  const [key, setKey] = useState<string | null>(null)
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={key ? texts.made_title : texts.make}
      closeOnClickOutside={!key}
      closeButtonProps={{ 'aria-label': common.close }}
    >
      {key ? <MadeKey value={key} onClose={onClose} /> : <KeyForm onMade={onMade} onKey={setKey} onClose={onClose} />}
    </Modal>
  )
}

function KeyForm({ onMade, onKey, onClose }: Props & { onKey: (key: string) => void }) {
  const [name, setName] = useState('')
  const [scope, setScope] = useState<string>(keyScopes[0] ?? '')
  const [days, setDays] = useState('90')
  const fields = useFieldErrors()
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const input = { name, scopes: [scope], days: Number(days) }
    await fields.check(ApiKeyInput, input, async () => {
      const { key } = await call(apiKeys.create, { body: ApiKeyInput.parse(input) })
      onKey(key)
      await onMade()
    })
  }
  return (
    <Form onSubmit={send}>
      <TextInput
        label={texts.name}
        description={texts.name_hint}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fields.errorOf('name')}
      />
      <Select
        label={texts.scope}
        allowDeselect={false}
        data={keyScopes.map((value) => ({ value, label: texts[value] }))}
        value={scope}
        onChange={(value) => setScope(value ?? scope)}
        error={fields.errorOf('scopes')}
      />
      <Select
        label={texts.days}
        allowDeselect={false}
        data={keyDays.map((value) => ({ value: String(value), label: texts[`days_${value}`] }))}
        value={days}
        onChange={(value) => setDays(value ?? days)}
        error={fields.errorOf('days')}
      />
      {fields.general}
      <Group justify="end">
        <Button variant="default" onClick={onClose}>
          {common.cancel}
        </Button>
        <Button type="submit" loading={fields.isSending}>
          {texts.make}
        </Button>
      </Group>
    </Form>
  )
}

function MadeKey({ value, onClose }: { value: string; onClose: () => void }) {
  return (
    <>
      <Text mb="sm">{texts.made_lead}</Text>
      <Group align="end" gap="xs" wrap="nowrap">
        <TextInput
          flex={1}
          label={texts.key}
          readOnly
          value={value}
          data-autofocus
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton value={value}>
          {({ copied, copy }) => <Button onClick={copy}>{copied ? texts.copied : texts.copy}</Button>}
        </CopyButton>
      </Group>
      <Group justify="end" mt="md">
        <Button variant="default" onClick={onClose}>
          {texts.done}
        </Button>
      </Group>
    </>
  )
}
