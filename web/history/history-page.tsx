import { Stack, Text, Title } from '@mantine/core'
import { HistoryPanel } from './history-panel.tsx'
import { texts } from './texts.ts'

/** Innstillinger → Historikk: all that was done in the firm. */
export function HistoryPage() {
  return (
    <Stack gap="md">
      <div>
        <Title order={2} size="h4">
          {texts.history}
        </Title>
        <Text c="dimmed" size="sm">
          {texts.lead}
        </Text>
      </div>
      <HistoryPanel of={null} />
    </Stack>
  )
}
