import type { Language } from '#contract/messages.ts'
import { queueMail } from '#server/mail/mail.ts'
import type { Write } from '#server/platform/db.ts'
import type { Server } from '#server/platform/http.ts'

type Sent = {
  kind: 'invitation' | 'reset'
  tenant_id: string
  to: string
  firm: string
  token: string
  language: Language
}

const pages = { invitation: 'invitation', reset: 'new-password' }

const letters = {
  nb: {
    invitation: {
      subject: (firm: string) => `Invitasjon til ${firm} i Kundebok`,
      text: (firm: string, link: string) =>
        `Hei!\n\nDu er invitert til ${firm} i Kundebok. Åpne lenken for å bli med:\n\n${link}\n\nLenken virker én gang, i sju dager. Kjenner du ikke til dette, kan du se bort fra e-posten.`,
    },
    reset: {
      subject: () => 'Nytt passord i Kundebok',
      text: (firm: string, link: string) =>
        `Hei!\n\nMed denne lenken velger du et nytt passord til Kundebok (${firm}):\n\n${link}\n\nLenken virker én gang, i én time. Har du ikke bedt om den, kan du se bort fra e-posten; passordet ditt er som før.`,
    },
  },
  en: {
    invitation: {
      subject: (firm: string) => `Invitation to ${firm} in Kundebok`,
      text: (firm: string, link: string) =>
        `Hello!\n\nYou are invited to ${firm} in Kundebok. Open the link to join:\n\n${link}\n\nThe link works once, for seven days. If you know nothing of this, ignore this e-mail.`,
    },
    reset: {
      subject: () => 'New password for Kundebok',
      text: (firm: string, link: string) =>
        `Hello!\n\nWith this link you choose a new password for Kundebok (${firm}):\n\n${link}\n\nThe link works once, for one hour. If you did not ask for it, ignore this e-mail; your password is as before.`,
    },
  },
}

/** Sends a link by e-mail; where the installation can not do that, returns it, for the administrator to pass on. */
export async function sendLink(tx: Write, server: Server, sent: Sent): Promise<string | null> {
  const { kind, tenant_id, to, firm, language } = sent
  const link = `${server.public_url}/${pages[kind]}/${sent.token}`
  if (!server.has_mail) return link
  const { subject, text } = letters[language][kind]
  await queueMail(tx, { tenant_id, to, subject: subject(firm), text: text(firm, link), language })
  return null
}
