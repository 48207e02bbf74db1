import { sql } from 'kysely'
import type { z } from 'zod'
import type { Language } from '#contract/messages.ts'
import type { User, UserInput } from '#contract/users.ts'
import { actAs, type Read, type Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Server, Who } from '#server/platform/http.ts'
import { makeResetLink } from '#server/sign-in/reset.ts'
import { endTotp } from '#server/sign-in/totp.ts'
import { noteOnMember } from '#server/sign-in/note.ts'

/** Colleagues by name, those who have left last. */
export async function listUsers(db: Read, who: Who): Promise<User[]> {
  const rows = await usersOf(db, who)
    .orderBy(sql`member.deactivated_at is not null`)
    .orderBy(sql`member.name collate "nb-x-icu"`)
    .execute()
  return rows as User[]
}

const usersOf = (db: Read, who: Who) =>
  db
    .selectFrom('member')
    .leftJoin('member_presence as presence', (join) =>
      join.onRef('presence.tenant_id', '=', 'member.tenant_id').onRef('presence.user_id', '=', 'member.user_id'),
    )
    .select([
      'member.user_id as id',
      'member.version',
      'member.name',
      'member.email',
      'member.role',
      'member.rights',
      'member.deactivated_at',
      'presence.seen_at',
      sql<boolean>`exists (select from auth.totp t where t.account_id = member.user_id and t.confirmed_at is not null)
        or exists (select from auth.passkey p where p.account_id = member.user_id)`.as('has_two_factor'),
    ])
    .where('member.tenant_id', '=', who.tenant_id)

async function readUser(db: Read, who: Who, id: string): Promise<User> {
  const row = await usersOf(db, who).where('member.user_id', '=', id).executeTakeFirst()
  if (!row) throw new AppError('not_found')
  return row as User
}

/** Name, role and rights; the next request that the colleague makes is judged by them. */
export async function updateUser(tx: Write, who: Who, id: string, input: z.output<typeof UserInput>, version: number) {
  return writeUser(tx, who, id, version, { ...input, rights: JSON.stringify(input.rights) })
}

export async function deactivateUser(tx: Write, who: Who, id: string, version: number) {
  const user = await writeUser(tx, who, id, version, { deactivated_at: sql`now()` })
  await tx.deleteFrom('auth.session').where('account_id', '=', id).where('tenant_id', '=', who.tenant_id).execute()
  return user
}

export async function activateUser(tx: Write, who: Who, id: string, version: number) {
  return writeUser(tx, who, id, version, { deactivated_at: null })
}

/** 412 with the colleague as she is when it is not the version that was seen. */
async function writeUser(tx: Write, who: Who, id: string, version: number, values: object) {
  const written = await tx
    .updateTable('member')
    .set(values)
    .where('tenant_id', '=', who.tenant_id)
    .where('user_id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  const now = await readUser(tx, who, id)
  if (written.numUpdatedRows === 0n) throw new AppError('stale', { current: now })
  return now
}

export async function makeLinkFor(tx: Write, server: Server, who: Who, id: string, language: Language) {
  const user = await readUser(tx, who, id)
  if (user.deactivated_at) throw new AppError('conflict')
  await refuseOfOtherFirms(tx, who, id)
  await noteOnMember(tx, who, id, { password_link: [null, true] })
  return { link: await makeResetLink(tx, server, { id, email: user.email, tenant_id: who.tenant_id }, language) }
}

/** Codes and passkeys of a colleague who has lost them. */
export async function endTwoFactorOf(tx: Write, who: Who, id: string) {
  await readUser(tx, who, id)
  await refuseOfOtherFirms(tx, who, id)
  const removed = await tx.deleteFrom('auth.passkey').where('account_id', '=', id).executeTakeFirst()
  if (!(await endTotp(tx, id)) && removed.numDeletedRows === 0n) throw new AppError('conflict')
  await noteOnMember(tx, who, id, { two_factor: [true, false] })
}

/** The account of someone who belongs to other firms too is not this administrator's to open. */
async function refuseOfOtherFirms(tx: Write, who: Who, id: string) {
  await actAs(tx, { user_id: id, via: 'screen' })
  const elsewhere = await tx
    .selectFrom('member')
    .select('tenant_id')
    .where('user_id', '=', id)
    .where('tenant_id', '<>', who.tenant_id)
    .where('deactivated_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  await actAs(tx, { tenant_id: who.tenant_id, user_id: who.user_id, via: 'screen' })
  if (elsewhere) throw new AppError('invalid', { field: 'id', message: 'account_of_others' })
}
