import { sql } from 'kysely'
import type { Language } from '#contract/messages.ts'
import { hashToken } from '#server/platform/authenticate.ts'
import { actAs, inTransaction, type Write } from '#server/platform/db.ts'
import type { Server } from '#server/platform/http.ts'
import { countFailure, forgive, isClosed } from './brake.ts'
import { makeLink, useLink } from './links.ts'
import { refuseCommonPassword } from './password-rule.ts'
import { sendLink } from './send-link.ts'

const ONE_HOUR = 60

/** A link for a new password: mailed to the person, or returned where the installation can not send e-mail. */
export async function makeResetLink(
  tx: Write,
  server: Server,
  account: { id: string; email: string; tenant_id: string },
  language: Language,
) {
  const { name: firm } = await tx
    .selectFrom('firm')
    .select('name')
    .where('tenant_id', '=', account.tenant_id)
    .executeTakeFirstOrThrow()
  const token = await makeResetToken(tx, account.id)
  return sendLink(tx, server, { kind: 'reset', tenant_id: account.tenant_id, to: account.email, firm, token, language })
}

/** Of a link for a new password; those before it do not work any more. */
export async function makeResetToken(tx: Write, account_id: string): Promise<string> {
  await tx.deleteFrom('auth.link').where('account_id', '=', account_id).where('purpose', '=', 'reset').execute()
  return makeLink(tx, { purpose: 'reset', account_id }, ONE_HOUR)
}

/**
 * Someone forgot her password. The work is done after the answer, which so takes as long for an address that nobody has;
 * three in a row, and there is no more mail for a while.
 */
export function requestReset(server: Server, email: string, language: Language) {
  if (!server.has_mail) return
  setImmediate(() => {
    inTransaction(server.db, { via: 'screen' }, (tx) => mailResetLink(tx, server, email, language)).catch(
      (error: Error) => server.app.log.error({ name: error.name, stack: error.stack }, 'no link for a new password'),
    )
  })
}

async function mailResetLink(tx: Write, server: Server, email: string, language: Language) {
  const guessed = { kind: 'reset', of: email } as const
  // One at a time for an address, so that many at once are counted too.
  await sql`select pg_advisory_xact_lock(hashtext(${`reset ${email}`}))`.execute(tx)
  if (await isClosed(tx, guessed)) return
  await countFailure(tx, guessed)
  const account = await tx.selectFrom('auth.account').select('id').where('email', '=', email).executeTakeFirst()
  if (!account) return
  await actAs(tx, { user_id: account.id, via: 'screen' })
  const place = await tx
    .selectFrom('member')
    .select('tenant_id')
    .where('user_id', '=', account.id)
    .where('deactivated_at', 'is', null)
    .orderBy('created_at')
    .executeTakeFirst()
  if (!place) return
  const { tenant_id } = place
  await actAs(tx, { tenant_id, user_id: account.id, via: 'screen' })
  await makeResetLink(tx, server, { id: account.id, email, tenant_id }, language)
}

/** A new password by a link: ends every session and opens what guessing had closed. The second step stays. */
export async function resetPassword(tx: Write, input: { token: string; password: string }, password_hash: string) {
  const { account_id } = await useLink(tx, hashToken(input.token), 'reset')
  const account = await tx
    .selectFrom('auth.account')
    .select(['id', 'email'])
    .where('id', '=', account_id)
    .executeTakeFirstOrThrow()
  await refuseCommonPassword(input.password, [account.email])
  await setPassword(tx, account.id, password_hash)
  await tx.deleteFrom('auth.session').where('account_id', '=', account.id).execute()
  await forgive(tx, { kind: 'password', of: account.email })
  await forgive(tx, { kind: 'reset', of: account.email })
}

/** Whatever could still be done with the old password is over: links on their way, sign-ins that wait for a code. */
export async function setPassword(tx: Write, accountId: string, password_hash: string) {
  await tx.updateTable('auth.account').set({ password_hash }).where('id', '=', accountId).execute()
  await tx.deleteFrom('auth.link').where('account_id', '=', accountId).execute()
  await tx.deleteFrom('auth.pending_sign_in').where('account_id', '=', accountId).execute()
}
