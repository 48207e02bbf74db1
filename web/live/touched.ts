import type { LiveChange } from '#contract/live.ts'

type Key = readonly unknown[]

/** What shows rows of each table, by the first word of its query's key. */
const shownBy: Record<string, string[]> = {
  company: ['company', 'companies', 'at-hand', 'history', 'persons', 'person', 'my-day', 'register-hits'],
  company_register: ['company', 'register', 'history'],
  register_change: ['company', 'register'],
  person: ['person', 'persons', 'company', 'contacts', 'at-hand', 'history', 'my-day'],
  affiliation: ['company', 'person', 'contacts', 'affiliations', 'companies', 'persons', 'history'],
  category: ['categories', 'company', 'person', 'companies', 'persons'],
  company_category: ['categories', 'company', 'companies', 'history'],
  person_category: ['categories', 'person', 'persons', 'history'],
  note: ['notes', 'note', 'note-versions', 'company', 'person', 'history', 'my-day'],
  task: ['tasks', 'task', 'planner', 'company', 'person', 'history', 'my-day'],
  task_participant: ['tasks', 'task', 'planner', 'history', 'my-day'],
  appointment: ['appointments', 'appointment', 'calendar', 'company', 'person', 'history', 'my-day'],
  appointment_participant: ['appointments', 'appointment', 'calendar', 'company', 'person', 'history', 'my-day'],
  notification: ['notifications', 'my-day'],
  sms: ['sms', 'history'],
  consent: ['consents', 'sms-preview', 'history'],
  sms_template: ['sms-templates'],
  sms_setting: ['sms-state'],
  custom_field: ['custom-fields'],
  firm: ['firm', 'history'],
  member: ['members', 'users', 'history'],
}

/** What is a person's own, or does not change while it is looked at. */
const untouched = [
  'preferences',
  'postal-code',
  'setup-state',
  'ways-to-confirm',
  'second-step',
  'invitation',
  'import',
  'search',
]

/** Whether what a query read may be another now. Of one record (['company', id]) only when it is about that one. */
export function isTouched(key: Key, change: LiveChange): boolean {
  const [root, id] = key
  if (change.entity === '*') return !untouched.includes(String(root))
  if (!shownBy[change.entity]?.includes(String(root))) return false
  const tied = { company: change.company_ids, register: change.company_ids, person: change.person_ids }[String(root)]
  // What is tied to neither (an appointment, a category) may be on any card.
  const isTied = change.company_ids.length + change.person_ids.length > 0
  return !tied || !isTied || typeof id !== 'string' || tied.includes(id)
}
