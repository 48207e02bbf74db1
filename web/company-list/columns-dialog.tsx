import { Button, Checkbox, Group, Modal, Stack } from '@mantine/core'
import { texts as shared } from '#web/platform/texts.ts'
import { MoveButtons } from '#web/ui/move-buttons.tsx'
import { texts } from './texts.ts'

type Props = {
  columns: { field: string; label: string }[]
  wanted: string[]
  usual: string[]
  onColumns: (fields: string[] | null) => void
}

export function ColumnsDialog({ onClose, ...props }: Props & { onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={texts.columns} closeButtonProps={{ 'aria-label': shared.close }}>
      <Columns {...props} />
      <Group justify="end" mt="md">
        <Button
          variant="default"
          disabled={props.wanted.join() === props.usual.join()}
          onClick={() => props.onColumns(null)}
        >
          {texts.usual}
        </Button>
        <Button onClick={onClose}>{shared.close}</Button>
      </Group>
    </Modal>
  )
}

/** Those that are shown first, in their order; then the others. */
function Columns({ columns, wanted, onColumns }: Omit<Props, 'usual'>) {
  const shown = wanted.filter((field) => columns.some((column) => column.field === field))
  const inOrder = [
    ...shown.flatMap((field) => columns.find((column) => column.field === field) ?? []),
    ...columns.filter(({ field }) => !shown.includes(field)),
  ]
  const move = (at: number, steps: 1 | -1) => {
    const field = shown[at]
    if (field) onColumns(shown.toSpliced(at, 1).toSpliced(at + steps, 0, field))
  }
  return (
    <Stack gap={6}>
      {inOrder.map(({ field, label }, at) => (
        <Group key={field} justify="space-between" mih={30}>
          <Checkbox
            label={label}
            checked={shown.includes(field)}
            onChange={(event) =>
              onColumns(event.currentTarget.checked ? [...shown, field] : shown.filter((other) => other !== field))
            }
          />
          {at < shown.length && (
            <MoveButtons name={label} at={at} count={shown.length} onMove={(steps) => move(at, steps)} />
          )}
        </Group>
      ))}
    </Stack>
  )
}
