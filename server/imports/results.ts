import { sql } from 'kysely'
import type { Write } from '#server/platform/db.ts'
import type { Who } from '#server/companies/insert-many.ts'

/** What an import did to one record; `before` has the old values of what it changed. */
export type Result = {
  kind: 'company' | 'person' | 'affiliation'
  record_id: string
  action: 'made' | 'changed'
  key: string | null
  before: Record<string, unknown> | null
  record_version: number
}

/** Keeps them for undoing. Of a record that the import touched before, the oldest values stay. */
export async function keepResults(tx: Write, who: Who, importId: string, results: Result[]) {
  if (results.length === 0) return
  await sql`
    insert into import_result (tenant_id, import_id, kind, record_id, action, key, before, record_version)
    select ${who.tenant_id}::uuid, ${importId}::uuid, kind, record_id, action, key, nullif(before, 'null'), record_version
    from jsonb_populate_recordset(null::import_result, ${JSON.stringify(results)}::jsonb)
    on conflict (tenant_id, import_id, kind, record_id) do update
      set record_version = excluded.record_version,
          before = case when import_result.action = 'made' then null else excluded.before || import_result.before end`.execute(
    tx,
  )
}

const AT_ONCE = 500

/**
 * Takes back what the next of an import's results did; returns how many were taken up, and how many of them were kept because
 * somebody has changed the record since. Roles first, then companies, then persons, who must be free of roles.
 */
export async function undoResults(tx: Write, who: Who, importId: string) {
  const { tenant_id } = who
  const results = (await tx
    .selectFrom('import_result')
    .select(['kind', 'record_id', 'action', 'before', 'record_version'])
    .where('tenant_id', '=', tenant_id)
    .where('import_id', '=', importId)
    .orderBy('kind')
    .orderBy('record_id')
    .limit(AT_ONCE)
    .execute()) as Result[]
  let undone = 0
  for (const kind of ['affiliation', 'company', 'person'] as const) {
    const made = results.filter((result) => result.kind === kind && result.action === 'made')
    undone += await remove(tx, who, kind, made)
  }
  for (const result of results.filter(({ action }) => action === 'changed')) undone += await putBack(tx, who, result)
  await tx
    .deleteFrom('import_result')
    .where('tenant_id', '=', tenant_id)
    .where('import_id', '=', importId)
    .where((eb) =>
      eb.or(
        (['affiliation', 'company', 'person'] as const).map((kind) =>
          eb.and([
            eb('kind', '=', kind),
            eb(
              'record_id',
              '=',
              sql<string>`any (${results.filter((one) => one.kind === kind).map((one) => one.record_id)}::uuid[])`,
            ),
          ]),
        ),
      ),
    )
    .execute()
  return { count: results.length, kept: results.length - undone, isOver: results.length < AT_ONCE }
}

/**
 * What nobody has touched since goes for good, so that the file can be imported again when it is put right: the numbers of
 * companies that are only marked as deleted stay taken. Their history stays. Returns how many went.
 */
async function remove(tx: Write, who: Who, kind: Result['kind'], made: Result[]): Promise<number> {
  if (made.length === 0) return 0
  const { tenant_id } = who
  const wanted = sql`jsonb_to_recordset(${JSON.stringify(made)}::jsonb) w (record_id uuid, record_version bigint)`
  if (kind === 'affiliation') {
    const { rows } = await sql`delete from affiliation t using ${wanted}
      where t.tenant_id = ${tenant_id} and t.id = w.record_id and t.version = w.record_version returning t.id`.execute(
      tx,
    )
    return rows.length
  }
  const { rows } = await sql<{ id: string }>`
    update ${sql.table(kind)} t set deleted_at = now(), deleted_by = ${who.user_id} from ${wanted}
    where t.tenant_id = ${tenant_id} and t.id = w.record_id and t.version = w.record_version and t.deleted_at is null
      and not exists (select from affiliation a where a.tenant_id = ${tenant_id} and a.${sql.ref(`${kind}_id`)} = t.id)
    returning t.id`.execute(tx)
  const ids = rows.map(({ id }) => id)
  if (kind === 'company')
    await sql`delete from company_category where tenant_id = ${tenant_id} and company_id = any (${ids}::uuid[])`.execute(
      tx,
    )
  await sql`delete from ${sql.table(kind)} where tenant_id = ${tenant_id} and id = any (${ids}::uuid[])`.execute(tx)
  return ids.length
}

/** The old values of what the import changed; 1 when they were put back. */
async function putBack(tx: Write, who: Who, { kind, record_id, record_version, before }: Result): Promise<number> {
  const fields = Object.keys(before ?? {})
  if (fields.length === 0) return 1
  const { rows } = await sql`
    update ${sql.table(kind)} t set (${sql.join(fields.map((field) => sql.ref(field)))})
      = row (${sql.join(fields.map((field) => sql`o.${sql.ref(field)}`))})
    from jsonb_populate_record(null::${sql.table(kind)}, ${JSON.stringify(before)}::jsonb) o
    where t.tenant_id = ${who.tenant_id} and t.id = ${record_id} and t.version = ${record_version} returning t.id`.execute(
    tx,
  )
  return rows.length
}
