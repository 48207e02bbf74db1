import { Alert, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Profile, profile } from '#contract/profile.ts'
import { KeysPanel } from '#web/api-keys/keys-panel.tsx'
import { CalendarPanel } from '#web/calendar-access/calendar-panel.tsx'
import { call } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { fill, texts as common } from '#web/platform/texts.ts'
import { EmailEditor, NameEditor, PasswordEditor } from './account-editors.tsx'
import { Panel } from './panel.tsx'
import { PasskeysPanel } from './passkeys-panel.tsx'
import { ScreenPanel } from './screen-panel.tsx'
import { SessionsPanel } from './sessions-panel.tsx'
import { texts } from './texts.ts'
import { TwoFactorPanel } from './two-factor-panel.tsx'

/** Min profil: who I am here, how my screen is, and how I come in. */
export function ProfilePage() {
  const { data, error } = useQuery({ queryKey: ['profile'], queryFn: () => call(profile.get) })
  if (error && !data) return <Alert color="red">{sentenceOf(error)}</Alert>
  return (
    <Stack gap="md" maw={760}>
      <Title order={1} size="h3">
        {texts.profile}
      </Title>
      {data ? (
        <>
          <AboutPanel profile={data} />
          <ScreenPanel />
          <PasswordPanel />
          <TwoFactorPanel profile={data} />
          <PasskeysPanel profile={data} />
          <SessionsPanel profile={data} />
          <CalendarPanel />
          <KeysPanel />
        </>
      ) : (
        <Skeleton height={400} />
      )}
    </Stack>
  )
}

function AboutPanel({ profile }: { profile: Profile }) {
  const [edited, setEdited] = useState<'name' | 'email' | null>(null)
  const close = () => setEdited(null)
  return (
    <Panel title={texts.about}>
      <Stack gap="xs">
        <Line label={common.name} value={profile.name} button={texts.change_name} onClick={() => setEdited('name')} />
        <Line
          label={common.email}
          value={profile.email}
          {...(profile.new_email ? { note: fill(texts.email_waits, { email: profile.new_email }) } : {})}
          button={texts.change_email}
          onClick={() => setEdited('email')}
        />
      </Stack>
      {edited === 'name' && <NameEditor profile={profile} onClose={close} />}
      {edited === 'email' && <EmailEditor profile={profile} onClose={close} />}
    </Panel>
  )
}

type LineProps = { label: string; value: string; note?: string; button: string; onClick: () => void }

function Line({ label, value, note, button, onClick }: LineProps) {
  return (
    <Group justify="space-between" wrap="nowrap">
      <div>
        <Text size="sm" c="dimmed">
          {label}
        </Text>
        <Text className="field-value">{value}</Text>
        {note && (
          <Text size="sm" className="field-value">
            {note}
          </Text>
        )}
      </div>
      <Button variant="default" size="compact-sm" flex="none" onClick={onClick} aria-label={button}>
        {texts.change}
      </Button>
    </Group>
  )
}

function PasswordPanel() {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <Panel
      title={texts.password}
      lead={texts.password_lead}
      button={
        <Button variant="default" onClick={() => setIsOpen(true)}>
          {texts.change_password}
        </Button>
      }
    >
      {isOpen && <PasswordEditor onClose={() => setIsOpen(false)} />}
    </Panel>
  )
}
