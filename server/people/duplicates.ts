import { sql } from 'kysely'
import type { z } from 'zod'
import type { people } from '#contract/people.ts'
import { normalisePhone } from '#contract/rules.ts'
import type { Read } from '#server/platform/db.ts'
import type { Who } from '#server/platform/http.ts'

type Typed = z.output<typeof people.duplicates.query>
type Like = { id: string; name: string; company_name: string | null; same_name: boolean } & Record<
  'phone' | 'mobile' | 'email',
  boolean | null
>

/** Persons like the one being typed, with the fields that agree; a hint, never a wall. At most five. */
export async function findSamePersons(db: Read, who: Who, typed: Typed) {
  const number = (text: string) => (text.trim() ? normalisePhone(text) : null)
  const [phone, mobile] = [number(typed.phone), number(typed.mobile)]
  const email = typed.email.includes('@') ? typed.email.trim().toLowerCase() : null
  const name = [typed.first_name, typed.last_name].map((part) => part.trim()).join(' ')
  // One name alone is many people's.
  const names = typed.first_name.trim() && typed.last_name.trim() ? [name] : []
  const numbers = [phone, mobile].filter((one) => one !== null)
  const { tenant_id } = who
  const has = (value: string | null, columns: readonly ('phone' | 'mobile' | 'email' | 'alternative_email')[]) => sql`(
    ${value} in (${sql.join(columns.map((column) => sql.ref(`p.${column}`)))}) or exists (select from affiliation a
      where a.tenant_id = p.tenant_id and a.person_id = p.id
        and ${value} in (${sql.join(columns.filter((column) => column !== 'alternative_email').map((column) => sql.ref(`a.${column}`)))})))`
  // Each part has its index; one condition of several fields would read the whole table.
  const { rows } = await sql<Like>`
    select p.id, concat_ws(' ', p.first_name, p.last_name) as name, at.name as company_name,
      fold(concat_ws(' ', p.first_name, p.last_name)) = fold(${name}) as same_name,
      ${has(phone, ['phone', 'mobile'])} as phone, ${has(mobile, ['phone', 'mobile'])} as mobile,
      ${has(email, ['email', 'alternative_email'])} as email
    from person p
    left join lateral (select c.name from affiliation a join company c on c.tenant_id = a.tenant_id and c.id = a.company_id
      where a.tenant_id = p.tenant_id and a.person_id = p.id order by a.to_on nulls first limit 1) at on true
    where p.tenant_id = ${tenant_id} and p.deleted_at is null and p.id is distinct from ${typed.except ?? null}
      and p.id = any (array(
        (select id from person where tenant_id = ${tenant_id} and phone = any (${numbers}::text[]) limit 50)
        union all (select id from person where tenant_id = ${tenant_id} and mobile = any (${numbers}::text[]) limit 50)
        union all (select id from person where tenant_id = ${tenant_id} and email = ${email} limit 50)
        union all (select id from person where tenant_id = ${tenant_id} and alternative_email = ${email} limit 50)
        union all (select person_id from affiliation where tenant_id = ${tenant_id} and phone = any (${numbers}::text[]) limit 50)
        union all (select person_id from affiliation where tenant_id = ${tenant_id} and mobile = any (${numbers}::text[]) limit 50)
        union all (select person_id from affiliation where tenant_id = ${tenant_id} and email = ${email} limit 50)
        union all (select find_namesakes(${names}::text[]) limit 50)))
    order by p.id limit 5`.execute(db)
  return {
    items: rows.map(({ id, name, company_name, same_name, phone, mobile, email }) => ({
      id,
      name,
      company_name,
      because: Object.entries({ name: same_name, phone, mobile, email })
        .filter(([, agreed]) => agreed)
        .map(([field]) => field),
    })),
  }
}
