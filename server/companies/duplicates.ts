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

type Like = {
  id: string
  name: string
  customer_number: number
  org_number: boolean | null
  same_name: boolean
  phone: boolean | null
  email: boolean | null
  website: boolean | null
}

/** Companies like the one being typed, with the fields that agree; a hint, never a wall. At most five. */
export async function findDuplicates(db: Read, who: Who, typed: Typed) {
  const orgNumber = normaliseOrgNumber(typed.org_number, 'NO')
  const phone = typed.phone.trim() ? normalisePhone(typed.phone) : null
  const domain = /^(?:https?:\/\/)?(?:www\.)?([^/:?#]+\.[^/:?#]+)/.exec(typed.website.trim().toLowerCase())?.[1] ?? ''
  const email = typed.email.includes('@') ? typed.email.trim().toLowerCase() : null
  // Each part has its index; one condition of several fields would read the whole table.
  const { rows } = await sql<Like>`
    select c.id, c.name, c.customer_number,
      c.org_number = ${orgNumber} as org_number, fold(c.name) = fold(${typed.name.trim()}) as same_name,
      ${phone} in (c.phone, c.mobile) as phone, c.email = ${email} as email, domain_of(c.website) = ${domain} as website
    from company c
    where c.tenant_id = ${who.tenant_id} and c.deleted_at is null and c.id is distinct from ${typed.except ?? null}
      and c.id = any (array(
        (select id from company where tenant_id = ${who.tenant_id} and org_number = ${orgNumber.length >= 9 ? orgNumber : null} limit 50)
        union all (select id from company where tenant_id = ${who.tenant_id} and phone = ${phone} limit 50)
        union all (select id from company where tenant_id = ${who.tenant_id} and mobile = ${phone} limit 50)
        union all (select id from company where tenant_id = ${who.tenant_id} and email = ${email} limit 50)
        union all (select find_same(array[${typed.name}], ${domain}) limit 50)))
    order by c.customer_number limit 5`.execute(db)
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
