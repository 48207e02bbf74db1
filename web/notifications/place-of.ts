import type { Notification } from '#contract/notifications.ts'

type About = Pick<Notification, 'entity' | 'entity_id' | 'company_id' | 'person_id' | 'about_at'>

/** The address where what a notification is about can be read; of a series the time that it is about. */
export function placeOf({ entity, entity_id, company_id, person_id, about_at }: About): string {
  if (entity === 'task') return `/tasks/${entity_id}`
  if (entity === 'appointment') return `/calendar/${entity_id}${about_at ? `?at=${encodeURIComponent(about_at)}` : ''}`
  if (entity === 'company') return `/companies/${entity_id}/info?below=services`
  if (entity === 'sms' && !company_id && !person_id) return '/sms'
  const card = company_id ? `/companies/${company_id}` : `/persons/${person_id}`
  return `${card}/info?below=${entity === 'sms' ? 'sms' : `notes&open=${entity_id}`}`
}
