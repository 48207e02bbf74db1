// A task as VTODO (RFC 5545, 3.6.2). Its recurrence is not told: the next one is made here, when this one is done, and a
// program that made one too would double it.
import type { CalendarTask } from './types.ts'
import { utc } from './event.ts'
import { clean, type JCalComponent, type JCalProperty } from './jcal.ts'

const states = {
  not_started: 'NEEDS-ACTION',
  in_progress: 'IN-PROCESS',
  waiting: 'IN-PROCESS',
  done: 'COMPLETED',
  cancelled: 'CANCELLED',
} as const

/** 1 to 4 is high, 5 is as usual, 6 to 9 is low (RFC 5545, 3.8.1.9). */
const priorities: Record<number, number> = { 1: 1, 2: 5, 3: 9 }

export function describeTask(task: CalendarTask): JCalComponent {
  // DUE must be later than DTSTART (RFC 5545, 3.8.2.3): of a task of one day the due day is told.
  const start = task.start_on === task.due_on ? null : task.start_on
  const properties: (JCalProperty | null)[] = [
    ['uid', {}, 'text', clean(task.uid)],
    ['dtstamp', {}, 'date-time', utc(task.changed_at)],
    ['sequence', {}, 'integer', task.version],
    ['summary', {}, 'text', clean(task.title)],
    task.description ? ['description', {}, 'text', clean(task.description)] : null,
    start ? ['dtstart', {}, 'date', start] : null,
    task.due_on ? ['due', {}, 'date', task.due_on] : null,
    ['status', {}, 'text', states[task.status]],
    ['percent-complete', {}, 'integer', task.percent_complete],
    ['priority', {}, 'integer', priorities[task.priority] ?? 5],
    task.status === 'done' && task.closed_at ? ['completed', {}, 'date-time', utc(task.closed_at)] : null,
    ['created', {}, 'date-time', utc(task.created_at)],
    ['last-modified', {}, 'date-time', utc(task.changed_at)],
    ...(task.extra ?? []),
  ]
  return ['vtodo', properties.filter((property) => property !== null), task.reminder_at ? [alarm(task)] : []]
}

function alarm({ title, reminder_at }: CalendarTask): JCalComponent {
  return [
    'valarm',
    [
      ['action', {}, 'text', 'DISPLAY'],
      ['description', {}, 'text', clean(title)],
      ['trigger', {}, 'date-time', utc(reminder_at ?? '')],
    ],
    [],
  ]
}
