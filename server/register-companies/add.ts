import { sql } from 'kysely'
import type { z } from 'zod'
import { CompanyInput } from '#contract/companies.ts'
import { PersonInput, RoleInput } from '#contract/people.ts'
import type { RegisterContact, registerCompanies, RegisterField } from '#contract/register-companies.ts'
import { cardOfUnit, usualPerson } from '#contract/register-rules.ts'
import { createCompany } from '#server/companies/companies.ts'
import { createContact, link } from '#server/people/roles.ts'
import type { Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { ownCompanies } from '#server/register/find.ts'
import { keepFacts } from './keep.ts'
import { type LookedUp, matchContacts } from './preview.ts'

type Input = z.output<typeof registerCompanies.add.body>

/** Company, legal facts and contacts in the caller's transaction: all of it or nothing. */
export async function addCompany(tx: Write, who: Who, input: Input, { found, unit, roles }: LookedUp) {
  if (found !== 'yes' || !unit) throw new AppError('invalid', { field: 'org_number', message: 'not_in_register' })
  // Of two who add it at the same moment the second finds it there.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${who.tenant_id} ${unit.org_number}`}, 26))`.execute(tx)
  const own = await ownCompanies(tx, who.tenant_id, [unit.org_number])
  if (own.size > 0) throw new AppError('invalid', { field: 'org_number', message: 'company_exists' })
  const { org_number, fields, contacts, ...kind } = input
  const isTaken = (field: string) => field === 'name' || !fields || fields.includes(field as RegisterField)
  const taken = Object.fromEntries(Object.entries(cardOfUnit(unit)).filter(([field]) => isTaken(field)))
  const company = await createCompany(tx, who, CompanyInput.parse({ ...taken, org_number, ...kind }))
  await addContacts(tx, who, company.id, contacts, await matchContacts(tx, who, roles ?? []))
  await keepFacts(tx, who.tenant_id, [{ company: { ...company, tenant_id: who.tenant_id }, unit, roles }], 'added')
  return company
}

async function addContacts(tx: Write, who: Who, companyId: string, chosen: Input['contacts'], all: RegisterContact[]) {
  const usual = all.filter(({ is_usual }) => is_usual).map((one) => ({ key: one.key, person_id: usualPerson(one) }))
  for (const { key, person_id } of chosen ?? usual) {
    const contact = all.find((one) => one.key === key)
    // Somebody may have left the board since the preview was shown.
    if (contact) await addContact(tx, who, companyId, contact, person_id)
  }
}

type Contact = Pick<RegisterContact, 'first_name' | 'last_name' | 'title' | 'is_primary'>

/** As the person whom we know, or a new one. */
export async function addContact(tx: Write, who: Who, companyId: string, contact: Contact, person_id: string | null) {
  const role = RoleInput.parse({ title: contact.title.slice(0, 200), is_primary: contact.is_primary })
  if (person_id) return link(tx, who, { person_id, company_id: companyId, role })
  const { first_name, last_name } = contact
  const person = PersonInput.parse({ first_name: first_name.slice(0, 100), last_name: last_name.slice(0, 100) })
  return createContact(tx, who, companyId, { person, role })
}
