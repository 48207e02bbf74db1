// What a member's program says of a record beyond what Kundebok knows: kept beside it, and given back to her alone.
import { sql } from 'kysely'
import { withinLimit } from '#server/icalendar/extra.ts'
import type { JCalProperty } from '#server/icalendar/jcal.ts'
import type { Read, Write } from '#server/platform/db.ts'
import type { Who } from '#server/platform/http.ts'
import type { Kind } from './places.ts'

type Given = { original_starts_at?: string | null; extra: JCalProperty[] }
/** By where an instance stood in its series; '' is the record itself. */
type Extra = Record<string, JCalProperty[]>

const keyOf = ({ original_starts_at }: { original_starts_at?: string | null }) => original_starts_at ?? ''

/** What came now takes the place of what came before; the record's tag changes with it. */
export async function keepExtra(tx: Write, { tenant_id, user_id }: Who, kind: Kind, record_id: string, given: Given[]) {
  const told = withinLimit(given).filter(({ extra }) => extra.length > 0)
  const properties: Extra = Object.fromEntries(told.map((one) => [keyOf(one), one.extra]))
  const mine = sql`tenant_id = ${tenant_id} and user_id = ${user_id} and record_id = ${record_id}`
  const value = sql`${JSON.stringify(properties)}::jsonb`
  const { numAffectedRows } =
    told.length === 0
      ? await sql`delete from dav_extra where ${mine}`.execute(tx)
      : await sql`insert into dav_extra as known (tenant_id, user_id, record_id, properties)
          values (${tenant_id}, ${user_id}, ${record_id}, ${value})
          on conflict (tenant_id, user_id, record_id) do update set properties = excluded.properties
          where known.properties <> excluded.properties`.execute(tx)
  if (numAffectedRows)
    await sql`insert into dav_change (tenant_id, user_id, record_id, kind) values (${tenant_id}, ${user_id}, ${record_id}, ${kind})
      on conflict (tenant_id, user_id, record_id) do update set changed_in = pg_current_xact_id()`.execute(tx)
}

export async function forgetExtra(tx: Write, { tenant_id, user_id }: Who, record_id: string) {
  await tx
    .deleteFrom('dav_extra')
    .where('tenant_id', '=', tenant_id)
    .where('user_id', '=', user_id)
    .where('record_id', '=', record_id)
    .execute()
}

/** What her programs said of these records; of an instance, by where it stood in its series. */
export async function readExtra(db: Read, { tenant_id, user_id }: Who, ids: string[]) {
  const { rows } = await sql<{ record_id: string; properties: Extra }>`
    select record_id, properties from dav_extra
    where tenant_id = ${tenant_id} and user_id = ${user_id} and record_id = any (${ids}::uuid[])`.execute(db)
  const known = new Map(rows.map(({ record_id, properties }) => [record_id, properties]))
  return (id: string, original_starts_at: string | null = null) => known.get(id)?.[keyOf({ original_starts_at })] ?? []
}
