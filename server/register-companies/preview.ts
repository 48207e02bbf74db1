import { sql } from 'kysely'
import type { z } from 'zod'
import type { RegisterContact, registerCompanies } from '#contract/register-companies.ts'
import { cardOfUnit, contactsOfRoles, nameOfContact, titleOf } from '#contract/register-rules.ts'
import type { RegisterRole } from '#contract/register.ts'
import { foldLetters } from '#contract/rules.ts'
import type { Read } from '#server/platform/db.ts'
import type { Who } from '#server/platform/http.ts'
import { ownCompanies } from '#server/register/find.ts'
import type { lookUpUnit } from '#server/register/look-up.ts'

export type LookedUp = Awaited<ReturnType<typeof lookUpUnit>>

/** What would come of adding the unit: for the eye, before anything is written. */
export async function previewUnit(
  db: Read,
  who: Who,
  org_number: string,
  { state, retry_at, source, fetched_at, found, unit, roles }: LookedUp,
): Promise<z.input<typeof registerCompanies.preview.reply>> {
  const own = await ownCompanies(db, who.tenant_id, [org_number])
  return {
    ...{ state, retry_at, source, fetched_at, found, unit },
    fields: unit ? cardOfUnit(unit) : {},
    contacts: await matchContacts(db, who, roles ?? []),
    firms: firmsOf(roles ?? []),
    company_id: own.get(org_number) ?? null,
  }
}

function firmsOf(roles: RegisterRole[]) {
  return roles.flatMap((role) => {
    const { unit } = role
    return unit && !unit.is_deleted ? [{ org_number: unit.org_number, name: unit.name, title: titleOf(role) }] : []
  })
}

type Namesake = { id: string; name: string; company_name: string | null }

/** Who has a role, each with those of ours who have the same name. */
export async function matchContacts(db: Read, who: Who, roles: RegisterRole[]): Promise<RegisterContact[]> {
  const contacts = contactsOfRoles(roles)
  const namesakes = await findNamesakes(db, who, contacts.map(nameOfContact))
  return contacts.map((contact) => ({ ...contact, same: namesakes(nameOfContact(contact)) }))
}

/** Persons of ours by their names; at most five of each. */
export async function findNamesakes(db: Read, who: Who, names: string[]) {
  const { rows } = await sql<Namesake>`
    select p.id, concat_ws(' ', p.first_name, p.last_name) as name, at.name as company_name
    from person p
    left join lateral (select c.name from affiliation a
      join company c on c.tenant_id = a.tenant_id and c.id = a.company_id and c.deleted_at is null
      where a.tenant_id = p.tenant_id and a.person_id = p.id order by a.to_on nulls first limit 1) at on true
    where p.tenant_id = ${who.tenant_id} and p.deleted_at is null
      and p.id = any (array(select find_namesakes(${names}::text[]))) order by p.id limit 500`.execute(db)
  return (name: string) => rows.filter((row) => foldLetters(row.name) === foldLetters(name)).slice(0, 5)
}
