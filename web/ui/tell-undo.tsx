import { Button, Group } from '@mantine/core'
import { hideNotice, showNotice } from '#web/platform/notice.ts'
import { texts } from '#web/platform/texts.ts'

/** Tells what was done, with a way to take it back. */
export function tellUndo(message: string, undo: () => Promise<unknown>) {
  const id = `undo-${crypto.randomUUID()}`
  void showNotice({
    id,
    autoClose: 15_000,
    closeButtonProps: { 'aria-label': texts.close },
    message: (
      <Group>
        {message}
        <Button
          size="compact-sm"
          variant="light"
          onClick={() => {
            void hideNotice(id)
            void undo()
          }}
        >
          {texts.restore}
        </Button>
      </Group>
    ),
  })
}

export const tell = (message: string) => void showNotice({ message, closeButtonProps: { 'aria-label': texts.close } })
