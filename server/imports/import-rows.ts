import { sql } from 'kysely'
import { foldName } from '#contract/rules.ts'
import { drawNumbers, insertRows, provideCategories, type Who } from '#server/companies/insert-many.ts'
import type { Write } from '#server/platform/db.ts'
import { isSound, judge } from './check.ts'
import { importPersons } from './import-persons.ts'
import { findKnown, keyOf, type Known, refuseTakenNumbers } from './matching.ts'
import { keepResults, type Result } from './results.ts'
import { type CompanyValues, readRow, type Row, type Rule, type Tally, type Work } from './values.ts'

const AT_ONCE = 250

/**
 * Imports the next rows; returns how many, what was done, and whether they were the last. What the check found is found again,
 * since the register may have changed meanwhile: a row that has become faulty is left out with its reason.
 */
export async function importRows(tx: Write, who: Who, work: Work) {
  const rows = await takeRows(tx, who, work)
  const tally: Tally = { faulty: 0, made: 0, changed: 0, persons: 0, left_out: 0 }
  // Rows of one and the same company or contact one after the other, each seeing what the one before it did.
  let waiting = rows
  while (waiting.length > 0) {
    const seen = new Set<string>()
    const wave = waiting.filter((row) => {
      const marks = marksOf(row)
      const isFirst = marks.every((mark) => !seen.has(mark))
      for (const mark of marks) seen.add(mark)
      return isFirst
    })
    const done = await importWave(tx, who, work, wave, tally)
    waiting = waiting.filter((row) => !done.has(row))
  }
  await markDone(tx, who, work, rows)
  tally.faulty = rows.filter(({ errors }) => !isSound(errors)).length
  return { count: rows.length, tally, isOver: rows.length < AT_ONCE }
}

async function takeRows(tx: Write, who: Who, work: Work): Promise<Row[]> {
  const rows = await tx
    .selectFrom('import_row')
    .select(['number', 'cells', 'decision'])
    .where('tenant_id', '=', who.tenant_id)
    .where('import_id', '=', work.id)
    .where('is_done', '=', false)
    .where('state', 'in', ['new', 'known', 'repeated'])
    .orderBy(sql`customer_number is null`)
    .orderBy('number')
    .limit(AT_ONCE)
    .execute()
  return rows.map(({ number, cells, decision }) => {
    const read = readRow(cells, work.reading)
    const key = read.company && isSound(read.errors) ? keyOf(read.company) : null
    return { ...read, number, key, decision: decision as Rule | null, company_id: null, is_skipped: false }
  })
}

const marksOf = ({ key, person }: Row) => [
  ...(key === null ? [] : [key]),
  ...(person?.email
    ? [`person:${person.email}:${foldName(`${person.first_name ?? ''} ${person.last_name ?? ''}`)}`]
    : []),
]

/** Returns the rows that it did: not those of a company that a row before them is known to be, by something else. */
async function importWave(tx: Write, who: Who, work: Work, all: Row[], tally: Tally): Promise<Set<Row>> {
  const own = await ownCompanies(tx, who, work, all)
  const found = await findKnown(tx, who, all)
  const targets = all.map(({ key, decision }, at): Known | null => {
    const made = key === null ? undefined : own.get(key)
    if (made) return { id: made, by: 'name' }
    return (decision ?? work.rule) === 'new' ? null : (found[at] ?? null)
  })
  const isFirst = (at: number) => !targets[at] || targets.findIndex((other) => other?.id === targets[at]?.id) === at
  const rows = all.filter((_, at) => isFirst(at))
  const known = targets.filter((_, at) => isFirst(at))
  const touched = await touchedCompanies(tx, who, work, known)
  await refuseTakenNumbers(tx, who, rows, known, work.reading)
  const results: Result[] = []
  const made: Row[] = []
  for (const [at, row] of rows.entries()) {
    judge(row, known[at] ?? null, work.reading)
    const target = known[at]
    const isOwn = target != null && touched.has(target.id)
    const rule = row.decision ?? (isOwn ? 'fill' : work.rule)
    if (!isSound(row.errors) || (target && rule === 'skip')) {
      row.is_skipped = true
      tally.left_out += 1
    } else if (target && row.company) {
      row.company_id = target.id
      const result = await changeCompany(tx, who, row, target.id, rule === 'overwrite')
      if (result) results.push(result)
      if (result && !isOwn) tally.changed += 1
    } else if (row.company) made.push(row)
  }
  results.push(...(await makeCompanies(tx, who, made)))
  tally.made += made.length
  results.push(...(await importPersons(tx, who, rows, tally)))
  await tieCategories(tx, who, rows)
  await keepResults(tx, who, work.id, results)
  return new Set(rows)
}

/** Companies that this import made or changed already, by their keys. */
async function ownCompanies(tx: Write, who: Who, work: Work, rows: Row[]) {
  const keys = rows.flatMap(({ key }) => key ?? [])
  if (keys.length === 0) return new Map<string, string>()
  const found = await tx
    .selectFrom('import_result')
    .select(['key', 'record_id'])
    .where('tenant_id', '=', who.tenant_id)
    .where('import_id', '=', work.id)
    .where('kind', '=', 'company')
    .where('key', 'in', keys)
    .execute()
  return new Map(found.flatMap(({ key, record_id }) => (key === null ? [] : [[key, record_id] as const])))
}

