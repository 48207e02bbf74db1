import { Button, Group, Modal, PasswordInput } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { texts as common } from '#web/platform/texts.ts'
import type { useFieldErrors } from '#web/platform/form.ts'
import { Form } from '#web/ui/form.tsx'
import { texts } from './texts.ts'

type Fields = ReturnType<typeof useFieldErrors>
type Props = {
  title: string
  submit: string
  fields: Fields
  onSubmit: () => Promise<unknown>
  onClose: () => void
  children: ReactNode
}

/** A small form of the profile in a dialog. */
export function Dialog({ title, submit, fields, onSubmit, onClose, children }: Props) {
  const send = (event: FormEvent) => {
    event.preventDefault()
    return onSubmit()
  }
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': common.close }}>
      <Form onSubmit={send}>
        {children}
        {fields.general}
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            {common.cancel}
          </Button>
          <Button type="submit" loading={fields.isSending}>
            {submit}
          </Button>
        </Group>
      </Form>
    </Modal>
  )
}

type PasswordProps = { value: string; onChange: (value: string) => void; fields: Fields }

/** The password once more, for what changes how one comes in. */
export function PasswordAgain({ value, onChange, fields }: PasswordProps) {
  return (
    <PasswordInput
      label={texts.password_again}
      description={texts.password_again_hint}
      autoComplete="current-password"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={fields.errorOf('password')}
    />
  )
}
