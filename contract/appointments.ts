import { z } from 'zod'
import type { Endpoints } from '#contract/endpoint.ts'
import { id, ids, moment, requiredText, text, whole } from '#contract/fields.ts'
import { recurrence } from '#contract/recurrence.ts'
import { homeZone, isTimeZone, localOf } from '#contract/zones.ts'

/** A zone of the IANA database, as Europe/Oslo. */
const timeZone = z.string().refine(isTimeZone, 'time_zone')

/** Who can take part: a colleague (answers), a person, a company. */
export const participantKinds = ['user', 'person', 'company'] as const
/** What a colleague answered: godkjent, underkjent, kanskje; before that, whether she has seen the invitation. */
export const states = ['unseen', 'seen', 'accepted', 'declined', 'tentative'] as const
export const answers = ['accepted', 'declined', 'tentative'] as const

const Participant = z.strictObject({ kind: z.enum(participantKinds), id })
/** One who is named twice takes part once. */
const participants = z
  .array(Participant)
  .max(200)
  .transform((named) => [...new Map(named.map((one) => [`${one.kind} ${one.id}`, one])).values()])

type Period = { starts_at: string; ends_at: string; time_zone: string; is_all_day: boolean; recurrence: string | null }

/** What lasts longer does not recur: the occurrences would lie on each other. */
const LONGEST_RECURRING = 31 * 86_400_000

/** Each is judged also when other fields are faulty, once there are moments to judge. */
const periodRules: { field: keyof Period; code: string; holds: (period: Period) => boolean }[] = [
  {
    ...{ field: 'ends_at', code: 'end_before_start' },
    holds: ({ starts_at, ends_at, is_all_day }) => (is_all_day ? ends_at > starts_at : ends_at >= starts_at),
  },
  {
    ...{ field: 'starts_at', code: 'midnight' },
    holds: ({ starts_at, time_zone, is_all_day }) => !is_all_day || isMidnight(starts_at, time_zone),
  },
  {
    ...{ field: 'ends_at', code: 'midnight' },
    holds: ({ ends_at, time_zone, is_all_day }) => !is_all_day || isMidnight(ends_at, time_zone),
  },
  {
    ...{ field: 'ends_at', code: 'too_long_to_recur' },
    holds: ({ starts_at, ends_at, recurrence }) =>
      recurrence === null || Date.parse(ends_at) - Date.parse(starts_at) <= LONGEST_RECURRING,
  },
]

const isMidnight = (at: string, zone: string) => localOf(at, zone).endsWith('T00:00:00')

function judgePeriod(period: Period, context: z.RefinementCtx) {
  for (const { field, code, holds } of periodRules)
    if (!holds(period)) context.addIssue({ code: 'custom', message: code, path: [field], input: period[field] })
}

const whenReadable = {
  when: ({ value }: { value: unknown }) => {
    const { starts_at, ends_at, time_zone } = value as Partial<Period>
    return (
      moment.safeParse(starts_at).success && moment.safeParse(ends_at).success && timeZone.safeParse(time_zone).success
    )
  },
}

export const AppointmentInput = z
  .strictObject({
    title: requiredText(200),
    place: text(200).default(null),
    description: text(10_000).default(null),
    starts_at: moment,
    /** Not before the start. */
    ends_at: moment,
    /** Whose clocks a series follows, and whose midnights an all-day appointment goes between. */
    time_zone: timeZone.default(homeZone),
    /** From midnight to midnight of the zone; the end is the midnight after the last day. */
    is_all_day: z.boolean().default(false),
    /** Whether those who take part are occupied. */
    is_busy: z.boolean().default(true),
    /** Seen by the organizer and the colleagues who take part; others see that they are busy. The organizer alone changes it. */
    is_private: z.boolean().default(false),
    /** Minutes before the start; 0 at the start; null: none. At most four weeks. */
    reminder_minutes: whole(0, 40_320).nullable().default(null),
    /** RFC 5545 RRULE. A start that the rule does not name is the first occurrence all the same. */
    recurrence: recurrence.default(null),
    /** Where no colleague is named, the organizer takes part. */
    participants: participants.default([]),
  })
  .check(z.superRefine(judgePeriod, whenReadable))
export type AppointmentInput = z.input<typeof AppointmentInput>

const nullableText = z.string().nullable()
const stamp = z.string()

export const Appointment = z.object({
  id,
  version: z.int(),
  title: z.string(),
  place: nullableText,
  description: nullableText,
  starts_at: stamp,
  ends_at: stamp,
  time_zone: z.string(),
  is_all_day: z.boolean(),
  is_busy: z.boolean(),
  is_private: z.boolean(),
  reminder_minutes: z.int().nullable(),
  recurrence: nullableText,
  /** When the last occurrence ends; null: never, or no series. */
  recurs_until: stamp.nullable(),
  /** Of an occurrence that was changed by itself: its series, and when it would have begun. */
  series_id: id.nullable(),
  original_starts_at: stamp.nullable(),
  organizer_id: id,
  organizer_name: nullableText,
  /** As in iCalendar (RFC 5545): the same in all that goes out about it, and the count of its changes. */
  uid: z.string(),
  sequence: z.int(),
  participants: z.array(
    z.object({
      kind: z.enum(participantKinds),
      /** Of the colleague, the person or the company. */
      id,
      name: z.string(),
      /** Where an invitation would go; null: nowhere. */
      email: nullableText,
      state: z.enum(states),
      answered_at: stamp.nullable(),
    }),
  ),
  created_at: stamp,
  changed_at: stamp,
})
export type Appointment = z.infer<typeof Appointment>

