import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { NotificationKind } from '#contract/notifications.ts'
import { flaggedChanges } from '#contract/register-changes.ts'
import type { RegisterRole, RegisterUnit } from '#contract/register.ts'
import { notify } from '#server/notifications/notify.ts'
import type { Write } from '#server/platform/db.ts'
import { type Card, differencesOf } from './differences.ts'
import { type Facts, factsOf, readFactsOf, writeFacts } from './facts.ts'

export type WatchedCompany = Card & { tenant_id: string; id: string; owner_id: string | null }

/** What the register says of a company now. Roles: null when they were not asked for, or it could not tell. */
export type Told = { company: WatchedCompany; unit: RegisterUnit; roles: RegisterRole[] | null }

/**
 * Keeps what the register says now, and what of it the cards do not say; of however many companies of a firm, in the same few
 * statements. `added`: the card was just made from it, and what was left out was so by choice. `asked`: somebody looks at
 * it, or it is seen for the first time. `heard`: it changed while nobody looked, and the owner is told.
 */
export async function keepFacts(tx: Write, tenant_id: string, all: Told[], how: 'added' | 'asked' | 'heard') {
  const ids = all.map(({ company }) => company.id)
  const known = await readFactsOf(tx, tenant_id, ids)
  const told = all.map(({ company, unit, roles }) => {
    const facts = factsOf(unit, roles)
    const old = known.get(company.id) ?? null
    // Of another number nothing can have changed.
    const before = old?.org_number === facts.org_number ? old : null
    const now = { ...facts, managing_director: facts.managing_director ?? before?.managing_director ?? null }
    return { company, before, now, isOther: old !== null && before === null }
  })
  await writeFacts(
    tx,
    tenant_id,
    told.map(({ company, now }) => ({ company_id: company.id, ...now })),
  )
  await noteTold(tx, tenant_id, all)
  if (how === 'added') return
  const changes = Map.groupBy(await readChanges(tx, tenant_id, ids), ({ company_id }) => company_id)
  const plans = told.map((one) => planOf(one, changes.get(one.company.id) ?? []))
  await writeChanges(tx, tenant_id, plans)
  // What is seen for the first time has not changed.
  if (how === 'heard')
    for (const [at, { company, news }] of plans.entries()) if (told[at]?.before) await tellOwner(tx, company, news)
}

/** They wait no more; those whose roles the register may have wait for them alone. */
async function noteTold(tx: Write, tenant_id: string, all: Told[]) {
  const lacksRoles = ({ unit, roles }: Told) => roles === null && !unit.is_sub_unit && !unit.deleted_on
  const [rest, done] = [all.filter(lacksRoles), all.filter((one) => !lacksRoles(one))].map((some) =>
    some.map(({ company }) => company.id),
  )
  await sql`delete from register_waiting where tenant_id = ${tenant_id} and company_id = any (${done})`.execute(tx)
  await sql`update register_waiting set step = 'roles', due_at = now()
    where tenant_id = ${tenant_id} and company_id = any (${rest})`.execute(tx)
}

type Change = {
  id: string
  company_id: string
  field: string
  old_value: unknown
  new_value: unknown
  is_open: boolean
}

/** Those that are open, and those that were put aside. */
async function readChanges(tx: Write, tenant_id: string, ids: string[]) {
  const { rows } = await sql<Change>`
    select id, company_id, field, old_value, new_value, closed_at is null as is_open from register_change
    where tenant_id = ${tenant_id} and company_id = any (${ids}) and (closed_at is null or outcome = 'dismissed')
    order by company_id, id for update`.execute(tx)
  return rows
}

type Plan = {
  company: WatchedCompany
  /** Differ no more, or the register has taken them back. */
  closed: string[]
  changed: { id: string; old_value: unknown; new_value: unknown }[]
  opened: { company_id: string; field: string; old_value: unknown; new_value: unknown }[]
  /** The fields of which the register says something new. */
  news: string[]
}

type Before = { company: WatchedCompany; before: Facts | null; now: Facts; isOther: boolean }

/**
 * One that is open already says what the register says now; one that was put aside with the same value stays aside; what
 * was there before and nobody proposed is not proposed now. Of another number all that was open is closed.
 */
function planOf({ company, before, now, isOther }: Before, all: Change[]) {
  const open = new Map(all.filter(({ is_open }) => is_open).map((change) => [change.field, change]))
  const aside = all.filter(({ is_open }) => !is_open)
  const plan: Plan = { company, closed: [], changed: [], opened: [], news: [] }
  const differences = differencesOf(company, before, now)
  // A new managing director differs from the one before only once.
  const kept = new Set(['managing_director', ...differences.map(({ field }) => field)])
  plan.closed = [...open.values()].filter(({ field }) => isOther || !kept.has(field)).map(({ id }) => id)
  if (isOther) open.clear()
  for (const { field, isFresh, ...values } of differences) {
    const [old_value, new_value] = [asStored(values.old_value), asStored(values.new_value)]
    const known = open.get(field)
    const isAside = aside.some((one) => one.field === field && isDeepStrictEqual(one.new_value, new_value))
    if (isAside) {
      if (known) plan.closed.push(known.id)
      continue
    }
    if (!known && !isFresh) continue
    const isSame = known && isDeepStrictEqual(known.new_value, new_value)
    if (!known) plan.opened.push({ company_id: company.id, field, old_value, new_value })
    else if (!isSame || !isDeepStrictEqual(known.old_value, old_value))
      plan.changed.push({ id: known.id, old_value, new_value })
    if (!isSame) plan.news.push(field)
  }
  return plan
}

const asStored = (value: unknown) => JSON.parse(JSON.stringify(value ?? null)) as unknown

async function writeChanges(tx: Write, tenant_id: string, plans: Plan[]) {
  const closed = plans.flatMap((plan) => plan.closed)
  if (closed.length > 0)
    await sql`update register_change set closed_at = now(), closed_by = acting_user(), outcome = 'agreed'
      where tenant_id = ${tenant_id} and id = any (${closed})`.execute(tx)
  const changed = plans.flatMap((plan) => plan.changed)
  if (changed.length > 0)
    await sql`
      update register_change x set old_value = coalesce(n.old_value, 'null'), new_value = coalesce(n.new_value, 'null'),
        found_at = case when x.new_value = coalesce(n.new_value, 'null') then x.found_at else now() end
      from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) n (id uuid, old_value jsonb, new_value jsonb)
      where x.tenant_id = ${tenant_id} and x.id = n.id`.execute(tx)
  const opened = plans.flatMap((plan) => plan.opened)
  // Somebody else may hear of the same at the same moment.
  if (opened.length > 0)
    await sql`
      insert into register_change (tenant_id, company_id, field, old_value, new_value)
      select ${tenant_id}, n.company_id, n.field, coalesce(n.old_value, 'null'), coalesce(n.new_value, 'null')
      from jsonb_to_recordset(${JSON.stringify(opened)}::jsonb) n (company_id uuid, field text, old_value jsonb, new_value jsonb)
      on conflict do nothing`.execute(tx)
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
