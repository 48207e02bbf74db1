import { ActionIcon, Anchor, Button, Group, Indicator, Popover, Skeleton, Text } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { mostCounted } from '#contract/notifications.ts'
import { sentenceOf } from '#web/platform/attempt.ts'
import { fill } from '#web/platform/texts.ts'
import { NotificationLine } from './notification-line.tsx'
import { texts } from './texts.ts'
import { useMarking, useNotifications, useUnreadCount } from './use-notifications.ts'

/** How many notifications wait, and the newest of them. */
export function Bell() {
  const [isOpen, setIsOpen] = useState(false)
  const count = useUnreadCount()
  const shown = count >= mostCounted ? `${mostCounted - 1}+` : String(count)
  const label = count === 0 ? texts.notifications : fill(texts.unread_count, { count: shown })
  return (
    <Popover opened={isOpen} onChange={setIsOpen} position="bottom-end" width={360} trapFocus returnFocus shadow="md">
      <Indicator label={shown} size={16} offset={6} disabled={count === 0} color="red.9">
        <Popover.Target>
          <ActionIcon
            variant="subtle"
            size="lg"
            color="gray"
            aria-label={label}
            title={label}
            aria-haspopup="dialog"
            aria-expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
          >
            <IconBell size={20} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p="xs" maw="calc(100vw - 16px)" aria-label={texts.notifications}>
        {isOpen && <Newest onClose={() => setIsOpen(false)} />}
      </Popover.Dropdown>
    </Popover>
  )
}

function Newest({ onClose }: { onClose: () => void }) {
  const { data, error } = useNotifications('any')
  const { read, readAll } = useMarking()
  const items = data?.pages[0]?.items.slice(0, 8)
  const newest = items?.[0]
  return (
    <>
      {error && !data && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {sentenceOf(error)}
        </Text>
      )}
      {!items && !error && <Skeleton height={120} />}
      {items?.length === 0 && (
        <Text size="sm" c="dimmed" p="xs">
          {texts.none}
        </Text>
      )}
      {items?.map((notification) => (
        <NotificationLine
          key={notification.id}
          notification={notification}
          onOpen={() => {
            read(notification)
            onClose()
          }}
        />
      ))}
      <Group justify="space-between" mt="xs" px={10}>
        <Anchor component={Link} to="/notifications" size="sm" onClick={onClose}>
          {texts.all}
        </Anchor>
        {newest && (
          <Button variant="subtle" size="compact-sm" onClick={() => readAll(newest)}>
            {texts.read_all}
          </Button>
        )}
      </Group>
    </>
  )
}
