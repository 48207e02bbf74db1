import { sql } from 'kysely'
import type { z } from 'zod'
import type { companies, HistoryEntry } from '#contract/companies.ts'
import type { Read } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'

type Query = z.output<typeof companies.history.query>
const pageSize = 50

/** The name of what was tied to the company, as it is now. */
const subjectOf = sql<string | null>`case h.entity
  when 'affiliation' then (select concat_ws(' ', p.first_name, p.last_name) from person p
    where p.tenant_id = h.tenant_id and p.id = h.person_id)
  when 'company_category' then (select c.name from category c where c.tenant_id = h.tenant_id and c.id = h.entity_id)
end`

/** A company's history, newest first. Days are whole days in Norway; ids are in time's order and page the list. */
export async function readHistory(db: Read, who: Who, companyId: string, query: Query) {
  const company = await db
    .selectFrom('company')
    .select('id')
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', companyId)
    .executeTakeFirst()
  if (!company) throw new AppError('not_found')
  if (query.from && query.to && query.from > query.to) throw new AppError('invalid', { field: 'to', message: 'period' })
  let select = db
    .selectFrom('history as h')
    .leftJoin('member as m', (join) =>
      join.onRef('m.tenant_id', '=', 'h.tenant_id').onRef('m.user_id', '=', 'h.user_id'),
    )
    .select([
      'h.id',
      'h.at',
      'm.name as user_name',
      'h.via',
      'h.action',
      'h.entity',
      'h.changes',
      subjectOf.as('subject'),
    ])
    .where('h.tenant_id', '=', who.tenant_id)
    .where('h.company_id', '=', companyId)
    .orderBy('h.id', 'desc')
    .limit(pageSize + 1)
  if (query.from)
    select = select.where('h.at', '>=', sql<string>`${query.from}::date::timestamp at time zone 'Europe/Oslo'`)
  if (query.to)
    select = select.where('h.at', '<', sql<string>`(${query.to}::date + 1)::timestamp at time zone 'Europe/Oslo'`)
  if (query.user_id) select = select.where('h.user_id', '=', query.user_id)
  if (query.action) select = select.where('h.action', '=', query.action)
  if (query.before) select = select.where('h.id', '<', query.before)
  const rows = await select.execute()
  const items = rows.slice(0, pageSize) as z.input<typeof HistoryEntry>[]
  return { items, next: rows.length > pageSize ? (items.at(-1)?.id ?? null) : null }
}
