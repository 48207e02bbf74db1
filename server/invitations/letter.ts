// What a letter about a meeting says.
import type { LetterKind, Template } from '#contract/invitations.ts'
import { mergeText } from '#contract/merge-text.ts'
import type { Language } from '#contract/messages.ts'
import type { CalendarEvent } from '#server/icalendar/types.ts'
import { tellWhen } from '#contract/meeting-time.ts'
import { lastOccurrence } from '#server/recurrence/recurrence.ts'

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
    ...{
      title: event.title,
      place: event.place ?? '',
      when: tellWhen({ ...event, recurs: event.recurrence !== null, last_starts_at: lastOf(event) }, language),
      message: message ?? '',
    },
    ...{ name, firm, organizer: event.organizer?.name ?? firm },
  }
  const subject = mergeText(template.subject, values).replace(/\s+/g, ' ')
  const text = mergeText(template.body, values)
  return { subject, text: link ? `${text}\n\n${answers[language](link)}` : text }
}

function lastOf({ recurrence, starts_at, time_zone }: CalendarEvent): string | null {
  if (!recurrence) return null
  const last = lastOccurrence(recurrence, Temporal.Instant.from(starts_at).toZonedDateTimeISO(time_zone))
  return last && new Date(last.epochMilliseconds).toISOString()
}

const answers = {
  nb: (link: string) =>
    `Svar her:\nJeg kommer: ${link}?answer=accepted\nKanskje: ${link}?answer=tentative\nJeg kommer ikke: ${link}?answer=declined`,
  en: (link: string) =>
    `Answer here:\nI will come: ${link}?answer=accepted\nMaybe: ${link}?answer=tentative\nI will not come: ${link}?answer=declined`,
}
