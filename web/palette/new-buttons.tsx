import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { NewDialog } from './new-dialog.tsx'
import { type DialogOfNew, useNewRecords } from './new-records.ts'

/** A button for each thing that one can make. */
export function NewButtons() {
  const [making, setMaking] = useState<DialogOfNew | null>(null)
  const news = useNewRecords(setMaking)
  return (
    <Group gap="xs">
      {news.map(({ id, label, icon: Icon, onChoose }) => (
        <Button key={id} variant="default" size="xs" leftSection={<Icon size={16} />} onClick={() => onChoose()}>
          {label}
        </Button>
      ))}
      <NewDialog what={making} onClose={() => setMaking(null)} />
    </Group>
  )
}
