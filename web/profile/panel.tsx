import { Group, Paper, Text, Title } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'

type PanelProps = { title: string; lead?: string; button?: ReactNode; children?: ReactNode }

/** One part of the profile: what it is about, its button at the right, what stands in it. */
export function Panel({ title, lead, button, children }: PanelProps) {
  return (
    <Paper withBorder p="md" component="section" aria-label={title}>
      <Group justify="space-between" align="start" className="title-row" mb={children ? 'sm' : 0}>
        <div>
          <Title order={2} size="h5">
            {title}
          </Title>
          {lead && (
            <Text c="dimmed" size="sm">
              {lead}
            </Text>
          )}
        </div>
        {button}
      </Group>
      {children}
    </Paper>
  )
}

/** After a change of the account: what stands here, in the header and in the lists. */
export function useRefreshProfile() {
  const queries = useQueryClient()
  const router = useRouter()
  return async () => {
    await router.invalidate()
    await queries.invalidateQueries({ queryKey: ['profile'] })
  }
}
