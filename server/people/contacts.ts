import { type RawBuilder, sql } from 'kysely'
import type { Contact } from '#contract/people.ts'

const role = sql`json_build_object('title', a.title, 'department', a.department, 'phone', a.phone, 'mobile', a.mobile,
  'fax', a.fax, 'email', a.email, 'from_on', a.from_on, 'to_on', a.to_on, 'is_primary', a.is_primary)`

/** The contacts of a company: one value for its card. The primary one first, those who have left last. */
export const contactsOf: RawBuilder<Contact[]> = sql`(
  select coalesce(json_agg(contact), '[]') from (
    select a.id, a.version, a.person_id, concat_ws(' ', p.first_name, p.last_name) as name, p.sort_name, a.title,
      coalesce(a.phone, p.phone) as phone, coalesce(a.mobile, p.mobile) as mobile,
      coalesce(a.email, p.email, p.alternative_email) as email, a.is_primary, a.to_on, ${role} as role,
      json_build_object('phone', p.phone, 'mobile', p.mobile, 'email', p.email, 'alternative_email', p.alternative_email) as person
    from affiliation a join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
    where a.tenant_id = company.tenant_id and a.company_id = company.id
    order by a.is_primary desc, a.to_on is not null, p.sort_name collate "nb-x-icu", a.id limit 500) contact)`
