// What happens around a made-up company: notes, tasks, appointments and one more contact. Always the same for the same seed.
import { makeId, makeMobile } from './numbers.ts'
import { makeName, makePerson } from './people.ts'
import { type Chance, makeChance } from './random.ts'
import { descriptions, meetings, noteLines, noteSubjects, places, taskTitles } from './activity-words.ts'

/** A company with its contacts, and the colleague whose batch it is in: what is private is hers. */
export type Around = { id: string; customer_number: number; persons: string[]; me: string; colleagues: string[] }

export type Activity = ReturnType<typeof makeActivity>

/**
 * About ten things for a company, many for a few: half of them notes, a third tasks, the rest appointments, from three
 * years before `today` until half a year after it.
 */
export function makeActivity(seed: number, around: Around, today: string) {
  const chance = makeChance(seed + 7_919, around.customer_number)
  const nextId = countIds(chance, around.customer_number)
  const person = makePerson(chance, nextId(), makeName(chance))
  const role = {
    id: nextId(),
    person_id: person.id,
    company_id: around.id,
    title: chance.pick(['Kontaktperson', 'Prosjektleder', 'Innkjøper', 'Driftsleder']),
    mobile: chance.happens(60) ? makeMobile(chance) : null,
  }
  const persons = [...around.persons, person.id]
  const [least, most] = { none: [0, 0], few: [1, 9], some: [10, 25], many: [30, 120] }[
    chance.pickWeighted({ none: 20, few: 55, some: 20, many: 5 })
  ] as [number, number]
  const kinds = Array.from({ length: chance.between(least, most) }, () =>
    chance.pickWeighted({ note: 50, task: 36, appointment: 14 }),
  )
  const of = <T>(kind: string, make: (made: Making) => T) =>
    kinds.filter((one) => one === kind).map(() => make({ chance, id: nextId(), around: { ...around, persons }, today }))
  return {
    person,
    role,
    notes: of('note', makeNote),
    tasks: of('task', makeTask),
    appointments: of('appointment', makeAppointment),
  }
}

type Making = { chance: Chance; id: string; around: Around; today: string }

/** 250 ids for each company, before those of the companies themselves. */
function countIds(chance: Chance, number: number) {
  let next = number * 250 - 6_000_000_000
  return () => makeId(chance, next++)
}

const DAY = 86_400_000
/** A working day some days from another; on a weekend the Monday after. */
function dayFrom(today: string, days: number): string {
  const moment = new Date(Date.parse(`${today}T00:00:00Z`) + days * DAY)
  const weekday = moment.getUTCDay()
  return new Date(moment.getTime() + ({ 0: 1, 6: 2 }[weekday] ?? 0) * DAY).toISOString().slice(0, 10)
}
const maybe = <T>(chance: Chance, percent: number, make: () => T): T | null => (chance.happens(percent) ? make() : null)

function makeNote({ chance, id, around, today }: Making) {
  const is_private = chance.happens(4)
  const text = Array.from({ length: chance.between(1, 4) }, () => chance.pick(noteLines)).join(' ')
  return {
    id,
    company_id: around.id,
    person_id: maybe(chance, 35, () => chance.pick(around.persons)),
    subject: chance.pickCommon(noteSubjects),
    body: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] },
    body_text: text,
    noted_on: dayFrom(today, -chance.between(0, 1_095)),
    author_id: is_private ? around.me : chance.pick(around.colleagues),
    is_private,
  }
}

/** Most are done; those that are open are due around today. */
function makeTask({ chance, id, around, today }: Making) {
  const isOpen = chance.happens(9)
  const due_on = dayFrom(today, isOpen ? chance.between(-20, 120) : -chance.between(1, 1_095))
  const recurs = isOpen && chance.happens(6)
  const responsible_id = chance.pick(around.colleagues)
  const other = chance.pick(around.colleagues)
  return {
    row: {
      id,
      title: chance.pickCommon(taskTitles),
      description: maybe(chance, 40, () => chance.pick(descriptions)),
      priority: Number(chance.pickWeighted({ 1: 15, 2: 70, 3: 15 })),
      start_on: maybe(chance, 25, () => dayFrom(due_on, -chance.between(3, 14))),
      due_on,
      responsible_id,
      company_id: around.id,
      person_id: maybe(chance, 30, () => chance.pick(around.persons)),
      recurrence: recurs ? chance.pick(['FREQ=MONTHLY', 'FREQ=WEEKLY', 'FREQ=YEARLY']) : null,
      recurs_from: recurs ? chance.pick(['date', 'completion']) : null,
    },
    participants: chance.happens(20) && other !== responsible_id ? [{ task_id: id, user_id: other }] : [],
    isBegun: chance.happens(isOpen ? 35 : 65),
    closed: isOpen
      ? null
      : { id, status: chance.pickWeighted({ done: 94, cancelled: 6 }), closed_at: `${due_on}T12:00:00Z` },
  }
}

const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

function makeAppointment({ chance, id, around, today }: Making) {
  const is_private = chance.happens(5)
  const organizer_id = is_private ? around.me : chance.pick(around.colleagues)
  const day = dayFrom(today, chance.between(-1_095, 180))
  const begins = chance.between(16, 30) * 30
  const is_all_day = chance.happens(3)
  const recurrence = maybe(chance, 1, () =>
    chance.pick(['FREQ=WEEKLY;COUNT=30', 'FREQ=MONTHLY', 'FREQ=MONTHLY;COUNT=12']),
  )
  const starts_at = is_all_day ? `${day} 00:00 Europe/Oslo` : `${day} ${clock(begins)} Europe/Oslo`
  const last = new Date(Date.parse(`${day}T00:00:00Z`) + DAY).toISOString().slice(0, 10)
  const other = chance.pick(around.colleagues)
  return {
    row: {
      id,
      title: chance.pickCommon(meetings),
      place: maybe(chance, 55, () => chance.pick(places)),
      description: maybe(chance, 20, () => chance.pick(descriptions)),
      starts_at,
      ends_at: is_all_day
        ? `${last} 00:00 Europe/Oslo`
        : `${day} ${clock(begins + chance.pickCommon([60, 30, 90, 120, 180]))} Europe/Oslo`,
      is_all_day,
      is_busy: !is_all_day,
      is_private,
      organizer_id,
      recurrence,
      recurs_until: endOf(recurrence, day),
    },
    users: [...new Set([organizer_id, ...(chance.happens(30) ? [other] : [])])].map((user_id) => ({
      appointment_id: id,
      user_id,
      state: user_id === organizer_id ? 'accepted' : chance.pickWeighted({ unseen: 20, accepted: 70, tentative: 10 }),
    })),
    persons: chance.happens(80) ? [{ appointment_id: id, person_id: chance.pick(around.persons) }] : [],
    companies: [{ appointment_id: id, company_id: around.id }],
  }
}

/** When the last occurrence is over, at the latest, as the program works it out for a series that ends. */
function endOf(recurrence: string | null, day: string): string | null {
  const [, freq, count] = /^FREQ=(\w+);COUNT=(\d+)$/.exec(recurrence ?? '') ?? []
  if (!count) return null
  const days = Number(count) * (freq === 'WEEKLY' ? 7 : 31)
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString()
}
