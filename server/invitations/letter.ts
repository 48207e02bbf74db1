// What a letter about a meeting says.
import { type LetterKind, mergeText, type Template } from '#contract/invitations.ts'
import type { Language } from '#contract/messages.ts'
import type { CalendarEvent } from '#server/icalendar/types.ts'
import { homeZone } from '#contract/zones.ts'

type Letter = {
  templates: Template[]
  kind: LetterKind
  language: Language
  event: CalendarEvent
  firm: string
  name: string
  message: string | null
  /** The page at which it is answered. */
  link: string | null
}

export function writeLetter({ templates, kind, language, event, firm, name, message, link }: Letter) {
  const template = templates.find((one) => one.kind === kind && one.language === language)
  if (!template) throw new Error(`There is no letter ${kind} in ${language}.`)
  const values = {
    ...{ title: event.title, place: event.place ?? '', when: tellWhen(event, language), message: message ?? '' },
    ...{ name, firm, organizer: event.organizer?.name ?? firm },
  }
  const subject = mergeText(template.subject, values).replace(/\s+/g, ' ')
  const text = mergeText(template.body, values)
  return { subject, text: link ? `${text}\n\n${answers[language](link)}` : text }
}

const answers = {
  nb: (link: string) =>
    `Svar her:\nJeg kommer: ${link}?answer=accepted\nKanskje: ${link}?answer=tentative\nJeg kommer ikke: ${link}?answer=declined`,
  en: (link: string) =>
    `Answer here:\nI will come: ${link}?answer=accepted\nMaybe: ${link}?answer=tentative\nI will not come: ${link}?answer=declined`,
}

const locales = { nb: 'nb-NO', en: 'en-GB' }
const recurring = { nb: '(gjentas)', en: '(recurring)' }

/** "fredag 27. mars 2026 kl. 09:00–10:30"; the zone is named where it is not that of a Norwegian firm. */
export function tellWhen(event: CalendarEvent, language: Language): string {
  const { starts_at, ends_at, time_zone, is_all_day, recurrence } = event
  const days = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const zone = time_zone === homeZone ? {} : ({ timeZoneName: 'short' } as const)
  const form = is_all_day ? days : { ...days, ...clock, ...zone }
  // The end of what lasts all day is the midnight after it.
  const last = is_all_day ? Math.max(Date.parse(starts_at), Date.parse(ends_at) - 1) : Date.parse(ends_at)
  const format = new Intl.DateTimeFormat(locales[language], { ...form, timeZone: time_zone })
  const told = format.formatRange(Date.parse(starts_at), last)
  return recurrence ? `${told} ${recurring[language]}` : told
}
