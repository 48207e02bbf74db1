// VTODO as a task has it.
import { extraOf } from './extra.ts'
import type { JCalComponent, JCalProperty } from './jcal.ts'
import {
  localDay,
  momentValue,
  numberValue,
  propertyOf,
  type ReadMoment,
  textValue,
  refusal,
  type Zones,
} from './read-values.ts'
import type { CalendarTask } from './types.ts'

export type ReadTask = {
  uid: string
  title: string | null
  description: string | null
  status: Exclude<CalendarTask['status'], 'waiting'>
  priority: number
  percent_complete: number
  start_on: string | null
  due_on: string | null
  reminder_at: string | null
  /** What it says besides. */
  extra: JCalProperty[]
}

export function readTask(task: JCalComponent, zones: Zones): ReadTask {
  const uid = textValue(task, 'uid')
  if (!uid || uid.length > 255) throw refusal('calendar_unreadable')
  if (propertyOf(task, 'recurrence-id')) throw refusal('calendar_unsupported')
  const start = momentValue(propertyOf(task, 'dtstart'), zones)
  const due = momentValue(propertyOf(task, 'due'), zones)
  const status = statusOf(task)
  return {
    uid,
    title: textValue(task, 'summary'),
    description: textValue(task, 'description'),
    status,
    priority: priorityOf(numberValue(task, 'priority') ?? 0),
    percent_complete: status === 'done' ? 100 : Math.min(99, Math.max(0, numberValue(task, 'percent-complete') ?? 0)),
    start_on: dayOf(start, zones),
    due_on: dayOf(due, zones) ?? dueByDuration(task, start, zones),
    reminder_at: reminderOf(task, start, due, zones),
    extra: extraOf(task),
  }
}

const statuses: Record<string, ReadTask['status']> = {
  'NEEDS-ACTION': 'not_started',
  'IN-PROCESS': 'in_progress',
  COMPLETED: 'done',
  CANCELLED: 'cancelled',
}

/** Some programs tick a task off by COMPLETED or 100 % alone. */
function statusOf(task: JCalComponent): ReadTask['status'] {
  const told = statuses[textValue(task, 'status')?.toUpperCase() ?? '']
  if (told) return told
  if (propertyOf(task, 'completed') || numberValue(task, 'percent-complete') === 100) return 'done'
  return (numberValue(task, 'percent-complete') ?? 0) > 0 ? 'in_progress' : 'not_started'
}

/** 0 says nothing: as usual. */
const priorityOf = (told: number) => (told === 0 || told === 5 ? 2 : told < 5 ? 1 : 3)

/** A task has days: of a moment it is the day where the reader is. */
function dayOf(moment: ReadMoment | null, zones: Zones) {
  if (!moment) return null
  return localDay(moment.at, moment.is_day ? moment.zone : zones.own)
}

function dueByDuration(task: JCalComponent, start: ReadMoment | null, zones: Zones) {
  const duration = propertyOf(task, 'duration')?.[3]
  if (!start || typeof duration !== 'string') return null
  const end = Temporal.Instant.from(start.at).toZonedDateTimeISO(start.zone).add(Temporal.Duration.from(duration))
  return localDay(end.toInstant().toString(), start.is_day ? start.zone : zones.own)
}

/** The first reminder, as a moment; one before the beginning counts from it, or from the due day. */
function reminderOf([, , alarms]: JCalComponent, start: ReadMoment | null, due: ReadMoment | null, zones: Zones) {
  for (const alarm of alarms.filter(([name]) => name === 'valarm')) {
    const trigger = propertyOf(alarm, 'trigger')
    if (trigger?.[2] === 'date-time') return momentValue(trigger, zones)?.at ?? null
    const from = trigger?.[1].related?.toUpperCase() === 'END' ? due : (start ?? due)
    if (!trigger || !from) continue
    const at = Temporal.Instant.from(from.at)
      .toZonedDateTimeISO(from.zone)
      .add(Temporal.Duration.from(String(trigger[3])))
    return new Date(at.epochMilliseconds).toISOString()
  }
  return null
}
