import { Anchor, Button, Group, PasswordInput, Text, TextInput } from '@mantine/core'
import { IconFingerprint } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { session } from '#contract/session.ts'
import { call } from '#web/platform/api.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { texts as common } from '#web/platform/texts.ts'
import { Form } from '#web/ui/form.tsx'
import { canUsePasskeys, confirmWithPasskey } from './passkey.ts'
import { texts } from './texts.ts'

type Ways = { password: boolean; code: boolean; passkey: boolean }
type Props = { lead: string; ways: Ways; onConfirmed: () => unknown; onClose?: () => void }

/** What there is to type comes when it is known, or changed: the keyboard goes on there. */
const takeFocus = (field: HTMLInputElement | null) => field?.focus()

/** Shows who one is: by the password, a code or a passkey, whichever there is. */
export function ConfirmForm({ lead, ways, onConfirmed, onClose }: Props) {
  const [isCode, setIsCode] = useState(!ways.password)
  const [typed, setTyped] = useState('')
  const fields = useFieldErrors()
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const { confirm, confirm_code } = session
    const isShown = isCode
      ? await fields.check(confirm_code.body, { code: typed }, () => call(confirm_code, { body: { code: typed } }))
      : await fields.check(confirm.body, { password: typed }, () => call(confirm, { body: { password: typed } }))
    if (isShown) await onConfirmed()
  }
  const change = () => {
    setIsCode(!isCode)
    setTyped('')
    fields.forget(isCode ? 'code' : 'password')
  }
  const isTyped = ways.password || ways.code
  const field = { ref: takeFocus, value: typed, 'data-autofocus': true } as const
  return (
    <Form onSubmit={send}>
      <Text size="sm">{lead}</Text>
      {isTyped &&
        (isCode ? (
          <TextInput
            {...field}
            key="code"
            label={texts.code}
            description={texts.code_hint}
            name="code"
            autoComplete="one-time-code"
            spellCheck={false}
            onChange={(event) => setTyped(event.currentTarget.value)}
            error={fields.errorOf('code')}
          />
        ) : (
          <PasswordInput
            {...field}
            key="password"
            label={texts.password_again}
            name="password"
            autoComplete="current-password"
            onChange={(event) => setTyped(event.currentTarget.value)}
            error={fields.errorOf('password')}
          />
        ))}
      {fields.general}
      {ways.password && ways.code && (
        <Anchor component="button" type="button" size="sm" ta="start" onClick={change}>
          {isCode ? texts.use_password : texts.use_code}
        </Anchor>
      )}
      {ways.passkey && <PasskeyButton onConfirmed={onConfirmed} />}
      <Group justify="end">
        {onClose && (
          <Button variant="default" onClick={onClose}>
            {common.cancel}
          </Button>
        )}
        {isTyped && (
          <Button type="submit" loading={fields.isSending}>
            {texts.confirm}
          </Button>
        )}
      </Group>
    </Form>
  )
}

function PasskeyButton({ onConfirmed }: Pick<Props, 'onConfirmed'>) {
  const [why, setWhy] = useState<string | null>(null)
  const [isAsking, setIsAsking] = useState(false)
  const ask = async () => {
    setIsAsking(true)
    const refusal = await confirmWithPasskey()
    setIsAsking(false)
    setWhy(refusal)
    if (!refusal) await onConfirmed()
  }
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconFingerprint size={18} />}
        loading={isAsking}
        disabled={!canUsePasskeys()}
        onClick={ask}
      >
        {texts.use_passkey}
      </Button>
      {!canUsePasskeys() && <Text size="sm">{texts.passkey_address}</Text>}
      {why && (
        <Text role="alert" size="sm" c="var(--mantine-color-error)">
          {why}
        </Text>
      )}
    </>
  )
}
