import type { Notification } from '#contract/notifications.ts'

type About = Pick<Notification, 'entity' | 'entity_id' | 'company_id' | 'person_id'>

/** The address where what a notification is about can be read. */
export function placeOf({ entity, entity_id, company_id, person_id }: About): string {
  if (entity === 'task') return `/tasks/${entity_id}`
  if (entity === 'appointment') return `/calendar/${entity_id}`
  const card = company_id ? `/companies/${company_id}` : `/persons/${person_id}`
  return `${card}/info?below=notes&open=${entity_id}`
}
