import { sql } from 'kysely'
import type { z } from 'zod'
import type { CompanyRegister } from '#contract/register-companies.ts'
import { addressesOfUnit, managingDirectorOf } from '#contract/register-rules.ts'
import type { RegisterRole, RegisterUnit } from '#contract/register.ts'
import type { Read, Write } from '#server/platform/db.ts'

export type Facts = Omit<z.input<typeof CompanyRegister>, 'fetched_at'>

/** What of a unit is kept beside its company. Roles: null when the register could not tell. */
export function factsOf(unit: RegisterUnit, roles: RegisterRole[] | null): Facts {
  return {
    org_number: unit.org_number,
    legal_name: unit.name,
    form_code: unit.org_form?.code ?? null,
    form_name: unit.org_form?.name ?? null,
    nace: unit.industries.map(({ code, name }) => `${code} ${name}`.trim()),
    is_vat_registered: unit.is_vat_registered,
    is_in_business_register: unit.is_in_business_register,
    registered_on: unit.registered_on,
    founded_on: unit.founded_on,
    employees: unit.employees,
    capital_ore: unit.capital?.amount_ore ?? null,
    capital_currency: unit.capital?.currency ?? null,
    purpose: unit.purpose,
    activity: unit.activity,
    ...addressesOfUnit(unit),
    parent_org_number: unit.parent_org_number,
    is_sub_unit: unit.is_sub_unit,
    is_in_group: unit.is_in_group,
    accounts_year: unit.last_accounts_year,
    is_bankrupt: unit.is_bankrupt,
    bankrupt_on: unit.bankrupt_on,
    is_winding_up: unit.is_winding_up,
    is_forced_winding_up: unit.is_forced_winding_up,
    winding_up_on: unit.winding_up_on,
    deleted_on: unit.deleted_on ?? unit.closed_on,
    managing_director: roles && managingDirectorOf(roles),
  }
}

export type Of = { tenant_id: string; company_id: string }

export async function readFacts(db: Read, { tenant_id, company_id }: Of) {
  return (await readFactsOf(db, tenant_id, [company_id])).get(company_id) ?? null
}

export async function readFactsOf(db: Read, tenant_id: string, company_ids: string[]) {
  const rows = await db
    .selectFrom('company_register')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where(sql<boolean>`company_id = any (${company_ids})`)
    .execute()
  return new Map(rows.map((row) => [row.company_id, row as unknown as z.input<typeof CompanyRegister>]))
}

export async function writeFacts(tx: Write, tenant_id: string, rows: (Facts & { company_id: string })[]) {
  const columns = Object.keys(rows[0] ?? {}).map((name) => sql.ref(name))
  if (columns.length === 0) return
  const taken = columns.map((column) => sql`${column} = excluded.${column}`)
  await sql`
    insert into company_register (tenant_id, ${sql.join(columns)})
    select ${tenant_id}::uuid, ${sql.join(columns)}
    from jsonb_populate_recordset(null::company_register, ${JSON.stringify(rows)}::jsonb)
    on conflict (tenant_id, company_id) do update set ${sql.join(taken)}, fetched_at = now()`.execute(tx)
}

/** Of a number that the register knows nothing of, or has removed, nothing is kept, and nobody's name in what was proposed. */
export async function forgetFacts(tx: Write, { tenant_id, company_id }: Of) {
  for (const table of ['company_register', 'register_waiting'] as const)
    await tx.deleteFrom(table).where('tenant_id', '=', tenant_id).where('company_id', '=', company_id).execute()
  await sql`
    update register_change set closed_at = coalesce(closed_at, now()), outcome = coalesce(outcome, 'agreed'),
      old_value = case when field = 'managing_director' then 'null' else old_value end,
      new_value = case when field = 'managing_director' then 'null' else new_value end
    where tenant_id = ${tenant_id} and company_id = ${company_id}
      and (closed_at is null or (field = 'managing_director' and (old_value <> 'null' or new_value <> 'null')))`.execute(
    tx,
  )
}
