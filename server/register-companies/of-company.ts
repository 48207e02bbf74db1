import { sql } from 'kysely'
import type { RegisterChange } from '#contract/register-companies.ts'
import type { Read, Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import { forgetFacts, type Of, readFacts } from './facts.ts'
import { keepFacts, type WatchedCompany } from './keep.ts'
import type { LookedUp } from './preview.ts'

/** What is kept of the company's own number: after another was written, of that one nothing is known yet. */
export async function readRegister(db: Read, of: Of) {
  const { org_number } = await readWatched(db, of)
  const facts = await readFacts(db, of)
  if (!facts || facts.org_number !== org_number) return { facts: null, changes: [] }
  const { rows: changes } = await sql<RegisterChange>`
    select id, field, old_value, new_value, found_at from register_change
    where tenant_id = ${of.tenant_id} and company_id = ${of.company_id} and closed_at is null
    order by found_at, id`.execute(db)
  return { facts, changes }
}

export type Watched = WatchedCompany & { org_number: string | null }

/** The card, with the number by which the register knows the company; null when it has none of Norway's. */
export async function readWatched(db: Read, { tenant_id, company_id }: Of): Promise<Watched> {
  const row = await db
    .selectFrom('company')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('id', '=', company_id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!row) throw new AppError('not_found')
  return { ...row, org_number: row.country === 'NO' ? row.org_number : null } as unknown as Watched
}

/** Keeps what the register answered; that it did not answer changes nothing. */
export async function takeAnswer(tx: Write, of: Of, { state, found, unit, roles }: LookedUp, how: 'asked' | 'heard') {
  const company = await readWatched(tx, of)
  if (state !== 'ready' || found === null) return
  if (found === 'no' || found === 'removed') await forgetFacts(tx, of)
  else if (unit && unit.org_number === company.org_number)
    await keepFacts(tx, of.tenant_id, [{ company, unit, roles }], how)
}
