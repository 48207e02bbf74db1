import { sql } from 'kysely'
import { insertRows } from '#server/companies/insert-many.ts'
import type { Write } from '#server/platform/db.ts'

/** Companies that are nobody's: their numbers may be somebody's all the same, so the register is not asked about them. */
export async function insertMadeUp(tx: Write, tenant_id: string, companies: { id: string }[]) {
  await insertRows(tx, 'company', companies)
  const ids = companies.map(({ id }) => id)
  await sql`delete from register_waiting where tenant_id = ${tenant_id} and company_id = any (${ids}::uuid[])`.execute(
    tx,
  )
}
