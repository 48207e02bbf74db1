import { actAs, type Write } from '#server/platform/db.ts'
import { noteOnMember } from './note.ts'
import { forgive } from './brake.ts'
import { makeResetToken } from './reset.ts'
import { endTotp } from './totp.ts'

/**
 * What an operator at the machine does for an account that nobody else can open: its codes and passkeys go, its sessions
 * end, what guessing had closed is open, and a link leads to a new password; returns its token. Each firm of the person
 * has it in its history, by nobody, as part of the installation.
 */
export async function unlockAccount(tx: Write, email: string): Promise<string> {
  const account = await tx.selectFrom('auth.account').select('id').where('email', '=', email).executeTakeFirst()
  if (!account) throw new Error(`There is no account with the address ${email}.`)
  const { id } = account
  await tx.deleteFrom('auth.passkey').where('account_id', '=', id).execute()
  await endTotp(tx, id)
  for (const purpose of ['session', 'pending_sign_in', 'challenge'] as const)
    await tx.deleteFrom(`auth.${purpose}`).where('account_id', '=', id).execute()
  await forgive(tx, { kind: 'password', of: email })
  await forgive(tx, { kind: 'code', of: id })
  await actAs(tx, { user_id: id, via: 'setup' })
  const places = await tx.selectFrom('member').select('tenant_id').where('user_id', '=', id).execute()
  for (const { tenant_id } of places) {
    await actAs(tx, { tenant_id, via: 'setup' })
    const changes = { two_factor: [true, false], password_link: [null, true] }
    await noteOnMember(tx, { tenant_id, user_id: null }, id, changes)
  }
  return makeResetToken(tx, id)
}
