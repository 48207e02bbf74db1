import { Alert, Anchor, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { apiKeys } from '#contract/api-keys.ts'
import { call } from '#web/platform/api.ts'
import { attempt, sentenceOf } from '#web/platform/attempt.ts'
import { KeysTable } from './keys-table.tsx'
import { NewKey } from './new-key.tsx'
import { texts } from './texts.ts'

/** Min profil → API-nøkler: what programs of mine come in with. */
export function OwnKeysPage() {
  const queries = useQueryClient()
  const { data, error } = useQuery({ queryKey: ['api-keys', 'own'], queryFn: () => call(apiKeys.list_own) })
  const [isMaking, setIsMaking] = useState(false)
  const refresh = () => queries.invalidateQueries({ queryKey: ['api-keys'] })
  const revoke = async (id: string) => {
    await attempt(() => call(apiKeys.revoke_own, { params: { id } }))
    await refresh()
  }
  return (
    <Stack gap="md" maw={900}>
      <Group justify="space-between" align="start" className="title-row">
        <div>
          <Title order={1} size="h3">
            {texts.keys}
          </Title>
          <Text c="dimmed" size="sm">
            {texts.lead_own}
          </Text>
        </div>
        <Button leftSection={<IconKey size={16} />} onClick={() => setIsMaking(true)}>
          {texts.make}
        </Button>
      </Group>
      {error && !data && <Alert color="red">{sentenceOf(error)}</Alert>}
      {!data && !error && <Skeleton height={160} />}
      {data?.items.length === 0 && <Text c="dimmed">{texts.none_own}</Text>}
      {data && data.items.length > 0 && <KeysTable items={data.items} showsOwner={false} onRevoke={revoke} />}
      <Group gap="lg">
        <Anchor href="/api/docs">{texts.documentation}</Anchor>
        <Anchor component={Link} to="/profile">
          {texts.to_profile}
        </Anchor>
      </Group>
      {isMaking && <NewKey onMade={refresh} onClose={() => setIsMaking(false)} />}
    </Stack>
  )
}
