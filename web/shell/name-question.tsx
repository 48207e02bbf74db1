import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { texts as shared } from '#web/platform/texts.ts'
import { texts } from './texts.ts'

type QuestionProps = {
  name: string
  close: () => void
  send: (name: string) => Promise<boolean>
  hint?: (name: string) => string | null
}

/** What a saved search is to be called. */
export function NameQuestion({ name: first, close, send, hint }: QuestionProps) {
  const [name, setName] = useState(first)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (await send(name)) close()
  }
  return (
    <Modal opened onClose={close} title={texts.search_name} closeButtonProps={{ 'aria-label': shared.close }}>
      <Stack component="form" onSubmit={submit}>
        <TextInput
          label={texts.search_name}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          description={hint?.(name)}
          maxLength={60}
          data-autofocus
        />
        <Group justify="end">
          <Button variant="default" onClick={close}>
            {shared.cancel}
          </Button>
          <Button type="submit" disabled={name.trim() === ''}>
            {shared.save}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
