import { Group, Text, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import type { MouseEvent } from 'react'
import type { Notification } from '#contract/notifications.ts'
import { fill, formatMoment } from '#web/platform/texts.ts'
import { placeOf } from './place-of.ts'
import { texts } from './texts.ts'

/** What it tells, in a sentence. */
export const sentenceOf = ({ kind, title, by_name }: Notification) =>
  fill(texts[kind], { by: by_name ?? texts.someone, title })

type Props = { notification: Notification; onOpen: () => void }

/** One notification: what, about whom and when; leads to it. */
export function NotificationLine({ notification, onOpen }: Props) {
  const router = useRouter()
  const { company_name, person_name, at, about_at, read_at } = notification
  const href = placeOf(notification)
  const open = (event: MouseEvent) => {
    onOpen()
    // In a new tab or window the browser opens it itself.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    router.history.push(href)
  }
  return (
    <UnstyledButton component="a" href={href} onClick={open} className="hit row-text">
      <Group gap={8} wrap="nowrap" align="start">
        <span className="unread-mark" data-unread={read_at === null || undefined} />
        <div style={{ minWidth: 0 }}>
          <Text size="sm" fw={read_at === null ? 600 : 400} className="field-value">
            {sentenceOf(notification)}
            {read_at === null && <VisuallyHidden> ({texts.is_unread})</VisuallyHidden>}
          </Text>
          <Text size="xs" c="dimmed" className="field-value">
            {[company_name, person_name, formatMoment(about_at ?? at)].filter(Boolean).join(' · ')}
          </Text>
        </div>
      </Group>
    </UnstyledButton>
  )
}
