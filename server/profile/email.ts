import type { Language } from '#contract/messages.ts'
import { hashToken } from '#server/platform/authenticate.ts'
import { actAs, type Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Server, Who } from '#server/platform/http.ts'
import { makeLink, refuseLink, useLink } from '#server/sign-in/links.ts'
import { sendLink, tellOldAddress } from '#server/sign-in/send-link.ts'
import { inEachFirm } from './profile.ts'

const ONE_DAY = 24 * 60

/**
 * Another address to sign in with: in force when the link that is sent to it is opened, and the old address is told. Where
 * the installation can not send e-mail, at once. The address as it is takes back what was asked for before.
 */
export async function changeEmail(tx: Write, server: Server, who: Who, email: string, language: Language) {
  const { user_id, tenant_id } = who
  await tx.deleteFrom('auth.link').where('account_id', '=', user_id).where('purpose', '=', 'email').execute()
  const holder = await tx.selectFrom('auth.account').select('id').where('email', '=', email).executeTakeFirst()
  if (holder?.id === user_id) return
  if (holder) throw new AppError('invalid', { field: 'email', message: 'email_unusable' })
  if (server.has_mail) await sendLinks(tx, server, who, email, language)
  else await takeIntoUse(tx, user_id, email)
  await actAs(tx, { tenant_id, user_id, via: 'screen' })
}

async function sendLinks(tx: Write, server: Server, { user_id, tenant_id }: Who, email: string, language: Language) {
  const { name, before } = await tx
    .selectFrom('firm')
    .innerJoin('member', 'member.tenant_id', 'firm.tenant_id')
    .select(['firm.name', 'member.email as before'])
    .where('firm.tenant_id', '=', tenant_id)
    .where('member.user_id', '=', user_id)
    .executeTakeFirstOrThrow()
  const token = await makeLink(tx, { purpose: 'email', account_id: user_id, email }, ONE_DAY)
  await sendLink(tx, server, { kind: 'email', tenant_id, to: email, firm: name, token, language })
  await tellOldAddress(tx, { tenant_id, to: before, firm: name, language, new_email: email })
}

/** The link was opened: whoever did so reads what is sent to the address. */
export async function confirmEmail(tx: Write, token: string) {
  const { account_id, email } = await useLink(tx, hashToken(token), 'email')
  if (!account_id || !email) refuseLink()
  await takeIntoUse(tx, account_id, email)
  return { email }
}

async function takeIntoUse(tx: Write, account_id: string, email: string) {
  await tx.updateTable('auth.account').set({ email }).where('id', '=', account_id).execute()
  // A link that was sent to the old address must not open the account any more.
  await tx.deleteFrom('auth.link').where('account_id', '=', account_id).execute()
  await inEachFirm(tx, account_id, { email })
}
