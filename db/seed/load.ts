import { sql } from 'kysely'
import { type Database, inTransaction, type Write } from '#server/platform/db.ts'
import { generateFirms, type SeedFirm } from './generate.ts'
import { insertMadeUp } from './made-up.ts'
import { drawNumbers, insertRows, provideCategories, type Who } from '#server/companies/insert-many.ts'

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
  await takeTime(tx)
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
  await insertMadeUp(tx, tenant_id, companies)
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

/** Nobody waits for made-up data: on a busy machine, or one that sleeps, a batch may take longer than a request may. */
export const takeTime = (tx: Write) =>
  sql`select set_config(name, '0', true) from unnest(array['statement_timeout', 'idle_in_transaction_session_timeout']) name`.execute(
    tx,
  )

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
