import { Alert, Anchor, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { calendarAccess } from '#contract/calendar-access.ts'
import { call } from '#web/platform/api.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { FeedSection } from './feed-section.tsx'
import { PasswordsSection } from './passwords-section.tsx'
import { texts } from './texts.ts'

/** Min profil → Kalender på telefonen: how other programs reach my appointments and tasks. */
export function CalendarAccessPage() {
  const { data, error } = useQuery({ queryKey: ['calendar-access'], queryFn: () => call(calendarAccess.get) })
  return (
    <Stack gap="md" maw={760}>
      <div>
        <Title order={1} size="h3">
          {texts.title}
        </Title>
        <Text c="dimmed" size="sm">
          {texts.lead}
        </Text>
      </div>
      {error && !data && <Alert color="red">{sentenceOf(error)}</Alert>}
      {!data && !error && <Skeleton height={400} />}
      {data && (
        <>
          <PasswordsSection access={data} />
          <FeedSection feed={data.feed} />
        </>
      )}
      <Anchor component={Link} to="/profile">
        {texts.to_profile}
      </Anchor>
    </Stack>
  )
}
