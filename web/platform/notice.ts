import type { NotificationData } from '@mantine/notifications'

/** Shows a notice at the edge of the screen; what draws it comes with the first. */
export async function showNotice(notice: NotificationData) {
  const { notifications } = await import('@mantine/notifications')
  notifications.show(notice)
}

export async function hideNotice(id: string) {
  const { notifications } = await import('@mantine/notifications')
  notifications.hide(id)
}
