// The shared tables: what is known of the register. Read by every firm, written while none acts.
import { type RawBuilder, sql } from 'kysely'
import type { RegisterAccounts, RegisterRole, RegisterUnit } from '#contract/register.ts'
import { foldName } from '#contract/rules.ts'
import { type Database, inTransaction, type Read, type Write } from '#server/platform/db.ts'
import { readUnit } from './unit.ts'

type Kept<T> = T & { fetched_at: string }

export async function readStoredUnit(db: Read, org_number: string): Promise<Kept<{ unit: RegisterUnit }> | null> {
  const row = await db
    .selectFrom('register.unit')
    .select(['unit', 'fetched_at'])
    .where('org_number', '=', org_number)
    .executeTakeFirst()
  return row ? { unit: unpackUnit(row.unit), fetched_at: row.fetched_at } : null
}

export async function readStoredRoles(db: Read, org_number: string): Promise<Kept<{ roles: RegisterRole[] }> | null> {
  const row = await db
    .selectFrom('register.role')
    .select(['roles', 'fetched_at'])
    .where('org_number', '=', org_number)
    .executeTakeFirst()
  return row ? { roles: row.roles as unknown as RegisterRole[], fetched_at: row.fetched_at } : null
}

/** The years that have been seen, the newest first, and when they were last asked for. */
export async function readStoredAccounts(db: Read, org_number: string) {
  const rows = await db
    .selectFrom('register.accounts')
    .select('accounts')
    .where('org_number', '=', org_number)
    .orderBy('year', 'desc')
    .orderBy('kind')
    .execute()
  const asked = await db
    .selectFrom('register.accounts_asked')
    .select('asked_at')
    .where('org_number', '=', org_number)
    .executeTakeFirst()
  return {
    items: rows.map(({ accounts }) => accounts as unknown as RegisterAccounts),
    fetched_at: asked?.asked_at ?? null,
  }
}

/** A transaction in which no firm acts. */
export const asNobody = <T>(db: Database, work: (tx: Write) => Promise<T>) => inTransaction(db, { via: 'job' }, work)

export async function storeUnits(tx: Write, units: RegisterUnit[]) {
  if (units.length === 0) return
  const rows = JSON.stringify(units.map(rowOfUnit))
  await sql`
    insert into register.unit (org_number, is_sub_unit, parent_org_number, weight, folded_name, folded, unit)
    select org_number, is_sub_unit, parent_org_number, weight, folded_name, folded, unit
    from jsonb_populate_recordset(null::register.unit, ${rows}::jsonb)
    on conflict (org_number) do update set is_sub_unit = excluded.is_sub_unit, parent_org_number = excluded.parent_org_number,
      weight = excluded.weight, folded_name = excluded.folded_name, folded = excluded.folded, unit = excluded.unit,
      fetched_at = now()`.execute(tx)
}

export async function storeRoles(tx: Write, org_number: string, roles: RegisterRole[]) {
  await sql`
    insert into register.role (org_number, roles) values (${org_number}, ${JSON.stringify(roles)}::jsonb)
    on conflict (org_number) do update set roles = excluded.roles, fetched_at = now()`.execute(tx)
}

export async function storeAccounts(tx: Write, org_number: string, found: RegisterAccounts[]) {
  for (const accounts of found)
    await sql`
      insert into register.accounts (org_number, year, kind, accounts)
      values (${org_number}, ${accounts.year}, ${accounts.kind}, ${JSON.stringify(accounts)}::jsonb)
      on conflict (org_number, year, kind) do update set accounts = excluded.accounts, fetched_at = now()`.execute(tx)
  await sql`
    insert into register.accounts_asked (org_number) values (${org_number})
    on conflict (org_number) do update set asked_at = now()`.execute(tx)
}

/** What the register has removed for legal reasons is not kept here either. */
export async function forgetUnits(tx: Write, org_numbers: string[]) {
  for (const table of ['unit', 'role', 'accounts', 'accounts_asked'])
    await sql`delete from ${sql.table(`register.${table}`)} where org_number = any (${org_numbers})`.execute(tx)
}

/** A unit as a row of register.unit. What is struck off is not searched. */
export function rowOfUnit(unit: RegisterUnit) {
  const isSearched = unit.deleted_on === null
  const folded_name = foldName(unit.name)
  const city = unit.business_address?.city ?? unit.postal_address?.city
  return {
    org_number: unit.org_number,
    is_sub_unit: unit.is_sub_unit,
    parent_org_number: unit.parent_org_number,
    weight: weightOf(unit),
    folded_name: isSearched ? folded_name : null,
    folded: isSearched ? ` ${folded_name}${city ? ` ${foldName(city)}` : ''}` : null,
    unit: packUnit(unit),
  }
}

/** How likely it is meant: by employees on a logarithmic scale, and by form. */
function weightOf({ employees, org_form, is_sub_unit, is_bankrupt, is_vat_registered }: RegisterUnit) {
  const size = Math.round(Math.log2((employees ?? 0) + 1))
  const form = { ASA: 4, AS: 2, SA: 1, KOMM: 4, FYLK: 4, STAT: 4, ENK: -1 }[org_form?.code ?? ''] ?? 0
  return size + form + (is_vat_registered ? 1 : 0) - (is_sub_unit ? 5 : 0) - (is_bankrupt ? 4 : 0)
}

/** Without what is empty, which is most of a unit. */
function packUnit(unit: RegisterUnit) {
  const isEmpty = (value: unknown) => value === null || value === false || (Array.isArray(value) && value.length === 0)
  return Object.fromEntries(Object.entries(unit).filter(([, value]) => !isEmpty(value)))
}

const emptyUnit = readUnit({ organisasjonsnummer: '000000000' })

export const unpackUnit = (packed: unknown) => ({ ...emptyUnit, ...(packed as object) }) as RegisterUnit

/** Whether there is a copy (it has an age then, also while the next one is loaded), and how fresh. */
export async function readCopy(db: Read) {
  const copy = await db
    .selectFrom('register.copy')
    .select(['state', 'units', 'sub_units', 'as_of', 'followed_at', 'problem'])
    .executeTakeFirstOrThrow()
  return { ...copy, state: copy.state as 'none' | 'loading' | 'ready' }
}

/** Of the row `u` of register.unit: it is as the register has it now, by the copy that follows it or asked for lately. */
export const isFreshUnit: RawBuilder<boolean> = sql`(u.fetched_at > now() - interval '1 day'
  or (select greatest(followed_at, as_of) > now() - interval '2 days' from register.copy))`

/** The columns of a hit, of the row `u` of register.unit. */
export const hitColumns: RawBuilder<unknown> = sql`u.org_number, u.is_sub_unit, u.unit ->> 'name' as name,
  u.unit -> 'org_form' ->> 'code' as org_form,
  coalesce(u.unit -> 'business_address' ->> 'city', u.unit -> 'postal_address' ->> 'city') as city,
  u.unit -> 'industries' -> 0 ->> 'name' as industry, (u.unit -> 'employees')::integer as employees,
  coalesce((u.unit -> 'is_bankrupt')::boolean, false) as is_bankrupt,
  coalesce((u.unit -> 'is_winding_up')::boolean, (u.unit -> 'is_forced_winding_up')::boolean, false) as is_winding_up,
  u.parent_org_number`
