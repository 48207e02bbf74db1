import { sql } from 'kysely'
import { categoryColours } from '#contract/categories.ts'
import type { Write } from '#server/platform/db.ts'

export type Who = { tenant_id: string; user_id: string }

/** The next `count` customer numbers that nobody has; the series' row stays locked until commit. */
export async function drawNumbers(tx: Write, who: Who, count: number): Promise<number[]> {
  const { next_number: first } = await tx
    .selectFrom('number_series')
    .select('next_number')
    .where('tenant_id', '=', who.tenant_id)
    .where('kind', '=', 'customer')
    .forUpdate()
    .executeTakeFirstOrThrow()
  // Among as many numbers as are taken from here on, and `count` more, at least `count` are free.
  const { rows } = await sql<{ number: number }>`
    select free as number from generate_series(${first}::bigint, ${first}::bigint + ${count}
      + (select count(*) from customer_number where tenant_id = ${who.tenant_id} and number >= ${first})) free
    where not exists (select from customer_number c where c.tenant_id = ${who.tenant_id} and c.number = free)
    order by free limit ${count}`.execute(tx)
  const numbers = rows.map(({ number }) => number)
  await tx
    .updateTable('number_series')
    .set({ next_number: (numbers.at(-1) ?? first) + 1 })
    .where('tenant_id', '=', who.tenant_id)
    .where('kind', '=', 'customer')
    .execute()
  return numbers
}

/**
 * The ids of the categories by their names in small letters; those that the firm lacks are made, with the colours in turn.
 * One that is archived or was for persons alone is for companies from now on: it is in use.
 */
export async function provideCategories(tx: Write, who: Who, names: ReadonlySet<string>): Promise<Map<string, string>> {
  const known = await tx
    .selectFrom('category')
    .select(['id', 'name', 'for_companies', 'archived_at'])
    .where('tenant_id', '=', who.tenant_id)
    .execute()
  const ids = new Map(known.map(({ id, name }) => [name.toLowerCase(), id]))
  const wanted = new Map([...names].map((name) => [name.toLowerCase(), name]))
  const resting = known.filter(({ for_companies, archived_at }) => !for_companies || archived_at)
  const woken = resting.filter(({ name }) => wanted.has(name.toLowerCase())).map(({ id }) => id)
  if (woken.length > 0)
    await tx
      .updateTable('category')
      .set({ for_companies: true, archived_at: null })
      .where('tenant_id', '=', who.tenant_id)
      .where('id', 'in', woken)
      .execute()
  const lacking = [...wanted].flatMap(([lower, name]) => (ids.has(lower) ? [] : [name]))
  if (lacking.length === 0) return ids
  const colourOf = (at: number) => categoryColours[(known.length + at) % categoryColours.length] ?? 'blue'
  const made = await tx
    .insertInto('category')
    .values(lacking.map((name, at) => ({ tenant_id: who.tenant_id, name, colour: colourOf(at) })))
    .returning(['id', 'name'])
    .execute()
  for (const { id, name } of made) ids.set(name.toLowerCase(), id)
  return ids
}

type ManyTable =
  | 'company'
  | 'person'
  | 'affiliation'
  | 'company_category'
  | 'note'
  | 'task'
  | 'task_participant'
  | 'appointment'
  | 'appointment_participant'

/** All rows as one parameter: no limit on their count, one plan. The columns are the keys of our own rows. */
export async function insertRows(tx: Write, table: ManyTable, rows: Record<string, unknown>[]) {
  const [first] = rows
  if (!first) return
  const columns = sql.join(Object.keys(first).map((name) => sql.ref(name)))
  await sql`insert into ${sql.table(table)} (${columns})
    select ${columns} from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb)`.execute(
    tx,
  )
}
