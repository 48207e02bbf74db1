import { sql } from 'kysely'
import type { z } from 'zod'
import type { categories } from '#contract/categories.ts'
import type { Read, Write } from '#server/platform/db.ts'
import type { Who } from '#server/platform/http.ts'
import type { Kind } from './categories.ts'

/** How many there are in sight, and whether anything holds the category at all. */
export async function countUses(db: Read, who: Who) {
  const deleted = (kind: Kind) => sql`
    select x.category_id, ${kind} as kind, 0 as held, -count(*) as shown
    from ${sql.table(kind)} r
    join ${sql.table(`${kind}_category`)} x on x.tenant_id = r.tenant_id and x.${sql.ref(`${kind}_id`)} = r.id
    where r.tenant_id = ${who.tenant_id} and r.deleted_at is not null group by x.category_id`
  const { rows } = await sql<z.input<typeof categories.uses.reply>['items'][number]>`
    select g.id, coalesce(sum(u.shown) filter (where u.kind = 'company'), 0)::bigint as companies,
      coalesce(sum(u.shown) filter (where u.kind = 'person'), 0)::bigint as persons, coalesce(sum(u.held) > 0, false) as is_used
    from category g
    left join (
      select category_id, kind, sum(step) as held, sum(step) as shown from category_use
      where tenant_id = ${who.tenant_id} group by category_id, kind
      union all ${deleted('company')} union all ${deleted('person')}) u on u.category_id = g.id
    where g.tenant_id = ${who.tenant_id} group by g.id`.execute(db)
  return rows
}

/** Of the steps of each count one is made; those that are written meanwhile are left for the next time. */
export async function gatherUses(tx: Write, tenant_id: string) {
  await sql`
    with gone as (delete from category_use where tenant_id = ${tenant_id} returning category_id, kind, step)
    insert into category_use (tenant_id, category_id, kind, step)
    select ${tenant_id}, category_id, kind, sum(step) from gone group by category_id, kind having sum(step) <> 0`.execute(
    tx,
  )
}
