// What a telephone signs in with over CalDAV: made here and shown once, never the real password.
import { createHash, randomInt } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { AppPasswordInput } from '#contract/calendar-access.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'

/** In force that one member may have. */
const MOST = 20
/** Without those that look alike on a small screen. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789'

export async function makePassword(tx: Write, who: Who, { name }: z.output<typeof AppPasswordInput>) {
  if ((await listPasswords(tx, who)).length >= MOST)
    throw new AppError('invalid', { field: 'name', message: 'too_many_keys' })
  const password = newPassword()
  const { id } = await tx
    .insertInto('app_password')
    .values({ tenant_id: who.tenant_id, user_id: who.user_id, name, password_hash: hashAppPassword(password) })
    .returning('id')
    .executeTakeFirstOrThrow()
  const made = await inForce(tx, who).where('id', '=', id).executeTakeFirstOrThrow()
  return { ...made, password }
}

/** 24 characters of 32: 120 random bits, in groups that can be typed. */
function newPassword() {
  const group = () => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  return Array.from({ length: 6 }, group).join('-')
}

/** As it was typed: in capitals, with the dashes or without. */
export const hashAppPassword = (typed: string) =>
  createHash('sha256').update(typed.toLowerCase().replace(/[\s-]/g, '')).digest()

export const listPasswords = async (db: Read, who: Who) => inForce(db, who).orderBy('id', 'desc').execute()

const inForce = (db: Read, who: Who) =>
  db
    .selectFrom('app_password')
    .select(['id', 'name', 'created_at', 'last_used_at'])
    .where('tenant_id', '=', who.tenant_id)
    .where('user_id', '=', who.user_id)
    .where('revoked_at', 'is', null)

/** In force with the next request; the row stays, so that history keeps its sense. */
export async function revokePassword(tx: Write, who: Who, id: string) {
  const revoked = await tx
    .updateTable('app_password')
    .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', sql<string>`now()`) }))
    .where('tenant_id', '=', who.tenant_id)
    .where('user_id', '=', who.user_id)
    .where('id', '=', id)
    .executeTakeFirst()
  if (revoked.numUpdatedRows === 0n) throw new AppError('not_found')
}