/** What a period holds of an appointment, each occurrence of a series by itself. */
export const Occurrence = z.object({
  /** null: a private one that I may not see; all but the times is then empty. */
  appointment_id: id.nullable(),
  version: z.int().nullable(),
  /** Of an occurrence of a series, also of one that was changed by itself. */
  series_id: id.nullable(),
  /** When it begins by the rule; names the occurrence towards the series. */
  original_starts_at: stamp.nullable(),
  title: nullableText,
  place: nullableText,
  starts_at: stamp,
  ends_at: stamp,
  time_zone: z.string(),
  is_all_day: z.boolean(),
  is_busy: z.boolean(),
  is_private: z.boolean(),
  reminder_minutes: z.int().nullable(),
  organizer_id: id.nullable(),
  /** Those of the colleagues asked for who take part. */
  users: z.array(z.object({ id, state: z.enum(states) })),
})
export type Occurrence = z.infer<typeof Occurrence>

/** Which occurrences of a series are meant; of what is no series, itself. */
const Part = z.strictObject({
  scope: z.enum(['one', 'following', 'all']).default('all'),
  /** original_starts_at of the occurrence; needed for one and following. */
  occurrence: moment.optional(),
})
export type Part = z.output<typeof Part>

/** No more than this is answered at once: a month with the weeks that it begins and ends in. */
export const LONGEST_PERIOD = 62

const Listed = z.object({
  id,
  title: z.string(),
  place: nullableText,
  /** Of a series: the next occurrence, in the past the last. */
  starts_at: stamp,
  ends_at: stamp,
  time_zone: z.string(),
  is_all_day: z.boolean(),
  is_private: z.boolean(),
  recurrence: nullableText,
  original_starts_at: stamp.nullable(),
  organizer_name: nullableText,
})

const byId = z.object({ id })
const read = { module: 'crm', right: 'read' } as const
const change = { module: 'crm', right: 'change' } as const

export const appointments = {
  create: {
    method: 'POST',
    path: '/api/appointments',
    title: 'Book an appointment',
    access: change,
    body: AppointmentInput,
    reply: Appointment,
  },
  read: {
    method: 'GET',
    path: '/api/appointments/:id',
    title: 'An appointment with those who take part',
    access: read,
    params: byId,
    reply: Appointment,
  },
  update: {
    method: 'PUT',
    path: '/api/appointments/:id',
    title: 'Change an appointment, or a part of a series; what was changed by itself is answered',
    access: change,
    params: byId,
    query: Part,
    /** The whole record: what is left out becomes empty. */
    body: AppointmentInput,
    reply: Appointment,
    if_match: true,
  },
  move: {
    method: 'PUT',
    path: '/api/appointments/:id/period',
    title: 'Move or stretch an appointment, also over to another colleague',
    access: change,
    params: byId,
    query: Part,
    body: z.strictObject({
      starts_at: moment,
      ends_at: moment,
      is_all_day: z.boolean(),
      /** In whose calendar it lay, and in whose it is to lie. */
      from_user_id: id.optional(),
      to_user_id: id.optional(),
    }),
    reply: Appointment,
    if_match: true,
  },
  delete: {
    method: 'DELETE',
    path: '/api/appointments/:id',
    title: 'Delete an appointment, or a part of a series',
    access: change,
    params: byId,
    query: Part,
    if_match: true,
  },
  restore: {
    method: 'POST',
    path: '/api/appointments/:id/restoration',
    title: 'Restore a deleted appointment, one occurrence of a series, or what was cut off from a series last',
    access: change,
    params: byId,
    query: z.strictObject({
      occurrence: moment.optional(),
      /**
       * The occurrences from one on that were deleted, or changed to a series of their own, are of this one again: as long as
       * neither was changed since (409).
       */
      following: z.stringbool().optional(),
    }),
    reply: Appointment,
  },
  open: {
    method: 'PUT',
    path: '/api/appointments/:id/opening',
    title: 'Note that I have seen it, when I am invited',
    access: read,
    params: byId,
  },
  answer: {
    method: 'PUT',
    path: '/api/appointments/:id/answer',
    title: 'Answer an invitation to me; the organizer is told',
    access: read,
    params: byId,
    body: z.strictObject({ state: z.enum(answers) }),
    reply: Appointment,
  },
  calendar: {
    method: 'GET',
    path: '/api/calendar',
    title: 'What colleagues have in a period, each occurrence by itself, in order of the start',
    access: read,
    query: z.strictObject({
      from: moment,
      /** Not included; at most 62 days after `from`. */
      to: moment,
      /** Mine when empty. */
      user_ids: ids,
    }),
    reply: z.object({ items: z.array(Occurrence) }),
  },
  conflicts: {
    method: 'GET',
    path: '/api/appointment-conflicts',
    title: 'Colleagues who are busy at a time; of a series the occurrences of its first 62 days, at most 20 conflicts',
    access: read,
    query: z.strictObject({
      starts_at: moment,
      ends_at: moment,
      time_zone: timeZone.default(homeZone),
      recurrence: recurrence.default(null),
      user_ids: ids,
      /** The appointment that is being changed is in its own way nowhere; nor is its series. */
      except: id.optional(),
    }),
    reply: z.object({
      items: z.array(
        z.object({ user_id: id, starts_at: stamp, ends_at: stamp, is_all_day: z.boolean(), title: nullableText }),
      ),
    }),
  },
  list: {
    method: 'GET',
    path: '/api/appointments',
    title: 'Appointments with a company or a person: coming ones, the next first, or past ones, the last first',
    access: read,
    query: z.strictObject({
      company_id: id.optional(),
      person_id: id.optional(),
      when: z.enum(['upcoming', 'past']).default('upcoming'),
      /** `next` of the page before. */
      after: z.string().max(100).optional(),
    }),
    reply: z.object({ items: z.array(Listed), next: nullableText }),
  },
} satisfies Endpoints
