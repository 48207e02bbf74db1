import { sql } from 'kysely'
import type { z } from 'zod'
import type { HistoryEntry } from '#contract/companies.ts'
import type { Read } from '#server/platform/db.ts'
import type { Who } from '#server/platform/http.ts'

const pageSize = 20

/** What was changed in the firm's settings, newest first; ids are in time's order and page the list. */
export async function readFirmHistory(db: Read, who: Who, before?: string) {
  let select = db
    .selectFrom('history as h')
    .leftJoin('member as m', (join) =>
      join.onRef('m.tenant_id', '=', 'h.tenant_id').onRef('m.user_id', '=', 'h.user_id'),
    )
    .select(['h.id', 'h.at', 'm.name as user_name', 'h.via', 'h.action', 'h.entity', 'h.changes'])
    .select(sql<string | null>`null`.as('subject'))
    .where('h.tenant_id', '=', who.tenant_id)
    .where('h.entity', 'in', ['firm', 'number_series'])
    .orderBy('h.id', 'desc')
    .limit(pageSize + 1)
  if (before) select = select.where('h.id', '<', before)
  const rows = await select.execute()
  const items = rows.slice(0, pageSize) as z.input<typeof HistoryEntry>[]
  return { items, next: rows.length > pageSize ? (items.at(-1)?.id ?? null) : null }
}
