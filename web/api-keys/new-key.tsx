import { Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ApiKeyInput, apiKeys, keyDays, keyScopes } from '#contract/api-keys.ts'
import { call } from '#web/platform/api.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { MadeSecret } from '#web/ui/copied-field.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { texts } from './texts.ts'

type Props = { onMade: () => Promise<unknown>; onClose: () => void }

/** A new key: what it is for and may do, then the key itself, this once. */
export function NewKey({ onMade, onClose }: Props) {
  const [key, setKey] = useState<string | null>(null)
  if (key) return <MadeSecret title={texts.made_title} label={texts.key} value={key} onClose={onClose} />
  return <KeyDialog onMade={onMade} onKey={setKey} onClose={onClose} />
}

function KeyDialog({ onMade, onKey, onClose }: Props & { onKey: (key: string) => void }) {
  const [name, setName] = useState('')
  const [scope, setScope] = useState<string>(keyScopes[0] ?? '')
  const [days, setDays] = useState('90')
  const fields = useFieldErrors()
  const send = () => {
    const input = { name, scopes: [scope], days: Number(days) }
    return fields.check(ApiKeyInput, input, async () => {
      const { key } = await call(apiKeys.create, { body: ApiKeyInput.parse(input) })
      onKey(key)
      await onMade()
    })
  }
  return (
    <Dialog title={texts.make} size="lg" submit={texts.make} fields={fields} onSubmit={send} onClose={onClose}>
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
    </Dialog>
  )
}
