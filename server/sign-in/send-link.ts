import type { Language } from '#contract/messages.ts'
import { queueMail } from '#server/mail/mail.ts'
import type { Write } from '#server/platform/db.ts'
import type { Server } from '#server/platform/http.ts'

type Sent = {
  kind: 'invitation' | 'reset' | 'email'
  tenant_id: string
  to: string
  firm: string
  token: string
  language: Language
}

const pages = { invitation: 'invitation', reset: 'new-password', email: 'new-address' }

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
    email: {
      subject: () => 'Bekreft den nye adressen din i Kundebok',
      text: (firm: string, link: string) =>
        `Hei!\n\nDenne adressen er valgt til innlogging i Kundebok (${firm}). Åpne lenken for å ta den i bruk:\n\n${link}\n\nLenken virker én gang, i ett døgn. Kjenner du ikke til dette, kan du se bort fra e-posten.`,
    },
    email_old: {
      subject: () => 'Adressen din i Kundebok er i ferd med å endres',
      text: (firm: string, to: string) =>
        `Hei!\n\nDet er bedt om at du skal logge inn i Kundebok (${firm}) med adressen ${to} i stedet for denne. Den tas i bruk når lenken som er sendt dit, åpnes.\n\nVar det ikke deg? Bytt passord med en gang: da virker ikke lenken.`,
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
    email: {
      subject: () => 'Confirm your new address for Kundebok',
      text: (firm: string, link: string) =>
        `Hello!\n\nThis address was chosen for signing in to Kundebok (${firm}). Open the link to take it into use:\n\n${link}\n\nThe link works once, for one day. If you know nothing of this, ignore this e-mail.`,
    },
    email_old: {
      subject: () => 'Your address for Kundebok is about to change',
      text: (firm: string, to: string) =>
        `Hello!\n\nSomebody asked that you sign in to Kundebok (${firm}) with the address ${to} instead of this one. It is taken into use when the link that was sent there is opened.\n\nWas it not you? Change your password at once: the link then does not work.`,
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

/** A message without a link to the address that is about to be left; only where there is e-mail at all. */
export async function tellOldAddress(tx: Write, sent: Omit<Sent, 'kind' | 'token'> & { new_email: string }) {
  const { tenant_id, to, firm, language, new_email } = sent
  const { subject, text } = letters[language].email_old
  await queueMail(tx, { tenant_id, to, subject: subject(), text: text(firm, new_email), language })
}
