import { sql } from 'kysely'
import type { z } from 'zod'
import type { Invitation, InvitationInput } from '#contract/users.ts'
import type { Language } from '#contract/messages.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Server, Who } from '#server/platform/http.ts'
import { makeLink } from '#server/sign-in/links.ts'
import { sendLink } from '#server/sign-in/send-link.ts'

const SEVEN_DAYS = 7 * 24 * 60
const shown = [
  ...(['id', 'version', 'name', 'email', 'role', 'rights', 'expires_at'] as const),
  sql<boolean>`expires_at < now()`.as('is_expired'),
] as const
const inSevenDays = sql<string>`now() + make_interval(mins => ${SEVEN_DAYS})`

/** Those that nobody has accepted or withdrawn, also those whose link has run out. */
export async function listInvitations(db: Read, who: Who): Promise<Invitation[]> {
  return (await openInvitations(db, who).orderBy('email').execute()) as Invitation[]
}

const openInvitations = (db: Read, who: Who) =>
  db
    .selectFrom('invitation')
    .select(shown)
    .where('tenant_id', '=', who.tenant_id)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)

export async function invite(
  tx: Write,
  server: Server,
  who: Who,
  input: z.output<typeof InvitationInput>,
  language: Language,
) {
  const colleague = await tx
    .selectFrom('member')
    .select('user_id')
    .where('tenant_id', '=', who.tenant_id)
    .where('email', '=', input.email)
    .where('deactivated_at', 'is', null)
    .executeTakeFirst()
  if (colleague) throw new AppError('invalid', { field: 'email', message: 'already_member' })
  const made = await tx
    .insertInto('invitation')
    .values({
      ...input,
      tenant_id: who.tenant_id,
      rights: JSON.stringify(input.rights),
      expires_at: inSevenDays,
    })
    .returning(shown)
    .executeTakeFirstOrThrow()
  const invitation = made as Invitation
  return { invitation, link: await sendInvitation(tx, server, who, invitation, language) }
}

/** A new link, seven days from now; the one before does not work any more. */
export async function sendAgain(tx: Write, server: Server, who: Who, id: string, language: Language) {
  const renewed = await tx
    .updateTable('invitation')
    .set({ expires_at: inSevenDays })
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .returning(['id', 'email'])
    .executeTakeFirst()
  if (!renewed) throw new AppError('not_found')
  await tx.deleteFrom('auth.link').where('invitation_id', '=', id).execute()
  return { link: await sendInvitation(tx, server, who, renewed, language) }
}

async function sendInvitation(
  tx: Write,
  server: Server,
  who: Who,
  { id, email }: { id: string; email: string },
  language: Language,
) {
  const { tenant_id } = who
  const token = await makeLink(tx, { purpose: 'invitation', tenant_id, invitation_id: id }, SEVEN_DAYS)
  const { name: firm } = await tx
    .selectFrom('firm')
    .select('name')
    .where('tenant_id', '=', tenant_id)
    .executeTakeFirstOrThrow()
  return sendLink(tx, server, { kind: 'invitation', tenant_id, to: email, firm, token, language })
}

export async function withdraw(tx: Write, who: Who, id: string) {
  const withdrawn = await tx
    .updateTable('invitation')
    .set({ withdrawn_at: sql`now()` })
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  if (withdrawn.numUpdatedRows === 0n) throw new AppError('not_found')
  await tx.deleteFrom('auth.link').where('invitation_id', '=', id).execute()
}
