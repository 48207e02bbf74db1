import { type RawBuilder, sql } from 'kysely'
import type { NotificationKind } from '#contract/notifications.ts'
import { flaggedChanges } from '#contract/register-changes.ts'
import { notify } from '#server/notifications/notify.ts'
import type { Write } from '#server/platform/db.ts'
import { type Card, type Difference, differencesOf } from './differences.ts'
import { type Facts, type Of, readFacts, writeFacts } from './facts.ts'

export type WatchedCompany = Card & { tenant_id: string; id: string; owner_id: string | null }

/**
 * Keeps what the register says now, and what of it the card does not say. `added`: the card was just made from it, and what
 * was left out was so by choice. `asked`: somebody looks at it. `heard`: nobody does, and the owner is told.
 */
export async function keepFacts(tx: Write, company: WatchedCompany, facts: Facts, how: 'added' | 'asked' | 'heard') {
  const of = { tenant_id: company.tenant_id, company_id: company.id }
  const known = await readFacts(tx, of)
  // Of another number nothing can have changed.
  const before = known?.org_number === facts.org_number ? known : null
  const now = { ...facts, managing_director: facts.managing_director ?? before?.managing_director ?? null }
  if (known && !before) await closeChanges(tx, of, [])
  await writeFacts(tx, of, now)
  if (how === 'added') return
  const differences = differencesOf(company, before, now)
  // A new managing director differs from the one before only once.
  const kept = ['managing_director', ...differences.map(({ field }) => field)]
  await closeChanges(tx, of, kept)
  const opened: string[] = []
  for (const difference of differences) if (await openChange(tx, of, difference)) opened.push(difference.field)
  if (how === 'heard') await tellOwner(tx, company, opened)
}

/** Those that differ no more, or that the register has taken back. */
const closeChanges = (tx: Write, of: Of, but: string[]) => close(tx, of, sql`field <> all (${but}::text[])`)
const closeChange = (tx: Write, of: Of, field: string) => close(tx, of, sql`field = ${field}`)

async function close(tx: Write, { tenant_id, company_id }: Of, which: RawBuilder<unknown>) {
  await sql`
    update register_change set closed_at = now(), closed_by = acting_user(), outcome = 'agreed'
    where tenant_id = ${tenant_id} and company_id = ${company_id} and closed_at is null and ${which}`.execute(tx)
}

/**
 * True when it is news. One that is open already says what the register says now; one that was put aside with the same
 * value stays aside.
 */
async function openChange(tx: Write, { tenant_id, company_id }: Of, { field, isFresh, ...values }: Difference) {
  const [old_value, new_value] = [JSON.stringify(values.old_value ?? null), JSON.stringify(values.new_value ?? null)]
  const isAside = await sql<{ is: boolean }>`select exists (select from register_change
    where tenant_id = ${tenant_id} and company_id = ${company_id} and field = ${field} and outcome = 'dismissed'
      and new_value = ${new_value}::jsonb) as is`.execute(tx)
  if (isAside.rows[0]?.is) {
    await closeChange(tx, { tenant_id, company_id }, field)
    return false
  }
  const open = await sql<{ is_other: boolean }>`
    update register_change x set old_value = ${old_value}::jsonb, new_value = ${new_value}::jsonb,
      found_at = case when x.new_value = ${new_value}::jsonb then x.found_at else now() end
    from (select id, new_value from register_change where tenant_id = ${tenant_id} and company_id = ${company_id}
      and field = ${field} and closed_at is null for update) before
    where x.tenant_id = ${tenant_id} and x.id = before.id
    returning before.new_value <> ${new_value}::jsonb as is_other`.execute(tx)
  if (open.rows[0]) return open.rows[0].is_other
  if (!isFresh) return false
  await sql`
    insert into register_change (tenant_id, company_id, field, old_value, new_value)
    values (${tenant_id}, ${company_id}, ${field}, ${old_value}::jsonb, ${new_value}::jsonb)`.execute(tx)
  return true
}

const kinds: Record<string, NotificationKind> = {
  name: 'register_name',
  postal_address: 'register_address',
  visiting_address: 'register_address',
  is_bankrupt: 'register_bankrupt',
  is_winding_up: 'register_winding_up',
  deleted_on: 'register_deleted',
  managing_director: 'register_director',
}

async function tellOwner(tx: Write, { tenant_id, id, owner_id }: WatchedCompany, fields: string[]) {
  if (!owner_id) return
  const flagged = fields.filter((field) => flaggedChanges.includes(field))
  for (const kind of new Set(flagged.flatMap((field) => kinds[field] ?? [])))
    await notify(tx, { tenant_id, kind, entity: 'company', entity_id: id, to: [owner_id], company_id: id })
}
