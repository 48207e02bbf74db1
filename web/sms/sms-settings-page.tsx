import { Alert, Anchor, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { smsSettings } from '#contract/sms-settings.ts'
import { call } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { CallbacksSection } from './callbacks-section.tsx'
import { SmsSettingsForm } from './sms-settings-form.tsx'
import { texts } from './settings-texts.ts'
import { TemplatesSection } from './templates-section.tsx'
import { TestSection } from './test-section.tsx'

/** Innstillinger → SMS: the provider, a test, the addresses that it calls, and what is written often. */
export function SmsSettingsPage() {
  const { data, error } = useQuery({ queryKey: ['sms-settings'], queryFn: () => call(smsSettings.get) })
  return (
    <Stack gap="xl">
      <div>
        <Title order={2} size="h4">
          {texts.sms}
        </Title>
        <Text c="dimmed" size="sm">
          {texts.lead}{' '}
          <Anchor component={Link} to="/sms" size="sm" underline="always">
            {texts.messages}
          </Anchor>
        </Text>
      </div>
      {error && !data && <Alert color="red">{sentenceOf(error)}</Alert>}
      {!data && !error && <Skeleton height={320} />}
      {data && (
        <>
          <SmsSettingsForm stored={data} />
          <TestSection provider={data.provider} />
          {data.provider && data.provider !== 'log' && <CallbacksSection settings={data} />}
        </>
      )}
      <TemplatesSection />
    </Stack>
  )
}
