import { ActionIcon, Alert, Button, Group, SegmentedControl, Select, Skeleton, Stack, Text, Title } from '@mantine/core'
import { IconMail, IconMailOpened } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Notification } from '#contract/notifications.ts'
import { session } from '#contract/session.ts'
import { call } from '#web/platform/api.ts'
import { sentenceOf as refusalOf } from '#web/platform/attempt.ts'
import { usePreferences } from '#web/platform/preferences.ts'
import { fill, texts as common } from '#web/platform/texts.ts'
import { NotificationLine, sentenceOf } from './notification-line.tsx'
import { texts } from './texts.ts'
import { useMarking, useNotifications } from './use-notifications.ts'

/** All that a member was told of, the newest first, and whether she is told by e-mail too. */
export function NotificationsPage() {
  const [is, setIs] = useState<'any' | 'unread'>('any')
  const pages = useNotifications(is)
  const { toggle, read, readAll } = useMarking()
  const items = pages.data?.pages.flatMap((page) => page.items) ?? []
  const [newest] = items
  return (
    <Stack gap="md" maw={760}>
      <Group justify="space-between" align="start">
        <Title order={1} size="h3">
          {texts.notifications}
        </Title>
        <MailChoice />
      </Group>
      <Group justify="space-between">
        <SegmentedControl
          aria-label={texts.which}
          value={is}
          onChange={(value) => setIs(value === 'unread' ? 'unread' : 'any')}
          data={[
            { value: 'any', label: texts.any },
            { value: 'unread', label: texts.unread },
          ]}
        />
        <Button variant="default" disabled={!newest} onClick={() => newest && readAll(newest)}>
          {texts.read_all}
        </Button>
      </Group>
      {pages.error && <Alert color="red">{refusalOf(pages.error)}</Alert>}
      {pages.isPending && <Skeleton height={200} />}
      {pages.isSuccess && items.length === 0 && (
        <Text c="dimmed" role="status">
          {is === 'unread' ? texts.none_unread : texts.none}
        </Text>
      )}
      <ul className="rows" aria-label={texts.notifications}>
        {items.map((notification) => (
          <li key={notification.id}>
            <NotificationLine notification={notification} onOpen={() => read(notification)} />
            <Toggle notification={notification} onToggle={() => toggle(notification)} />
          </li>
        ))}
      </ul>
      {pages.hasNextPage && (
        <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
          {common.more}
        </Button>
      )}
    </Stack>
  )
}

function Toggle({ notification, onToggle }: { notification: Notification; onToggle: () => void }) {
  const isRead = notification.read_at !== null
  const label = fill(isRead ? texts.mark_unread : texts.mark_read, { what: sentenceOf(notification) })
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={label} title={label} onClick={onToggle}>
      {isRead ? <IconMail size={16} /> : <IconMailOpened size={16} />}
    </ActionIcon>
  )
}

const choices = (['none', 'daily', 'at_once'] as const).map((value) => ({ value, label: texts[`mail_${value}`] }))

function MailChoice() {
  const { chosen, choose } = usePreferences()
  const { data } = useQuery({ queryKey: ['setup-state'], queryFn: () => call(session.setup_state) })
  const canNot = data?.has_mail === false
  return (
    <Select
      label={texts.by_email}
      description={canNot ? texts.no_mail : texts.by_email_hint}
      disabled={canNot}
      allowDeselect={false}
      data={choices}
      value={chosen.notification_mail ?? 'none'}
      onChange={(notification_mail) => notification_mail && choose({ notification_mail })}
    />
  )
}
