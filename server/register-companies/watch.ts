import { sql } from 'kysely'
import { type Database, inTransaction, type Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import { takeAnswer } from './of-company.ts'
import type { LookedUp } from './preview.ts'

const AT_ONCE = 50

/** Hears of all that changed since the last time, of the firm's own companies. Where the register is silent, it goes on later. */
export async function watchFirm(
  db: Database,
  tenant_id: string,
  lookUp: (org_number: string) => Promise<LookedUp>,
  signal: AbortSignal,
) {
  const act = <T>(work: (tx: Write) => Promise<T>) => inTransaction(db, { tenant_id, via: 'job' }, work)
  while (!signal.aborted) {
    const { changed, up_to } = await act((tx) => readChanged(tx, tenant_id))
    for (const { id, org_number } of changed) {
      const answer = await lookUp(org_number)
      if (answer.state !== 'ready') return
      await act((tx) => takeAnswer(tx, { tenant_id, company_id: id }, answer, 'heard')).catch((error: unknown) => {
        // It was deleted meanwhile.
        if (!(error instanceof AppError && error.code === 'not_found')) throw error
      })
    }
    if (up_to === null) return
    await act((tx) => sql`update register_watch set seen_change = ${up_to} where tenant_id = ${tenant_id}`.execute(tx))
  }
}

/** The firm's companies among the next changes, and how far those go; null: there are no more. */
async function readChanged(tx: Write, tenantId: string) {
  // What a new firm has read of the register is no older than a day.
  await sql`insert into register_watch (tenant_id, seen_change)
    select ${tenantId}::uuid, coalesce(max(id), 0) from register.change where at < now() - interval '1 day'
    on conflict do nothing`.execute(tx)
  const { rows } = await sql<{ id: string; org_number: string; change: number }>`
    select c.id, c.org_number, min(x.id) as change from register.change x
    join company c on c.tenant_id = ${tenantId} and c.org_number = x.org_number and c.country = 'NO' and c.deleted_at is null
    where x.id > (select seen_change from register_watch where tenant_id = ${tenantId})
    group by c.id, c.org_number order by min(x.id), c.id limit ${AT_ONCE}`.execute(tx)
  const last = rows.at(-1)?.change
  if (rows.length === AT_ONCE && last) return { changed: rows, up_to: last }
  const { rows: end } = await sql<{ id: number }>`
    select max(x.id) as id from register.change x
    where x.id > (select seen_change from register_watch where tenant_id = ${tenantId})`.execute(tx)
  return { changed: rows, up_to: end[0]?.id ?? null }
}
