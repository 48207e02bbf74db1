import { Group, Title } from '@mantine/core'
import { Suspense } from 'react'
import { lazily } from '#web/ui/lazily.tsx'
import type { Of } from './of.ts'

const PresentColleagues = lazily(async () => (await import('#web/live/presence.tsx')).PresentColleagues)

/** Who else has the card open. */
export function Present({ of, isEditing }: { of: Of; isEditing: boolean }) {
  return (
    <Suspense>
      <PresentColleagues of={of} isEditing={isEditing} />
    </Suspense>
  )
}

/** Above the form of a card. */
export function EditingTitle({ of }: { of: Of }) {
  return (
    <Group gap="md" mb="md">
      <Title order={1} size="h3" className="field-value">
        {of.name}
      </Title>
      <Present of={of} isEditing />
    </Group>
  )
}
