import { Button, Group, Modal } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { fieldMessage } from '#contract/messages.ts'
import { normaliseDay } from '#contract/rules.ts'
import { formatDay, readLanguage, texts as shared } from '#web/platform/texts.ts'
import { DayInput } from '#web/ui/day-input.tsx'
import { Form } from '#web/ui/form.tsx'
import { texts } from './texts.ts'

type Props = { day: string | null; onChoose: (day: string) => unknown; onClose: () => void }

/** To which day: any at all. */
export function DayDialog({ day, onChoose, onClose }: Props) {
  const [typed, setTyped] = useState(formatDay(day ?? ''))
  const [error, setError] = useState<string | undefined>()
  const send = (event: FormEvent) => {
    event.preventDefault()
    const chosen = normaliseDay(typed.trim())
    if (!chosen) {
      setError(fieldMessage(typed.trim() ? 'day' : 'required', readLanguage()))
      return
    }
    onClose()
    onChoose(chosen)
  }
  return (
    <Modal opened onClose={onClose} title={texts.postpone} size="xs" closeButtonProps={{ 'aria-label': shared.close }}>
      <Form onSubmit={send}>
        <DayInput
          label={texts.due_on}
          data-autofocus
          value={typed}
          onChange={(text) => {
            setTyped(text)
            setError(undefined)
          }}
          error={error}
        />
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            {shared.cancel}
          </Button>
          <Button type="submit">{texts.move_to}</Button>
        </Group>
      </Form>
    </Modal>
  )
}
