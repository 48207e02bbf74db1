import { Badge, Button, Group, Stack, Text } from '@mantine/core'
import { type Profile, profile as contract } from '#contract/profile.ts'
import { call } from '#web/platform/api.ts'
import { attempt } from '#web/platform/attempt.ts'
import { useSession } from '#web/platform/session.ts'
import { fill, formatMoment } from '#web/platform/texts.ts'
import { tell } from '#web/ui/tell-undo.tsx'
import { readDevice } from './device.ts'
import { Panel, useRefreshProfile } from './panel.tsx'
import { texts } from './texts.ts'

type Session = Profile['sessions'][number]

/** Innlogginger: where this account is open, and a way to close each. */
export function SessionsPanel({ profile }: { profile: Profile }) {
  const refresh = useRefreshProfile()
  const endOthers = async () => {
    if (await attempt(() => call(contract.end_other_sessions))) tell(texts.others_ended)
    await refresh()
  }
  const hasOthers = profile.sessions.some(({ is_this }) => !is_this)
  return (
    <Panel
      title={texts.sessions}
      lead={texts.sessions_lead}
      button={
        hasOthers && (
          <Button variant="default" onClick={endOthers}>
            {texts.end_others}
          </Button>
        )
      }
    >
      <Stack gap="sm">
        {profile.sessions.map((session) => (
          <SessionLine key={session.id} session={session} />
        ))}
      </Stack>
    </Panel>
  )
}

function SessionLine({ session }: { session: Session }) {
  const refresh = useRefreshProfile()
  const { firms } = useSession()
  const name = deviceName(session.user_agent)
  const end = async () => {
    await attempt(() => call(contract.end_session, { params: { id: session.id } }))
    await refresh()
  }
  return (
    <Group justify="space-between" wrap="nowrap">
      <div>
        <Group gap="xs">
          <Text>{name}</Text>
          {session.is_this && (
            <Badge variant="light" tt="none">
              {texts.this_session}
            </Badge>
          )}
        </Group>
        <Text size="sm" c="dimmed" className="field-value">
          {[
            fill(texts.signed_in, { when: formatMoment(session.created_at) }),
            fill(texts.seen, { when: formatMoment(session.seen_at) }),
            firms.length > 1 && session.firm_name,
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </div>
      {!session.is_this && (
        <Button
          size="compact-sm"
          variant="default"
          flex="none"
          aria-label={fill(texts.end_named, { name })}
          onClick={end}
        >
          {texts.end}
        </Button>
      )}
    </Group>
  )
}

function deviceName(userAgent: string | null): string {
  const { browser, system } = readDevice(userAgent ?? '')
  if (browser && system) return fill(texts.on, { browser, system })
  return browser ?? system ?? texts.unknown_device
}
