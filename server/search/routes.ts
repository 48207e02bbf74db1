import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import { foldName } from '#contract/rules.ts'
import { search, type Hit } from '#contract/search.ts'
import { categoriesOfRow } from '#server/categories/ties.ts'
import { filterConditions } from '#server/companies/list.ts'
import { keepPlan, type Read } from '#server/platform/db.ts'
import { serve, type Server, type Who } from '#server/platform/http.ts'

type Query = z.output<typeof search.find.query>
const wanted = 20

export function serveSearch(server: Server) {
  serve(server, search, {
    at_hand: async ({ db, who }) => readAtHand(db, who),
    find: async ({ db, who, query }) => {
      const { email, phone, address, website, owner_ids, category_ids } = query
      const isByCriteria = [email, phone, address, website].some(Boolean) || owner_ids.length + category_ids.length > 0
      if (isByCriteria) return { items: await findByCriteria(db, who, query) }
      return { items: query.q ? await findByText(db, query) : [] }
    },
  })
}

type Found = Hit & Record<'nickname' | 'phone' | 'mobile' | 'email' | 'company_name', string | null>

/** The hits of find_records, best first, with what the hit list shows. */
async function findByText(db: Read, query: Query): Promise<Hit[]> {
  const kind = query.kind === 'all' ? null : query.kind
  const { rows } = await sql<Found>`
    select r.kind, r.id, coalesce(c.name, concat_ws(' ', p.first_name, p.last_name)) as name,
      coalesce(c.nickname, p.nickname) as nickname, coalesce(c.phone, p.phone) as phone,
      coalesce(c.mobile, p.mobile) as mobile, coalesce(c.email, p.email) as email,
      coalesce(c.city, p.private_address ->> 'city') as city, c.org_number, at.id as company_id, at.name as company_name,
      coalesce(c.inactive_at, p.inactive_at) is not null as inactive,
      case r.kind when 'company' then ${categoriesOfRow('company', 'c')} else ${categoriesOfRow('person', 'p')} end as categories
    from find_records(${query.q}, ${kind}, ${query.inactive === 'with'}, ${wanted}) r
    left join company c on r.kind = 'company' and c.tenant_id = acting_tenant() and c.id = r.id
    left join person p on r.kind = 'person' and p.tenant_id = acting_tenant() and p.id = r.id
    ${presentCompany}
    order by r.tier, r.folded_name limit ${sql.lit(wanted)} ${keepPlan}`.execute(db)
  return rows.map((row) => ({ ...row, matched: matchedIn(row, query.q) }))
}

/** The company that the person `p` is in now, as `at`. */
const presentCompany = sql`left join lateral (select co.id, co.name from affiliation a
  join company co on co.tenant_id = a.tenant_id and co.id = a.company_id and co.deleted_at is null
  where p.id is not null and a.tenant_id = acting_tenant() and a.person_id = p.id
  order by a.to_on nulls first limit 1) at on true`

/** What was found, when it is not the name that shows it. */
function matchedIn(row: Found, query: string): string | null {
  const words = foldName(query).split(' ').filter(Boolean)
  const digits = query.replace(/\D/g, '')
  if (row.kind === 'company' && words.every((word) => foldName(row.name).includes(word))) return null
  const has = (value: string | null) => value !== null && words.some((word) => foldName(value).includes(word))
  if (has(row.nickname)) return row.nickname
  if (digits.length >= 3) {
    const number = [row.phone, row.mobile].find((value) => value?.replace('+', '').includes(digits))
    if (number) return number
  }
  if (row.email?.includes(query.trim().toLowerCase())) return row.email
  return row.company_name
}

/** The columns of a company as the hit list shows it. */
const companyHit = sql`'company' as kind, c.id, c.name, null as matched,
  c.city, c.org_number, null as company_id, c.inactive_at is not null as inactive,
  ${categoriesOfRow('company', 'c')} as categories`

const personHit = sql`'person' as kind, p.id, concat_ws(' ', p.first_name, p.last_name) as name, null as matched,
  null as city, null as org_number, null::uuid as company_id, p.inactive_at is not null as inactive,
  ${categoriesOfRow('person', 'p')} as categories`

