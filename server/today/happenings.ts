import { sql } from 'kysely'
import type { Happening } from '#contract/today.ts'
import { keepPlan, type Read } from '#server/platform/db.ts'
import type { Who } from '#server/platform/http.ts'

const LOOKED_AT = 2_000
const SHOWN = 8

type Entry = Omit<Happening, 'count'> & { user_id: string | null }

/**
 * What colleagues did with my customers. Only the firm's newest entries are looked at: what is older is no news, and whoever
 * owns few companies would have the whole history searched. What is said of a record that I may not see is left out.
 */
export async function readHappenings(db: Read, who: Who): Promise<Happening[]> {
  const { rows } = await sql<Entry>`
    select h.id, h.at, h.user_id, m.name as user_name, h.action, h.entity, c.id as company_id, c.name as company_name
    from (
      select h.* from history h
      where h.tenant_id = ${who.tenant_id} and h.company_id is not null and h.via in ('screen', 'api')
      order by h.id desc limit ${sql.lit(LOOKED_AT)}) h
    join company c on c.tenant_id = h.tenant_id and c.id = h.company_id and c.owner_id = ${who.user_id} and c.deleted_at is null
    left join member m on m.tenant_id = h.tenant_id and m.user_id = h.user_id
    where h.user_id is distinct from ${who.user_id}
      and case h.entity
        when 'note' then exists (select from note n where n.tenant_id = h.tenant_id and n.id = h.entity_id)
        when 'appointment' then exists (select from appointment a where a.tenant_id = h.tenant_id and a.id = h.entity_id)
        when 'appointment_participant' then exists
          (select from appointment_participant p where p.tenant_id = h.tenant_id and p.id = h.entity_id)
        else true end
    order by h.id desc limit 60 ${keepPlan}`.execute(db)
  return together(rows).slice(0, SHOWN)
}

/** The same done by the same colleague to the same company, one after the other, is one line. */
function together(entries: Entry[]): Happening[] {
  const lines: (Happening & Pick<Entry, 'user_id'>)[] = []
  for (const entry of entries) {
    const last = lines.at(-1)
    const isAlike = (['user_id', 'action', 'entity', 'company_id'] as const).every((key) => last?.[key] === entry[key])
    if (last && isAlike) last.count += 1
    else lines.push({ ...entry, count: 1 })
  }
  return lines
}
