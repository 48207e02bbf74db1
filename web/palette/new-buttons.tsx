import { Button, Group } from '@mantine/core'
import { useNewRecords } from './new-records.ts'

/** A button for each thing that one can make. */
export function NewButtons() {
  return (
    <Group gap="xs">
      {useNewRecords().map(({ id, label, icon: Icon, onChoose }) => (
        <Button key={id} variant="default" size="xs" leftSection={<Icon size={16} />} onClick={() => onChoose()}>
          {label}
        </Button>
      ))}
    </Group>
  )
}
