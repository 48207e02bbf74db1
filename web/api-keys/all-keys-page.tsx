import { Alert, Anchor, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { apiKeys } from '#contract/api-keys.ts'
import { call } from '#web/platform/api.ts'
import { attempt, sentenceOf } from '#web/platform/attempt.ts'
import { KeysTable } from './keys-table.tsx'
import { texts } from './texts.ts'

/** Innstillinger → API-nøkler: which programs come in, for whom, and a way to stop them. */
export function AllKeysPage() {
  const queries = useQueryClient()
  const { data, error } = useQuery({ queryKey: ['api-keys', 'all'], queryFn: () => call(apiKeys.list) })
  const revoke = async (id: string) => {
    await attempt(() => call(apiKeys.revoke, { params: { id } }))
    await queries.invalidateQueries({ queryKey: ['api-keys'] })
  }
  return (
    <Stack gap="md">
      <div>
        <Title order={2} size="h4">
          {texts.keys}
        </Title>
        <Text c="dimmed" size="sm">
          {texts.lead_all}
        </Text>
      </div>
      {error && !data && <Alert color="red">{sentenceOf(error)}</Alert>}
      {!data && !error && <Skeleton height={160} />}
      {data?.items.length === 0 && <Text c="dimmed">{texts.none_all}</Text>}
      {data && data.items.length > 0 && <KeysTable items={data.items} showsOwner onRevoke={revoke} />}
      <Anchor href="/api/docs">{texts.documentation}</Anchor>
    </Stack>
  )
}
