// An appointment and a task as a calendar tells of them: the columns' names and forms, and who takes part with an address.
import type { JCalProperty } from './jcal.ts'

export type Party = { name: string; email: string }
export type Attendee = Party & {
  state: 'unseen' | 'seen' | 'accepted' | 'declined' | 'tentative'
  /** Whether an answer is waited for. */
  is_asked: boolean
}

export type CalendarEvent = {
  uid: string
  sequence: number
  title: string
  place: string | null
  description: string | null
  starts_at: string
  ends_at: string
  time_zone: string
  is_all_day: boolean
  is_busy: boolean
  is_private: boolean
  reminder_minutes: number | null
  /** A rule of RFC 5545 without its name: FREQ=WEEKLY;BYDAY=MO. */
  recurrence: string | null
  recurs_until: string | null
  skipped: string[]
  /** Of a changed single instance: where it stood in its series. */
  original_starts_at: string | null
  cancelled_at: string | null
  created_at: string
  changed_at: string
  organizer: Party | null
  attendees: Attendee[]
  /** Changed single instances of a series. */
  overrides: CalendarEvent[]
  /** What a program said of it that has no place here. */
  extra?: JCalProperty[]
}

export type CalendarTask = {
  uid: string
  version: number
  title: string
  description: string | null
  status: 'not_started' | 'in_progress' | 'waiting' | 'done' | 'cancelled'
  /** 1 is high, 3 low. */
  priority: number
  percent_complete: number
  start_on: string | null
  due_on: string | null
  reminder_at: string | null
  closed_at: string | null
  created_at: string
  changed_at: string
  extra?: JCalProperty[]
}
