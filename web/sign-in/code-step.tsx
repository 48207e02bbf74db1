import { Anchor, Button, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { session } from '#contract/session.ts'
import { call } from '#web/platform/api.ts'
import { useFieldErrors } from '#web/platform/form.ts'
import { useEnter } from './enter.ts'
import { Frame } from './frame.tsx'
import { Form } from '#web/ui/form.tsx'
import { texts } from './texts.ts'

/** Second step of signing in: the code of the app, or a recovery code. */
export function CodeStep({ pending, onGiveUp }: { pending: string; onGiveUp: () => void }) {
  const enter = useEnter()
  const [code, setCode] = useState('')
  const [isRecovery, setIsRecovery] = useState(false)
  const fields = useFieldErrors()
  const field = useRef<HTMLInputElement>(null)
  // The form before is gone: the keyboard goes on here.
  useEffect(() => field.current?.focus(), [])
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const body = { pending, code }
    if (await fields.check(session.enter_code.body, body, () => call(session.enter_code, { body }))) await enter()
  }
  const change = () => {
    setIsRecovery(!isRecovery)
    setCode('')
    fields.forget('code')
    field.current?.focus()
  }
  return (
    <Frame title={texts.code_title} lead={isRecovery ? texts.recovery_lead : texts.code_lead} way_back={false}>
      <Form onSubmit={send}>
        <TextInput
          ref={field}
          label={isRecovery ? texts.recovery_code : texts.code}
          name="code"
          autoComplete={isRecovery ? 'off' : 'one-time-code'}
          inputMode={isRecovery ? 'text' : 'numeric'}
          spellCheck={false}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          error={fields.errorOf('code')}
        />
        {fields.general}
        <Button type="submit" loading={fields.isSending}>
          {texts.continue}
        </Button>
        <Anchor component="button" type="button" size="sm" ta="start" onClick={change}>
          {isRecovery ? texts.use_app : texts.use_recovery}
        </Anchor>
        <Anchor component="button" type="button" size="sm" ta="start" onClick={onGiveUp}>
          {texts.back}
        </Anchor>
      </Form>
    </Frame>
  )
}
