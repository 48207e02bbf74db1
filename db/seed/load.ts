import { sql } from 'kysely'
import { type Database, inTransaction, type Write } from '#server/platform/db.ts'
import { generateFirms, type SeedFirm } from './generate.ts'

type Who = { tenant_id: string; user_id: string }
type Options = { seed: number; companies: number; onProgress?: (done: number) => Promise<void> }

// Small enough that one batch stays well below the statement's time limit, large enough that commits cost little.
const batchSize = 500

/**
 * Fills a firm with the first `companies` companies of the series `seed`, as the program itself would: with its role,
 * below row-level security, with history and search. What is there already is left out, so a broken run can be
 * repeated and a smaller firm made larger. Returns the count of companies added.
 */
export async function loadFirms(db: Database, who: Who, { seed, companies, onProgress }: Options): Promise<number> {
  const owners = await readOwners(db, who)
  let added = 0
  let done = 0
  for (const batch of inBatches(generateFirms({ seed, count: companies }), batchSize)) {
    added += await inTransaction(db, { ...who, via: 'setup' }, async (tx) => loadBatch(tx, who, batch, owners))
    done += batch.length
    await onProgress?.(done)
  }
  return added
}

function* inBatches<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let batch: T[] = []
  for (const item of items) {
    batch.push(item)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

async function readOwners(db: Database, who: Who) {
  const members = await inTransaction(db, { ...who, via: 'setup' }, (tx) =>
    tx
      .selectFrom('member')
      .select('user_id')
      .where('tenant_id', '=', who.tenant_id)
      .where('deactivated_at', 'is', null)
      .orderBy('email')
      .execute(),
  )
  return members.map(({ user_id }) => user_id)
}

/** One batch with its persons and categories in four statements, however many rows there are. */
async function loadBatch(tx: Write, who: Who, batch: SeedFirm[], owners: string[]): Promise<number> {
  const firms = await leaveOutKnown(tx, who, batch)
  if (firms.length === 0) return 0
  const numbers = await drawNumbers(tx, who, firms.length)
  const { tenant_id } = who
  const companies = firms.map(({ company, owner }, at) => ({
    tenant_id,
    ...company,
    customer_number: numbers[at],
    owner_id: owners[owner % owners.length] ?? null,
  }))
  const categoryIds = await provideCategories(tx, who, new Set(firms.flatMap(({ categories }) => categories)))
  await insertRows(tx, 'company', companies)
  await insertRows(
    tx,
    'person',
    firms.flatMap(({ persons }) => persons.map((row) => ({ tenant_id, ...row }))),
  )
  await insertRows(
    tx,
    'affiliation',
    firms.flatMap(({ affiliations }) => affiliations.map((row) => ({ tenant_id, ...row }))),
  )
  await insertRows(
    tx,
    'company_category',
    firms.flatMap(({ company, categories }) =>
      categories.map((name) => ({
        tenant_id,
        company_id: company.id,
        category_id: categoryIds.get(name.toLowerCase()),
      })),
    ),
  )
  return firms.length
}

async function leaveOutKnown(tx: Write, who: Who, batch: SeedFirm[]) {
  const ids = batch.map(({ company }) => company.id)
  const rows = await tx
    .selectFrom('company')
    .select('id')
    .where('tenant_id', '=', who.tenant_id)
    .where('id', 'in', ids)
    .execute()
  const known = new Set(rows.map(({ id }) => id))
  return batch.filter(({ company }) => !known.has(company.id))
}

/** The next `count` customer numbers that nobody has; the series' row stays locked until commit. */
async function drawNumbers(tx: Write, who: Who, count: number): Promise<number[]> {
  const { next_number: first } = await tx
    .selectFrom('number_series')
    .select('next_number')
    .where('tenant_id', '=', who.tenant_id)
    .where('kind', '=', 'customer')
    .forUpdate()
    .executeTakeFirstOrThrow()
  // Among as many numbers as are taken from here on, and `count` more, at least `count` are free.
  const { rows } = await sql<{ number: number }>`
    select number from generate_series(${first}::bigint, ${first}::bigint + ${count}
      + (select count(*) from company where tenant_id = ${who.tenant_id} and customer_number >= ${first})) number
    where not exists (select from company where tenant_id = ${who.tenant_id} and customer_number = number)
    order by number limit ${count}`.execute(tx)
  const numbers = rows.map(({ number }) => number)
  await tx
    .updateTable('number_series')
    .set({ next_number: (numbers.at(-1) ?? first) + 1 })
    .where('tenant_id', '=', who.tenant_id)
    .where('kind', '=', 'customer')
    .execute()
  return numbers
}

/** The ids of the categories by their names in small letters; those that the firm lacks are made. */
async function provideCategories(tx: Write, who: Who, names: ReadonlySet<string>): Promise<Map<string, string>> {
  const known = await tx.selectFrom('category').select(['id', 'name']).where('tenant_id', '=', who.tenant_id).execute()
  const ids = new Map(known.map(({ id, name }) => [name.toLowerCase(), id]))
  const lacking = [...names].filter((name) => !ids.has(name.toLowerCase()))
  if (lacking.length === 0) return ids
  const made = await tx
    .insertInto('category')
    .values(lacking.map((name) => ({ tenant_id: who.tenant_id, name })))
    .returning(['id', 'name'])
    .execute()
  for (const { id, name } of made) ids.set(name.toLowerCase(), id)
  return ids
}

type SeedTable = 'company' | 'person' | 'affiliation' | 'company_category'

/** All rows as one parameter: no limit on their count, one plan. The columns are the keys of our own rows. */
async function insertRows(tx: Write, table: SeedTable, rows: Record<string, unknown>[]) {
  const [first] = rows
  if (!first) return
  const columns = sql.join(Object.keys(first).map((name) => sql.ref(name)))
  await sql`insert into ${sql.table(table)} (${columns})
    select ${columns} from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb)`.execute(
    tx,
  )
}
