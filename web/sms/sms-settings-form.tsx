import { Alert, Button, Group, NumberInput, PasswordInput, Select, Stack, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import {
  providerFields,
  type SmsProvider,
  smsProviders,
  type SmsSettings,
  smsSettings,
  SmsSettingsInput,
} from '#contract/sms-settings.ts'
import { takesReplies } from '#contract/sms-text.ts'
import { call } from '#web/platform/api.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { texts as shared } from '#web/platform/texts.ts'
import { tell } from '#web/ui/tell-undo.tsx'
import { texts } from './settings-texts.ts'

type Fields = {
  provider: SmsProvider | null
  address: string
  username: string
  partner_id: string
  gate_id: string
  secret: string
  sender: string
  price_ore: number | null
  opt_out_text: string
}

const fieldsOf = (stored: SmsSettings): Fields => ({
  provider: stored.provider,
  ...{ address: stored.address ?? '', username: stored.username ?? '', secret: '' },
  ...{ partner_id: stored.partner_id ?? '', gate_id: stored.gate_id ?? '', sender: stored.sender ?? '' },
  ...{ price_ore: stored.price_ore, opt_out_text: stored.opt_out_text ?? '' },
})

/** Who sends, as whom, and for how much. The password is written, and never read. */
export function SmsSettingsForm({ stored }: { stored: SmsSettings }) {
  const queries = useQueryClient()
  const fields = useFieldErrors()
  const [form, setForm] = useState(() => fieldsOf(stored))
  /** What the form began from. */
  const [base, setBase] = useState(stored)
  // New addresses for the provider are another version, and nothing that stands in the form.
  const isSame = JSON.stringify(fieldsOf(stored)) === JSON.stringify(fieldsOf(base))
  const version = isSame ? Math.max(stored.version, base.version) : base.version
  const [isStale, setIsStale] = useState(false)
  const set = (change: Partial<Fields>) => {
    Object.keys(change).forEach((field) => fields.forget(field))
    setForm((now) => ({ ...now, ...change }))
  }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const wanted: readonly string[] = form.provider ? providerFields[form.provider] : []
    const own = ['address', 'username', 'partner_id', 'gate_id'] as const
    const body = {
      ...form,
      // What another provider asked for is not this one's.
      ...Object.fromEntries(own.map((name) => [name, wanted.includes(name) ? form[name] : ''])),
    } as SmsSettingsInput
    await fields.check(
      SmsSettingsInput,
      body,
      async () => {
        const saved = await call(smsSettings.change, { body, version })
        setBase(saved)
        setForm(fieldsOf(saved))
        setIsStale(false)
        tell(texts.saved)
        queries.setQueryData(['sms-settings'], saved)
        await queries.invalidateQueries({ queryKey: ['sms-state'] })
      },
      (refusal) => {
        if (refusal.code !== 'stale') return false
        setBase(refusal.current as SmsSettings)
        setIsStale(true)
        return true
      },
    )
  }
  const typed = (name: 'address' | 'username' | 'partner_id' | 'gate_id' | 'sender' | 'opt_out_text') => ({
    value: form[name],
    onChange: (event: { currentTarget: { value: string } }) => set({ [name]: event.currentTarget.value }),
    error: fields.errorOf(name),
    autoComplete: 'off',
  })
  const { provider } = form
  return (
    <form onSubmit={send} noValidate>
      <Stack gap="sm" maw={520}>
        <Select
          label={texts.provider}
          placeholder={texts.choose}
          required
          allowDeselect={false}
          data={smsProviders.map((value) => ({ value, label: texts[value] }))}
          value={provider}
          onChange={(value) => set({ provider: value })}
          error={fields.errorOf('provider')}
        />
        {provider === 'kannel' && (
          <TextInput label={texts.address} description={texts.address_hint} {...typed('address')} />
        )}
        {provider && provider !== 'log' && (
          <>
            <TextInput
              label={provider === 'twilio' ? texts.account_sid : texts.username}
              required
              {...typed('username')}
            />
            <PasswordInput
              label={provider === 'twilio' ? texts.auth_token : texts.password}
              description={stored.has_secret && stored.provider === provider ? texts.secret_stored : texts.secret_hint}
              autoComplete="new-password"
              value={form.secret}
              onChange={(event) => set({ secret: event.currentTarget.value })}
              error={fields.errorOf('secret')}
            />
          </>
        )}
        {provider === 'link' && (
          <>
            <TextInput label={texts.partner_id} required {...typed('partner_id')} />
            <TextInput label={texts.gate_id} {...typed('gate_id')} />
          </>
        )}
        <TextInput label={texts.sender} description={texts.sender_hint} required maxLength={20} {...typed('sender')} />
        <NumberInput
          label={texts.price}
          description={texts.price_hint}
          allowNegative={false}
          allowDecimal={false}
          hideControls
          suffix=" øre"
          value={form.price_ore ?? ''}
          onChange={(value) => set({ price_ore: typeof value === 'number' ? value : null })}
          error={fields.errorOf('price_ore')}
        />
        <TextInput label={texts.opt_out} description={texts.opt_out_hint} maxLength={160} {...typed('opt_out_text')} />
        {form.sender && !takesReplies(form.sender) && !form.opt_out_text && (
          <Alert color="yellow">{texts.no_replies}</Alert>
        )}
        {isStale && <Alert color="yellow">{texts.stale}</Alert>}
        {fields.general}
        <Group>
          <Button type="submit" loading={fields.isSending}>
            {shared.save}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
