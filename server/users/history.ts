import { sql } from 'kysely'
import type { z } from 'zod'
import type { UserHistoryEntry, users } from '#contract/users.ts'
import { toldOfAccess } from '#server/history/shown.ts'
import type { Read } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'

const pageSize = 50

/** Whom it concerned; a key's owner. */
const subjectOf = sql<string | null>`case h.entity
  when 'invitation' then (select i.name from invitation i where i.tenant_id = h.tenant_id and i.id = h.entity_id)
  else (select s.name from member s where s.tenant_id = h.tenant_id and s.user_id = coalesce(k.user_id, h.entity_id))
end`

/** Newest first; ids are in time's order and page the list. */
export async function readUserHistory(db: Read, who: Who, { of, before }: z.output<typeof users.history.query>) {
  let select = db
    .selectFrom('history as h')
    .leftJoin('member as m', (join) =>
      join.onRef('m.tenant_id', '=', 'h.tenant_id').onRef('m.user_id', '=', 'h.user_id'),
    )
    .leftJoin('api_key as k', (join) =>
      join.onRef('k.tenant_id', '=', 'h.tenant_id').onRef('k.id', '=', 'h.entity_id').on('h.entity', '=', 'api_key'),
    )
    .select(['h.id', 'h.at', 'm.name as user_name', 'h.via', 'h.action', 'h.entity', 'h.changes'])
    .select([subjectOf.as('subject'), 'k.name as key_name'])
    .where('h.tenant_id', '=', who.tenant_id)
    .where('h.entity', 'in', ['member', 'invitation', 'api_key'])
    .orderBy('h.id', 'desc')
    .limit(pageSize + 1)
  if (before) select = select.where('h.id', '<', before)
  if (of) {
    const email = await emailOf(db, who, of)
    select = select.where((eb) =>
      eb.or([
        eb.and([eb('h.entity', '=', 'member'), eb('h.entity_id', '=', of)]),
        eb('k.user_id', '=', of),
        eb(
          'h.entity_id',
          'in',
          eb.selectFrom('invitation').select('id').where('tenant_id', '=', who.tenant_id).where('email', '=', email),
        ),
      ]),
    )
  }
  const rows = (await select.execute()) as UserHistoryEntry[]
  const items = rows.slice(0, pageSize).map(withoutNoise)
  return { items, next: rows.length > pageSize ? (items.at(-1)?.id ?? null) : null }
}

async function emailOf(db: Read, who: Who, id: string) {
  const member = await db
    .selectFrom('member')
    .select('email')
    .where('tenant_id', '=', who.tenant_id)
    .where('user_id', '=', id)
    .executeTakeFirst()
  if (!member) throw new AppError('not_found')
  return member.email
}

const withoutNoise = (entry: UserHistoryEntry): UserHistoryEntry => ({
  ...entry,
  changes: Object.fromEntries(Object.entries(entry.changes).filter(([field]) => toldOfAccess.has(field))),
})
