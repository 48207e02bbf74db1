import { Button, Group, Modal } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { texts as common } from '#web/platform/texts.ts'
import type { useFieldErrors } from '#web/platform/form.ts'
import { Form } from './form.tsx'

type Fields = ReturnType<typeof useFieldErrors>
type Props = {
  title: string
  size?: string
  submit: string
  fields: Fields
  onSubmit: () => Promise<unknown>
  onClose: () => void
  children: ReactNode
}

/** A small form in a dialog, which keeps no draft. */
export function Dialog({ title, size = 'md', submit, fields, onSubmit, onClose, children }: Props) {
  const send = (event: FormEvent) => {
    event.preventDefault()
    return onSubmit()
  }
  return (
    <Modal opened onClose={onClose} title={title} size={size} closeButtonProps={{ 'aria-label': common.close }}>
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
