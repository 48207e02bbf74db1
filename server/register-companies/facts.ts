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
  const row = await db
    .selectFrom('company_register')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('company_id', '=', company_id)
    .executeTakeFirst()
  return (row ?? null) as z.input<typeof CompanyRegister> | null
}

export async function writeFacts(tx: Write, of: Of, { postal_address, visiting_address, ...plain }: Facts) {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value))
  const values = { ...plain, postal_address: json(postal_address), visiting_address: json(visiting_address) }
  await tx
    .insertInto('company_register')
    .values({ ...of, ...values })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'company_id']).doUpdateSet({ ...values, fetched_at: sql<string>`now()` }),
    )
    .execute()
}

/** Of a number that the register knows nothing of, or has removed, nothing is kept. */
export async function forgetFacts(tx: Write, { tenant_id, company_id }: Of) {
  await tx
    .deleteFrom('company_register')
    .where('tenant_id', '=', tenant_id)
    .where('company_id', '=', company_id)
    .execute()
}
