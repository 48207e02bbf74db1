import { sql } from 'kysely'
import { fieldMessage } from '#contract/messages.ts'
import type { Read, Write } from '#server/platform/db.ts'
import type { Who } from '#server/companies/insert-many.ts'
import { findKnown, keyOf, type Known, numberTaken, refuseTakenNumbers } from './matching.ts'
import { type ReadRow, type Reading, readRow } from './values.ts'

const AT_ONCE = 1_000

type Found = {
  number: number
  state: 'new' | 'known' | 'repeated' | 'faulty'
  errors: ReadRow['errors']
  key: string | null
  customer_number: number | null
  match_id: string | null
  matched_by: string | null
}

/** Judges the next thousand rows and writes what was found to each, whatever an earlier check wrote. */
export async function checkRows(tx: Write, who: Who, head: { id: string; last_number: number }, reading: Reading) {
  const rows = await tx
    .selectFrom('import_row')
    .select(['number', 'cells'])
    .where('tenant_id', '=', who.tenant_id)
    .where('import_id', '=', head.id)
    .where('number', '>', head.last_number)
    .where('state', '<>', 'header')
    .orderBy('number')
    .limit(AT_ONCE)
    .execute()
  const read = rows.map(({ cells }) => readRow(cells, reading))
  const known = await findKnown(tx, who, read)
  await refuseTakenNumbers(tx, who, read, known, reading)
  const keys = read.map(({ company, errors }) => (company && isSound(errors) ? keyOf(company) : null))
  const earlier = await readEarlier(tx, who, head, read, keys)
  const found = rows.map(({ number }, at): Found => {
    const row = read[at] as ReadRow
    const key = keys[at] ?? null
    judge(row, known[at] ?? null, reading)
    const customer_number = row.company?.customer_number ?? null
    const holder = customer_number === null ? undefined : earlier.numbers.get(customer_number)
    if (row.company && holder !== undefined && holder !== key) row.errors.push(numberTaken(row.company, reading))
    const sound = isSound(row.errors)
    const isRepeated = sound && key !== null && earlier.keys.has(key)
    if (sound && key !== null) earlier.keys.add(key)
    if (sound && customer_number !== null) earlier.numbers.set(customer_number, key)
    return {
      number,
      state: !sound ? 'faulty' : isRepeated ? 'repeated' : known[at] ? 'known' : 'new',
      errors: row.errors,
      key: sound ? key : null,
      customer_number: sound ? customer_number : null,
      match_id: known[at]?.id ?? null,
      matched_by: known[at]?.by ?? null,
    }
  })
  await writeFound(tx, who, head.id, found)
  return { found, last_number: rows.at(-1)?.number ?? head.last_number, isOver: rows.length < AT_ONCE }
}

export const isSound = (errors: ReadRow['errors']) => errors.every(({ is_warning }) => is_warning)

/** A row must have a company, known or named, or a person. */
export function judge(row: ReadRow, known: Known | null, { language }: Reading) {
  if (!isSound(row.errors)) return
  const isNameless = row.company !== null && row.company.name === '' && !known
  if (isNameless || (!row.company && !row.person))
    row.errors.push({ field: 'name', value: '', message: fieldMessage('required', language) })
}

/** Keys and customer numbers that rows further up have. */
async function readEarlier(
  db: Read,
  who: Who,
  { id, last_number }: { id: string; last_number: number },
  read: ReadRow[],
  keys: (string | null)[],
) {
  const numbers = read.flatMap(({ company }) => company?.customer_number ?? [])
  const { rows } = await sql<{ key: string | null; customer_number: number | null }>`
    select key, customer_number from import_row
    where tenant_id = ${who.tenant_id} and import_id = ${id} and number <= ${last_number}
      and key = any (${keys.filter((key) => key !== null)})
    union all
    select key, customer_number from import_row
    where tenant_id = ${who.tenant_id} and import_id = ${id} and number <= ${last_number}
      and customer_number = any (${numbers})`.execute(db)
  return {
    keys: new Set(rows.map(({ key }) => key)),
    numbers: new Map(rows.map(({ key, customer_number }) => [customer_number, key])),
  }
}

async function writeFound(tx: Write, who: Who, importId: string, found: Found[]) {
  await sql`
    update import_row r set state = f.state, errors = f.errors, key = f.key, customer_number = f.customer_number,
      match_id = f.match_id, matched_by = f.matched_by
    from jsonb_to_recordset(${JSON.stringify(found)}::jsonb)
      f (number integer, state text, errors jsonb, key text, customer_number bigint, match_id uuid, matched_by text)
    where r.tenant_id = ${who.tenant_id} and r.import_id = ${importId} and r.number = f.number`.execute(tx)
}