/** Those of the known ones that an earlier row has made or changed: this one only fills in what they lack. */
async function touchedCompanies(tx: Write, who: Who, work: Work, known: (Known | null)[]) {
  const ids = known.flatMap((one) => one?.id ?? [])
  if (ids.length === 0) return new Set<string>()
  const found = await tx
    .selectFrom('import_result')
    .select('record_id')
    .where('tenant_id', '=', who.tenant_id)
    .where('import_id', '=', work.id)
    .where('kind', '=', 'company')
    .where('record_id', 'in', ids)
    .execute()
  return new Set(found.map(({ record_id }) => record_id))
}

async function makeCompanies(tx: Write, who: Who, rows: Row[]): Promise<Result[]> {
  if (rows.length === 0) return []
  const drawn = await drawNumbers(tx, who, rows.filter(({ company }) => !company?.customer_number).length)
  const { rows: ids } = await sql<{
    id: string
  }>`select uuid_v7() as id from generate_series(1, ${rows.length})`.execute(tx)
  const results: Result[] = []
  const inserted = rows.map((row, at) => {
    const id = ids[at]?.id ?? ''
    row.company_id = id
    results.push({ kind: 'company', record_id: id, action: 'made', key: row.key, before: null, record_version: 1 })
    const { owner_id = null, custom = {}, customer_number, ...company } = row.company as CompanyValues
    return {
      tenant_id: who.tenant_id,
      id,
      ...company,
      owner_id,
      custom,
      customer_number: customer_number ?? drawn.shift(),
    }
  })
  await insertRows(tx, 'company', inserted)
  return results
}

/** Writes what the row has into a company that is there: into its empty fields, or over what stands. */
async function changeCompany(tx: Write, who: Who, row: Row, id: string, overwrites: boolean): Promise<Result | null> {
  const stored = (await tx
    .selectFrom('company')
    .selectAll()
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow()) as Record<string, unknown>
  const company = row.company as Record<string, unknown>
  const values: Record<string, unknown> = {}
  for (const field of row.given) {
    const [now, then] = [company[field], stored[field]]
    if (field === 'custom')
      values.custom = overwrites
        ? { ...(then as object), ...(now as object) }
        : { ...(now as object), ...(then as object) }
    else if (field !== 'customer_number' && (overwrites || isEmpty(then))) values[field] = now
  }
  const fields = Object.keys(values).filter((field) => JSON.stringify(values[field]) !== JSON.stringify(stored[field]))
  if (fields.length === 0) return null
  const columns = sql.join(fields.map((field) => sql.ref(field)))
  const { rows } = await sql<{ version: number }>`
    update company set (${columns}) = row (${sql.join(fields.map((field) => sql`n.${sql.ref(field)}`))})
    from jsonb_populate_record(null::company, ${JSON.stringify(values)}::jsonb) n
    where company.tenant_id = ${who.tenant_id} and company.id = ${id} returning company.version`.execute(tx)
  const before = Object.fromEntries(fields.map((field) => [field, stored[field]]))
  return {
    kind: 'company',
    record_id: id,
    action: 'changed',
    key: row.key,
    before,
    record_version: rows[0]?.version ?? 0,
  }
}

const isEmpty = (value: unknown) =>
  value === null || value === false || value === '' || (Array.isArray(value) && value.length === 0)

async function tieCategories(tx: Write, who: Who, rows: Row[]) {
  const tied = rows.filter(
    ({ company_id, is_skipped, categories }) => company_id && !is_skipped && categories.length > 0,
  )
  if (tied.length === 0) return
  const ids = await provideCategories(tx, who, new Set(tied.flatMap(({ categories }) => categories)))
  const pairs = new Map(
    tied.flatMap(({ company_id, categories }) =>
      categories.map((name) => {
        const category_id = ids.get(name.toLowerCase())
        return [`${company_id} ${category_id}`, { tenant_id: who.tenant_id, company_id, category_id }] as const
      }),
    ),
  )
  await sql`
    insert into company_category (tenant_id, company_id, category_id)
    select tenant_id, company_id, category_id from jsonb_populate_recordset(null::company_category, ${JSON.stringify([...pairs.values()])}::jsonb)
    on conflict do nothing`.execute(tx)
}

/** Done, each with what was found wrong with it on the way. */
async function markDone(tx: Write, who: Who, work: Work, rows: Row[]) {
  const done = rows.map(({ number, errors }) => ({ number, errors, is_faulty: !isSound(errors) }))
  await sql`
    update import_row r set is_done = true, errors = d.errors, state = case when d.is_faulty then 'faulty' else r.state end
    from jsonb_to_recordset(${JSON.stringify(done)}::jsonb) d (number integer, errors jsonb, is_faulty boolean)
    where r.tenant_id = ${who.tenant_id} and r.import_id = ${work.id} and r.number = d.number`.execute(tx)
}
