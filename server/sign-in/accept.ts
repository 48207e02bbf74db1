import { sql } from 'kysely'
import { hashToken } from '#server/platform/authenticate.ts'
import { actAs, type Read, type Write } from '#server/platform/db.ts'
import { readLink, refuseLink, useLink } from './links.ts'
import { refuseCommonPassword } from './password-rule.ts'

/** What an invitation's link is about, for the page that it leads to. */
export async function viewInvitation(tx: Write, token: string) {
  const link = await readLink(tx, hashToken(token), 'invitation')
  const invitation = await openInvitation(tx, link)
  const { name: firm_name } = await tx
    .selectFrom('firm')
    .select('name')
    .where('tenant_id', '=', invitation.tenant_id)
    .executeTakeFirstOrThrow()
  const { name, email } = invitation
  return { firm_name, name, email, has_account: (await accountOf(tx, email)) !== undefined }
}

/** A new account for the one who was invited, with a place in the firm; returns both ids. */
export async function acceptWithNewAccount(
  tx: Write,
  input: { token: string; name: string; password: string },
  password_hash: string,
) {
  const invitation = await openInvitation(tx, await useLink(tx, hashToken(input.token), 'invitation'))
  const { email, tenant_id } = invitation
  // She has one: her password is asked for instead.
  if (await accountOf(tx, email)) refuseLink()
  await refuseCommonPassword(input.password, [input.name, email])
  const { id: user_id } = await tx
    .insertInto('auth.account')
    .values({ email, password_hash })
    .returning('id')
    .executeTakeFirstOrThrow()
  await takePlace(tx, invitation, user_id, input.name)
  return { tenant_id, user_id }
}

/** A place in the firm that invites, for someone with an account; returns the firm. The address must be the invited one. */
export async function acceptAs(tx: Write, accountId: string, tokenHash: Buffer): Promise<string> {
  const invitation = await openInvitation(tx, await useLink(tx, tokenHash, 'invitation'))
  if ((await accountOf(tx, invitation.email))?.id !== accountId) refuseLink()
  await takePlace(tx, invitation, accountId, invitation.name)
  return invitation.tenant_id
}

const accountOf = (db: Read, email: string) =>
  db.selectFrom('auth.account').select('id').where('email', '=', email).executeTakeFirst()

/** The invitation behind a link; from here on the transaction acts in its firm. */
async function openInvitation(tx: Write, link: { tenant_id: string | null; invitation_id: string | null }) {
  if (!link.tenant_id || !link.invitation_id) refuseLink()
  await actAs(tx, { tenant_id: link.tenant_id, via: 'screen' })
  const invitation = await tx
    .selectFrom('invitation')
    .select(['tenant_id', 'id', 'email', 'name', 'role', 'rights'])
    .where('tenant_id', '=', link.tenant_id)
    .where('id', '=', link.invitation_id)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  return invitation ?? refuseLink()
}

type Open = Awaited<ReturnType<typeof openInvitation>>

/** Someone who had left comes back to her old place. */
async function takePlace(tx: Write, invitation: Open, user_id: string, name: string) {
  const { tenant_id, email, role } = invitation
  await actAs(tx, { tenant_id, user_id, via: 'screen' })
  const place = { name, email, role, rights: JSON.stringify(invitation.rights) }
  await tx
    .insertInto('member')
    .values({ tenant_id, user_id, ...place })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'user_id']).doUpdateSet({ ...place, deactivated_at: null }),
    )
    .execute()
  await tx
    .updateTable('invitation')
    .set({ accepted_at: sql`now()` })
    .where('tenant_id', '=', tenant_id)
    .where('id', '=', invitation.id)
    .execute()
}
