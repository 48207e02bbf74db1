import { sql } from 'kysely'
import { normaliseOrgNumber, normalisePhone } from '#contract/rules.ts'
import type { Read } from '#server/platform/db.ts'
import type { Who } from '#server/platform/http.ts'

type Typed = {
  name: string
  org_number: string
  phone: string
  email: string
  website: string
  except?: string | undefined
}

/** Companies like the one being typed, with the fields that agree; a hint, never a wall. At most five. */
export async function findDuplicates(db: Read, who: Who, typed: Typed) {
  const orgNumber = normaliseOrgNumber(typed.org_number, 'NO')
  const phone = typed.phone.trim() ? normalisePhone(typed.phone) : null
  const domain =
    typed.website
      .trim()
      .toLowerCase()
      .replace(/^https?:\/\//, '')
      .replace(/^www\./, '')
      .split('/')[0] ?? ''
  const agrees = {
    org_number:
      orgNumber.length >= 9 ? sql<boolean>`coalesce(c.org_number = ${orgNumber}, false)` : sql<boolean>`false`,
    name: typed.name.trim().length >= 3 ? sql<boolean>`fold(c.name) = fold(${typed.name.trim()})` : sql<boolean>`false`,
    phone: phone ? sql<boolean>`coalesce(${phone} in (c.phone, c.mobile), false)` : sql<boolean>`false`,
    email: typed.email.includes('@')
      ? sql<boolean>`coalesce(c.email = ${typed.email.trim().toLowerCase()}, false)`
      : sql<boolean>`false`,
    website: domain.includes('.')
      ? sql<boolean>`coalesce(substring(lower(c.website) from '^https?://(?:www\\.)?([^/]+)') = ${domain}, false)`
      : sql<boolean>`false`,
  }
  const rows = await db
    .selectFrom('company as c')
    .select(['c.id', 'c.name', 'c.customer_number', agrees.org_number.as('org_number'), agrees.name.as('same_name')])
    .select([agrees.phone.as('phone'), agrees.email.as('email'), agrees.website.as('website')])
    .where('c.tenant_id', '=', who.tenant_id)
    .where('c.deleted_at', 'is', null)
    .where((eb) => eb.or(Object.values(agrees)))
    .$if(typed.except !== undefined, (query) => query.where('c.id', '<>', typed.except ?? ''))
    .limit(5)
    .execute()
  return {
    items: rows.map(({ id, name, customer_number, same_name, ...same }) => ({
      id,
      name,
      customer_number,
      because: Object.entries({
        org_number: same.org_number,
        name: same_name,
        phone: same.phone,
        email: same.email,
        website: same.website,
      })
        .filter(([, agreed]) => agreed)
        .map(([field]) => field),
    })),
  }
}
