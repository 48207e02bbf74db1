import { Pill, PillsInput } from '@mantine/core'
import { type ClipboardEvent, type KeyboardEvent, useState } from 'react'
import { fill, texts } from '#web/platform/texts.ts'
import { formTexts } from './form-texts.ts'

type Props = {
  value: string[]
  onChange: (emails: string[]) => void
  errorOf: (field: string) => string | undefined
}

/**
 * Each address is a tag, the one being typed is text; both are in the form, so that nothing typed is lost by saving.
 * Comma, semicolon, space or Enter ends an address; Backspace in the empty field takes the last one up again.
 */
export function InvoiceEmails({ value, onChange, errorOf }: Props) {
  const [done, setDone] = useState(value.length)
  const tags = value.slice(0, done)
  const typed = value.slice(done).join(' ')
  const finish = (text: string) => {
    const parts = text.split(/[,;\s]+/)
    const rest = parts.pop() ?? ''
    const now = [...tags, ...parts.filter((part) => part !== '' && !tags.includes(part))]
    setDone(now.length)
    onChange(rest ? [...now, rest] : now)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && typed) {
      event.preventDefault()
      finish(`${typed} `)
    }
    if (event.key === 'Backspace' && !typed && done > 0) {
      event.preventDefault()
      setDone(done - 1)
    }
  }
  const onPaste = (event: ClipboardEvent) => {
    event.preventDefault()
    finish(`${typed}${event.clipboardData.getData('text')} `)
  }
  const remove = (at: number) => {
    setDone(done - 1)
    onChange(value.toSpliced(at, 1))
  }
  return (
    <PillsInput
      label={texts.invoice_emails}
      description={formTexts.invoice_emails_hint}
      error={errorOf('invoice_emails')}
    >
      <Pill.Group>
        {tags.map((email, at) => (
          <Pill
            key={email}
            withRemoveButton
            onRemove={() => remove(at)}
            className={errorOf(`invoice_emails.${at}`) ? 'wrong-tag' : ''}
            removeButtonProps={{
              'aria-label': fill(formTexts.remove, { name: email }),
              'aria-hidden': false,
              tabIndex: 0,
            }}
          >
            {email}
          </Pill>
        ))}
        <PillsInput.Field
          aria-label={texts.invoice_emails}
          inputMode="email"
          value={typed}
          onChange={(event) => finish(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onBlur={() => typed && finish(`${typed} `)}
        />
      </Pill.Group>
    </PillsInput>
  )
}
