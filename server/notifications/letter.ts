import type { Language } from '#contract/messages.ts'
import type { NotificationKind } from '#contract/notifications.ts'

/** What a letter tells of one notification. */
export type Told = {
  kind: NotificationKind
  title: string
  company_name: string | null
  person_name: string | null
  by_name: string | null
}

type Words = {
  subject: (count: number, more: boolean) => string
  greeting: string
  ending: (page: string) => string
  someone: string
  more: string
} & Record<NotificationKind, (by: string, title: string) => string>

const words: Record<Language, Words> = {
  nb: {
    subject: (count, more) =>
      count === 1 ? 'Du har et nytt varsel i Kundebok' : `Du har ${more ? 'over ' : ''}${count} nye varsler i Kundebok`,
    greeting: 'Hei!',
    ending: (page) => `Åpne varslene: ${page}\n\nDer velger du også hvor ofte du får slike e-poster.`,
    someone: 'En kollega',
    more: '… og flere.',
    mention: (by, title) => `${by} nevnte deg i notatet «${title}»`,
    task_given: (by, title) => `${by} ga deg oppgaven «${title}»`,
    task_done: (by, title) => `${by} fullførte oppgaven «${title}»`,
    reminder: (_, title) => `Påminnelse: «${title}»`,
    invitation: (by, title) => `${by} inviterte deg til «${title}»`,
    invitation_answered: (by, title) => `${by} svarte på invitasjonen til «${title}»`,
    register_name: (_, title) => `${title} har nytt navn i Enhetsregisteret`,
    register_address: (_, title) => `${title} har ny adresse i Enhetsregisteret`,
    register_bankrupt: (_, title) => `${title} er konkurs`,
    register_winding_up: (_, title) => `${title} er under avvikling`,
    register_deleted: (_, title) => `${title} er slettet fra Enhetsregisteret`,
    register_director: (_, title) => `${title} har ny daglig leder`,
    sms_reply: (_, title) => `Svar på SMS: «${title}»`,
  },
  en: {
    subject: (count, more) =>
      count === 1
        ? 'You have a new notification in Kundebok'
        : `You have ${more ? 'more than ' : ''}${count} new notifications in Kundebok`,
    greeting: 'Hello!',
    ending: (page) => `Open the notifications: ${page}\n\nThere you also choose how often you get such e-mails.`,
    someone: 'A colleague',
    more: '… and more.',
    mention: (by, title) => `${by} mentioned you in the note “${title}”`,
    task_given: (by, title) => `${by} gave you the task “${title}”`,
    task_done: (by, title) => `${by} completed the task “${title}”`,
    reminder: (_, title) => `Reminder: “${title}”`,
    invitation: (by, title) => `${by} invited you to “${title}”`,
    invitation_answered: (by, title) => `${by} answered the invitation to “${title}”`,
    register_name: (_, title) => `${title} has a new name in the official register`,
    register_address: (_, title) => `${title} has a new address in the official register`,
    register_bankrupt: (_, title) => `${title} is bankrupt`,
    register_winding_up: (_, title) => `${title} is being wound up`,
    register_deleted: (_, title) => `${title} has been struck off the official register`,
    register_director: (_, title) => `${title} has a new managing director`,
    sms_reply: (_, title) => `Answer to a text message: “${title}”`,
  },
}

/** The letter about what is new, oldest first; `more` when it does not name all. */
export function writeLetter(told: Told[], more: boolean, language: Language, publicUrl: string) {
  const { subject, greeting, ending, someone, more: andMore, ...kinds } = words[language]
  const lines = told.map(({ kind, title, company_name, person_name, by_name }) => {
    const of = [company_name, person_name].filter((name) => name && name !== title).join(', ')
    return `- ${kinds[kind](by_name ?? someone, title)}${of && ` (${of})`}`
  })
  const text = [greeting, [...lines, ...(more ? [andMore] : [])].join('\n'), ending(`${publicUrl}/notifications`)].join(
    '\n\n',
  )
  return { subject: subject(told.length, more), text }
}
