import { sql } from 'kysely'
import type { z } from 'zod'
import { search, type Hit } from '#contract/search.ts'
import type { Read } from '#server/platform/db.ts'
import { serve, type Server, type Who } from '#server/platform/http.ts'

type Query = z.output<typeof search.find.query>
const wanted = 20

export function serveSearch(server: Server) {
  serve(server, search, {
    at_hand: async ({ db, who }) => readAtHand(db, who),
    find: async ({ db, who, query }) => ({
      items: query.q.trim() ? await findByText(db, query) : await findByCriteria(db, who, query),
    }),
  })
}

/** The hits of find_records, best first, with what the hit list shows; further criteria keep companies that meet them. */
async function findByText(db: Read, query: Query): Promise<Hit[]> {
  const criteria = companyCriteria(query)
  const kind = criteria.length > 0 ? 'company' : query.kind === 'all' ? null : query.kind
  const { rows } = await sql<Hit>`
    select r.kind, r.id,
      coalesce(c.name, concat_ws(' ', p.first_name, p.last_name)) as name,
      case when c.id is not null and fold(c.name) not like '%' || fold(trim(${query.q})) || '%' then
        case when fold(c.nickname) like '%' || fold(trim(${query.q})) || '%' then c.nickname
          when ${query.q} ~ '[0-9]' then coalesce(c.org_number, c.phone) else coalesce(c.email, c.nickname) end
        when p.id is not null then (select co.name from affiliation a
          join company co on co.tenant_id = a.tenant_id and co.id = a.company_id and co.deleted_at is null
          where a.tenant_id = p.tenant_id and a.person_id = p.id limit 1) end as matched,
      coalesce(c.postal_address, c.visiting_address, p.private_address) ->> 'city' as city,
      c.org_number, coalesce(c.inactive_at, p.inactive_at) is not null as inactive
    from find_records(${query.q}, ${kind}, ${query.inactive === 'with'}, ${criteria.length > 0 ? 200 : wanted}) r
    left join company c on r.kind = 'company' and c.tenant_id = acting_tenant() and c.id = r.id
    left join person p on r.kind = 'person' and p.tenant_id = acting_tenant() and p.id = r.id
    where ${sql.join([sql`true`, ...criteria], sql` and `)}
    order by r.tier, r.folded_name limit ${wanted}`.execute(db)
  return rows
}

async function findByCriteria(db: Read, who: Who, query: Query): Promise<Hit[]> {
  const criteria = companyCriteria(query)
  if (criteria.length === 0) return []
  const { rows } = await sql<Hit>`
    select 'company' as kind, c.id, c.name, null as matched,
      coalesce(c.postal_address, c.visiting_address) ->> 'city' as city, c.org_number, c.inactive_at is not null as inactive
    from company c
    where c.tenant_id = ${who.tenant_id} and c.deleted_at is null and (${query.inactive === 'with'} or c.inactive_at is null)
      and ${sql.join(criteria, sql` and `)}
    order by c.name limit ${wanted}`.execute(db)
  return rows
}

/** "Flere søkevalg": each criterion given must hold. What is typed is literal text, never a pattern. */
function companyCriteria(query: Query) {
  const contains = (value: string) => `%${value.trim().replace(/[\\%_]/g, '\\$&')}%`
  const digits = query.phone.replace(/\D/g, '')
  return [
    query.email.trim() &&
      sql`(c.email ilike ${contains(query.email)} or array_to_string(c.invoice_emails, ' ') ilike ${contains(query.email)})`,
    digits && sql`concat_ws(' ', c.phone, c.mobile, c.fax) like ${contains(digits)}`,
    query.website.trim() && sql`c.website ilike ${contains(query.website)}`,
    query.address.trim() &&
      sql`fold(concat_ws(' ', c.postal_address::text, c.visiting_address::text, c.delivery_address::text, c.invoice_address::text)) like fold(${contains(query.address)})`,
    query.owner_id && sql`c.owner_id = ${query.owner_id}`,
  ].filter((criterion) => typeof criterion === 'object')
}

/** For the empty search: one's favourites, and the fifteen companies opened last. */
async function readAtHand(db: Read, who: Who): Promise<{ favourites: Hit[]; recent: Hit[] }> {
  const companies = (table: 'favourite' | 'recent_record', order: 'name' | 'opened_at') =>
    sql<Hit>`
      select 'company' as kind, c.id, c.name, null as matched,
        coalesce(c.postal_address, c.visiting_address) ->> 'city' as city, c.org_number, c.inactive_at is not null as inactive
      from ${sql.table(table)} k join company c on c.tenant_id = k.tenant_id and c.id = k.record_id and c.deleted_at is null
      where k.tenant_id = ${who.tenant_id} and k.user_id = ${who.user_id} and k.kind = 'company'
      order by ${order === 'name' ? sql`c.name` : sql`k.opened_at desc`} limit ${order === 'name' ? 100 : 15}`.execute(
      db,
    )
  const [favourites, recent] = [await companies('favourite', 'name'), await companies('recent_record', 'opened_at')]
  return { favourites: favourites.rows, recent: recent.rows }
}
