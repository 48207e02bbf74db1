import { Anchor, Button, Group, Indicator, Popover, Skeleton, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { sentenceOf } from '#web/platform/attempt.ts'
import { BellButton, type BellProps } from './bell.tsx'
import { NotificationLine } from './notification-line.tsx'
import { texts } from './texts.ts'
import { useMarking, useNotifications } from './use-notifications.ts'

/** Takes the place of the bell that was pressed, with its focus, and opens: so that closing gives the focus back. */
export function OpenBell({ shown, label, indicator }: BellProps) {
  const [isOpen, setIsOpen] = useState(false)
  useEffect(() => {
    const frame = requestAnimationFrame(() => setIsOpen(true))
    return () => cancelAnimationFrame(frame)
  }, [])
  // The focus that the pressed bell had.
  const target = { label, 'aria-expanded': isOpen, onClick: () => setIsOpen(!isOpen), autoFocus: true }
  return (
    <Popover
      opened={isOpen}
      onChange={setIsOpen}
      position="bottom-end"
      width={360}
      trapFocus
      returnFocus
      shadow="md"
      transitionProps={{ duration: 0 }}
    >
      <Indicator {...indicator} label={shown}>
        <Popover.Target>
          <BellButton {...target} />
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
