import type { Language } from '#contract/messages.ts'
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

export const canMail = () => false

/** Sends a link by e-mail; where the installation can not do that, returns it, for the administrator to pass on. */
export async function sendLink(_tx: Write, server: Server, { kind, token }: Sent): Promise<string | null> {
  return `${server.public_url}/${kind === 'invitation' ? 'invitation' : 'new-password'}/${token}`
}