/** What meets every criterion, and has every word of the search text as well; of both kinds there is room for half. */
async function findByCriteria(db: Read, who: Who, query: Query): Promise<Hit[]> {
  const { kind, address, website, owner_ids } = query
  // A person has no home page and no owner.
  const areOfCompanies = kind === 'company' || Boolean(address || website) || owner_ids.length > 0
  const persons = areOfCompanies ? [] : await findPersons(db, who, query)
  const companies = kind === 'person' ? [] : await findCompanies(db, who, query)
  return [...companies.slice(0, Math.max(wanted / 2, wanted - persons.length)), ...persons].slice(0, wanted)
}

async function findCompanies(db: Read, who: Who, query: Query): Promise<Hit[]> {
  const all = filterConditions(who, { ...query, city: '', is: 'any' })
  const { rows } = await sql<Hit>`
    select ${companyHit} from company c
    where c.tenant_id = ${who.tenant_id} and c.deleted_at is null and ${sql.join([sql`true`, ...all], sql` and `)}
    order by c.name collate "nb-x-icu", c.id limit ${wanted}`.execute(db)
  return rows
}

async function findPersons(db: Read, who: Who, { q, email, phone, category_ids, inactive }: Query): Promise<Hit[]> {
  const digits = phone.replace(/\D/g, '')
  if (phone && !digits) return []
  const words = [q, email, digits].filter(Boolean).join(' ')
  const roles = sql`select from affiliation a where a.tenant_id = p.tenant_id and a.person_id = p.id`
  const isAt = (part: string, own: string, ofRole: string) => {
    const pattern = `%${part.replace(/[\\%_]/g, '\\$&')}%`
    return sql`(${sql.raw(own)} ilike ${pattern} or exists (${roles} and ${sql.raw(ofRole)} ilike ${pattern}))`
  }
  const all = [
    ...(words ? [sql`p.id = any (array(select find_persons(${words})))`] : []),
    // Where the fragment is in the right field, and not in another that was searched beside it.
    ...(email ? [isAt(email, `concat_ws(' ', p.email, p.alternative_email)`, 'a.email')] : []),
    ...(digits ? [isAt(digits, `concat_ws(' ', p.phone, p.mobile)`, `concat_ws(' ', a.phone, a.mobile)`)] : []),
    ...(category_ids.length > 0
      ? [
          sql`exists (select from person_category x where x.tenant_id = p.tenant_id and x.person_id = p.id
          and x.category_id = any (${category_ids}::uuid[]))`,
        ]
      : []),
    ...(inactive === 'with' ? [] : [sql`p.inactive_at is null`]),
  ]
  const { rows } = await sql<Hit>`
    select 'person' as kind, p.id, concat_ws(' ', p.first_name, p.last_name) as name, at.name as matched,
      p.private_address ->> 'city' as city, null as org_number, at.id as company_id, p.inactive_at is not null as inactive,
      ${categoriesOfRow('person', 'p')} as categories
    from (select p.* from person p where p.tenant_id = ${who.tenant_id} and p.deleted_at is null
      and ${sql.join(all, sql` and `)} order by p.sort_name collate "nb-x-icu", p.id limit ${wanted}) p
    ${presentCompany}
    order by p.sort_name collate "nb-x-icu", p.id`.execute(db)
  return rows
}

/** For the empty search: one's favourites, and the fifteen companies and persons opened last. */
async function readAtHand(db: Read, who: Who): Promise<{ favourites: Hit[]; recent: Hit[] }> {
  const kept = (
    table: 'favourite' | 'recent_record',
    since: 'created_at' | 'opened_at',
    order: RawBuilder<unknown>,
    limit: number,
  ) =>
    sql<Hit>`
      select h.* from (
        select ${companyHit}, c.name as sort_name, k.${sql.ref(since)} as since from ${sql.table(table)} k
          join company c on c.tenant_id = k.tenant_id and c.id = k.record_id and c.deleted_at is null
          where k.tenant_id = ${who.tenant_id} and k.user_id = ${who.user_id} and k.kind = 'company'
        union all
        select ${personHit}, p.sort_name, k.${sql.ref(since)} as since from ${sql.table(table)} k
          join person p on p.tenant_id = k.tenant_id and p.id = k.record_id and p.deleted_at is null
          where k.tenant_id = ${who.tenant_id} and k.user_id = ${who.user_id} and k.kind = 'person') h
      order by ${order} limit ${sql.lit(limit)} ${keepPlan}`.execute(db)
  const [favourites, recent] = [
    await kept('favourite', 'created_at', sql`h.sort_name collate "nb-x-icu"`, 100),
    await kept('recent_record', 'opened_at', sql`h.since desc`, 15),
  ]
  return { favourites: favourites.rows, recent: recent.rows }
}
