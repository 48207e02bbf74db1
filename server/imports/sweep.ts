import { sql } from 'kysely'
import type { Write } from '#server/platform/db.ts'

/** So many rows go in one transaction, so that it is short. */
const AT_ONCE = 10_000
const rested = sql<boolean>`changed_at < now() - interval '30 days'`

/**
 * A month after an import has ended the rows of its file go: they are copies of what people sent, and hold data of persons.
 * What it did stays with it (import_result), so that it can still be undone. One that never began goes as a whole.
 * True when there is more to take.
 */
export async function sweepImports(tx: Write, tenant_id: string): Promise<boolean> {
  const taken = await sql`
    delete from import_row r using (
      select r.tenant_id, r.import_id, r.number from import i
        join import_row r on r.tenant_id = i.tenant_id and r.import_id = i.id
      where i.tenant_id = ${tenant_id} and i.${rested}
        and i.state in ('receiving', 'unreadable', 'read', 'checked', 'imported', 'undone')
      limit ${AT_ONCE}) old
    where r.tenant_id = old.tenant_id and r.import_id = old.import_id and r.number = old.number`.execute(tx)
  await tx
    .deleteFrom('import')
    .where('tenant_id', '=', tenant_id)
    .where('state', 'in', ['receiving', 'unreadable', 'read', 'checked'])
    .where(rested)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('import_row as r')
            .select('r.number')
            .whereRef('r.tenant_id', '=', 'import.tenant_id')
            .whereRef('r.import_id', '=', 'import.id'),
        ),
      ),
    )
    .execute()
  return Number(taken.numAffectedRows) === AT_ONCE
}
