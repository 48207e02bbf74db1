import { Button, Group, Modal, Text } from '@mantine/core'
import { useState } from 'react'
import { texts as common } from '#web/platform/texts.ts'

type Props = { title: string; text: string; onYes: () => Promise<unknown>; onClose: () => void }

/** Asks before something that is not easily undone. */
export function Question({ title, text, onYes, onClose }: Props) {
  const [isDoing, setIsDoing] = useState(false)
  const yes = async () => {
    setIsDoing(true)
    await onYes()
    onClose()
  }
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': common.close }}>
      <Text mb="md" className="field-value">
        {text}
      </Text>
      <Group justify="end">
        <Button variant="default" onClick={onClose} data-autofocus>
          {common.cancel}
        </Button>
        <Button color="red.9" loading={isDoing} onClick={yes}>
          {title}
        </Button>
      </Group>
    </Modal>
  )
}
