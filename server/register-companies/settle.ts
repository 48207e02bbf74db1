import { sql } from 'kysely'
import type { z } from 'zod'
import type { CompanyInput } from '#contract/companies.ts'
import type { registerCompanies } from '#contract/register-companies.ts'
import { foldLetters } from '#contract/rules.ts'
import { changeFields, readCompany } from '#server/companies/companies.ts'
import type { Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { addContact } from './add.ts'
import { findNamesakes } from './preview.ts'

type Input = z.output<typeof registerCompanies.settle.body>
type Change = { id: string; field: string; old_value: unknown; new_value: unknown; is_open: boolean }

/** Takes changes over into the card, where history tells of them, or puts them aside. One that was settled meanwhile stays so. */
export async function settleChanges(
  tx: Write,
  who: Who,
  companyId: string,
  version: number,
  { accept, dismiss, make_inactive }: Input,
) {
  const company = await readCompany(tx, who, companyId)
  if (company.version !== version) throw new AppError('stale', { current: company })
  const accepted = await closeThem(tx, who, companyId, accept, 'accepted')
  await closeThem(tx, who, companyId, dismiss, 'dismissed')
  for (const { field, old_value, new_value } of accepted)
    if (field === 'managing_director')
      await changeDirector(tx, who, companyId, { old: textOf(old_value), now: textOf(new_value) })
  const input = Object.fromEntries(
    accepted.filter(({ field }) => field in company).map(({ field, new_value }) => [field, new_value]),
  ) as Partial<z.output<typeof CompanyInput>>
  // Only what is struck off is over: a company that is wound up, or bankrupt, may still owe us, or buy.
  const isOver = accepted.some(({ field }) => field === 'deleted_on')
  const inactive_at = isOver && make_inactive && company.inactive_at === null ? { inactive_at: sql<string>`now()` } : {}
  const values = { ...input, ...inactive_at }
  return Object.keys(values).length > 0 ? changeFields(tx, who, companyId, version, values) : company
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

async function closeThem(tx: Write, who: Who, companyId: string, ids: string[], outcome: 'accepted' | 'dismissed') {
  if (ids.length === 0) return []
  const { rows } = await sql<Change>`
    select id, field, old_value, new_value, closed_at is null as is_open from register_change
    where tenant_id = ${who.tenant_id} and company_id = ${companyId} and id = any (${ids}::uuid[]) for update`.execute(
    tx,
  )
  if (rows.length < new Set(ids).size) throw new AppError('not_found')
  await sql`
    update register_change set closed_at = now(), closed_by = ${who.user_id}::uuid, outcome = ${outcome}
    where tenant_id = ${who.tenant_id} and company_id = ${companyId} and id = any (${ids}::uuid[])
      and closed_at is null`.execute(tx)
  return rows.filter(({ is_open }) => is_open)
}

type Contact = { id: string; person_id: string; name: string; title: string | null; is_primary: boolean }
const leads = /\s*,?\s*daglig leder\b,?\s*/i

/** The new one becomes a contact, or has it in her title; the one before has it no more, and has left when that was all. */
async function changeDirector(tx: Write, who: Who, companyId: string, { old, now }: { old: string; now: string }) {
  const { rows } = await sql<Contact>`
    select a.id, a.person_id, concat_ws(' ', p.first_name, p.last_name) as name, a.title, a.is_primary
    from affiliation a join person p on p.tenant_id = a.tenant_id and p.id = a.person_id and p.deleted_at is null
    where a.tenant_id = ${who.tenant_id} and a.company_id = ${companyId} and a.to_on is null`.execute(tx)
  const isCalled = (name: string) => (contact: Contact) => foldLetters(contact.name) === foldLetters(name)
  const before = rows.find((contact) => isCalled(old)(contact) && leads.test(contact.title ?? ''))
  if (before) {
    const rest = (before.title ?? '').replace(leads, '').trim()
    const left = rest
      ? { title: rest.charAt(0).toUpperCase() + rest.slice(1), is_primary: false }
      : { to_on: sql<string>`current_date`, is_primary: false }
    await changeRole(tx, who, before.id, left)
  }
  const is_primary = before?.is_primary ?? false
  const known = rows.find(isCalled(now))
  if (known) {
    const title = leads.test(known.title ?? '') ? known.title : ['Daglig leder', known.title].filter(Boolean).join(', ')
    return changeRole(tx, who, known.id, { title, ...(is_primary ? { is_primary } : {}) })
  }
  const [namesake, ...others] = (await findNamesakes(tx, who, [now]))(now)
  const [last_name = now, ...first] = now.split(' ').toReversed()
  const contact = { first_name: first.toReversed().join(' '), last_name, title: 'Daglig leder', is_primary }
  return addContact(tx, who, companyId, contact, others.length === 0 && namesake ? namesake.id : null)
}

async function changeRole(tx: Write, who: Who, id: string, values: object) {
  await tx.updateTable('affiliation').set(values).where('tenant_id', '=', who.tenant_id).where('id', '=', id).execute()
}
