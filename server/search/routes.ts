import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import { search, type Hit } from '#contract/search.ts'
import type { Read } from '#server/platform/db.ts'
import { serve, type Server, type Who } from '#server/platform/http.ts'

type Query = z.output<typeof search.find.query>
const wanted = 20

export function serveSearch(server: Server) {
  serve(server, search, {
    at_hand: async ({ db, who }) => readAtHand(db, who),
    find: async ({ db, who, query }) => {
      const criteria = companyCriteria(query)
      if (criteria.length > 0) return { items: await findByCriteria(db, who, query, criteria) }
      return { items: query.q ? await findByText(db, query) : [] }
    },
  })
}

/** The hits of find_records, best first, with what the hit list shows. */
async function findByText(db: Read, query: Query): Promise<Hit[]> {
  const kind = query.kind === 'all' ? null : query.kind
  const { rows } = await sql<Hit>`
    select r.kind, r.id,
      coalesce(c.name, concat_ws(' ', p.first_name, p.last_name)) as name,
      case when c.id is not null and fold(c.name) not like '%' || fold(${query.q}) || '%' then
        case when fold(c.nickname) like '%' || fold(${query.q}) || '%' then c.nickname
          when ${query.q} ~ '[0-9]' then coalesce(c.org_number, c.phone) else coalesce(c.email, c.nickname) end
        when p.id is not null then (select co.name from affiliation a
          join company co on co.tenant_id = a.tenant_id and co.id = a.company_id and co.deleted_at is null
          where a.tenant_id = p.tenant_id and a.person_id = p.id limit 1) end as matched,
      coalesce(c.postal_address, c.visiting_address, p.private_address) ->> 'city' as city,
      c.org_number, coalesce(c.inactive_at, p.inactive_at) is not null as inactive
    from find_records(${query.q}, ${kind}, ${query.inactive === 'with'}, ${wanted}) r
    left join company c on r.kind = 'company' and c.tenant_id = acting_tenant() and c.id = r.id
    left join person p on r.kind = 'person' and p.tenant_id = acting_tenant() and p.id = r.id
    order by r.tier, r.folded_name limit ${wanted}`.execute(db)
  return rows
}

/** The columns of a company as the hit list shows it. */
const companyHit = sql`'company' as kind, c.id, c.name, null as matched,
  coalesce(c.postal_address, c.visiting_address) ->> 'city' as city, c.org_number, c.inactive_at is not null as inactive`

/** The companies that meet every criterion, and have every word of the search text as well. */
async function findByCriteria(db: Read, who: Who, query: Query, criteria: RawBuilder<unknown>[]): Promise<Hit[]> {
  const words = /^[+\d ]{5,}$/.test(query.q) ? [query.q.replace(/[+ ]/g, '')] : query.q.split(/\s+/).filter(Boolean)
  const all = [...criteria, ...words.map((word) => sql`company_words(c) like fold(${containing(word)})`)]
  const { rows } = await sql<Hit>`
    select ${companyHit} from company c
    where c.tenant_id = ${who.tenant_id} and c.deleted_at is null and (${query.inactive === 'with'} or c.inactive_at is null)
      and ${sql.join(all, sql` and `)}
    order by c.name collate "nb-x-icu" limit ${wanted}`.execute(db)
  return rows
}

/** What is typed is literal text, never a pattern. */
const containing = (value: string) => `%${value.replace(/[\\%_]/g, '\\$&')}%`

/** "Flere søkevalg": each criterion given must hold. */
function companyCriteria(query: Query): RawBuilder<unknown>[] {
  const { email, phone, website, address, owner_id } = query
  const digits = phone.replace(/\D/g, '')
  const addresses = sql`concat_ws(' ', c.postal_address::text, c.visiting_address::text, c.delivery_address::text, c.invoice_address::text)`
  return [
    email && sql`concat_ws(' ', c.email, array_to_string(c.invoice_emails, ' ')) ilike ${containing(email)}`,
    phone && (digits ? sql`concat_ws(' ', c.phone, c.mobile, c.fax) like ${containing(digits)}` : sql`false`),
    website && sql`c.website ilike ${containing(website)}`,
    address && sql`fold(${addresses}) like fold(${containing(address)})`,
    owner_id && sql`c.owner_id = ${owner_id}`,
  ].filter((criterion) => typeof criterion === 'object')
}

/** For the empty search: one's favourites, and the fifteen companies opened last. */
async function readAtHand(db: Read, who: Who): Promise<{ favourites: Hit[]; recent: Hit[] }> {
  const companies = (table: 'favourite' | 'recent_record', order: 'name' | 'opened_at') =>
    sql<Hit>`
      select ${companyHit} from ${sql.table(table)} k join company c on c.tenant_id = k.tenant_id and c.id = k.record_id and c.deleted_at is null
      where k.tenant_id = ${who.tenant_id} and k.user_id = ${who.user_id} and k.kind = 'company'
      order by ${order === 'name' ? sql`c.name collate "nb-x-icu"` : sql`k.opened_at desc`} limit ${order === 'name' ? 100 : 15}`.execute(
      db,
    )
  const [favourites, recent] = [await companies('favourite', 'name'), await companies('recent_record', 'opened_at')]
  return { favourites: favourites.rows, recent: recent.rows }
}
