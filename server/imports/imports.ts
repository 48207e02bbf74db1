import { sql } from 'kysely'
import type { z } from 'zod'
import { guessFields, looksLikeHeader } from '#contract/import-fields.ts'
import { type Import, type ImportCounts, imports, MOST_ROWS, PIECE } from '#contract/imports.ts'
import { type Language } from '#contract/messages.ts'
import { actAs, type Read, type Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Who } from '#server/platform/http.ts'
import { checkRows } from './check.ts'
import { importRows } from './import-rows.ts'
import { detectEncoding, detectSeparator, type Format, readCsv } from './read-csv.ts'
import { readWorkbook } from './read-workbook.ts'
import { undoResults } from './results.ts'
import type { Reading, Rule } from './values.ts'

const noCounts: ImportCounts = {
  new: 0,
  known: 0,
  repeated: 0,
  faulty: 0,
  made: 0,
  changed: 0,
  persons: 0,
  left_out: 0,
  kept: 0,
}

type Head = {
  id: string
  state: Import['state']
  size: number
  has_header: boolean
  header: string[]
  mapping: (string | null)[]
  rule: Rule
  row_count: number
  done_rows: number
  counts: Partial<ImportCounts>
}

/** The import as it stands; while a step is done nobody else does one. */
async function lock(tx: Write, who: Who, id: string): Promise<Head> {
  const head = await tx
    .selectFrom('import')
    .selectAll()
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!head) throw new AppError('not_found')
  return head as unknown as Head
}

export async function readImports(db: Read, who: Who, id?: string): Promise<z.input<typeof Import>[]> {
  const rows = await db
    .selectFrom('import as i')
    .leftJoin('member as m', (join) =>
      join.onRef('m.tenant_id', '=', 'i.tenant_id').onRef('m.user_id', '=', 'i.created_by'),
    )
    .selectAll('i')
    .select('m.name as user_name')
    .where('i.tenant_id', '=', who.tenant_id)
    .$if(id !== undefined, (query) => query.where('i.id', '=', id ?? ''))
    .orderBy('i.created_at', 'desc')
    .limit(50)
    .execute()
  return rows.map(
    (row) => ({ ...row, counts: { ...noCounts, ...(row.counts as object) } }) as unknown as z.input<typeof Import>,
  )
}

export async function readImport(db: Read, who: Who, id: string) {
  const [found] = await readImports(db, who, id)
  if (!found) throw new AppError('not_found')
  return found
}

export async function beginImport(tx: Write, who: Who, input: { file_name: string; size: number }) {
  const { id } = await tx
    .insertInto('import')
    .values({ tenant_id: who.tenant_id, ...input })
    .returning('id')
    .executeTakeFirstOrThrow()
  return readImport(tx, who, id)
}

export async function keepPiece(tx: Write, who: Who, id: string, number: number, bytes: unknown) {
  const head = await lock(tx, who, id)
  if (head.state !== 'receiving') throw new AppError('conflict')
  if (!Buffer.isBuffer(bytes)) throw new AppError('malformed')
  if (bytes.length > PIECE) throw new AppError('too_large')
  await tx
    .insertInto('import_piece')
    .values({ tenant_id: who.tenant_id, import_id: id, number, bytes })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'import_id', 'number']).doUpdateSet((eb) => ({ bytes: eb.ref('excluded.bytes') })),
    )
    .execute()
}

/** Puts the pieces together, finds out what they are, and keeps the rows as they stand; the pieces are not needed any more. */
export async function readFile(tx: Write, who: Who, id: string) {
  const head = await lock(tx, who, id)
  if (head.state !== 'receiving') throw new AppError('conflict')
  const pieces = await tx
    .selectFrom('import_piece')
    .select('bytes')
    .where('tenant_id', '=', who.tenant_id)
    .where('import_id', '=', id)
    .orderBy('number')
    .execute()
  const bytes = Buffer.concat(pieces.map(({ bytes: piece }) => piece))
  if (bytes.length !== head.size) throw new AppError('invalid', { field: 'file', message: 'file_incomplete' })
  const { format, header, row_count } = await keepRows(tx, who, id, bytes)
  if (row_count === 0) throw new AppError('invalid', { field: 'file', message: 'file_empty' })
  const has_header = looksLikeHeader(header)
  await tx
    .updateTable('import')
    .set({
      state: 'read',
      format: JSON.stringify(format),
      header,
      has_header,
      mapping: JSON.stringify(await rememberedMapping(tx, who, header, has_header)),
      row_count: await setHeader(tx, who, id, has_header),
    })
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .execute()
  await tx.deleteFrom('import_piece').where('tenant_id', '=', who.tenant_id).where('import_id', '=', id).execute()
  return readImport(tx, who, id)
}

/** A workbook is a ZIP file, "PK"; an old one (.xls) begins with D0 CF and is refused with what to do. */
async function keepRows(tx: Write, who: Who, id: string, bytes: Buffer) {
  if (bytes.subarray(0, 2).toString('latin1') === '\u00d0\u00cf')
    throw new AppError('invalid', { field: 'file', message: 'file_old_workbook' })
  const isWorkbook = bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004'
  const format: Format = { kind: 'csv', encoding: '', separator: '', sheet: '' }
  let rows: AsyncGenerator<{ number: number; cells: string[] }>
  if (isWorkbook) {
    format.kind = 'xlsx'
    rows = readWorkbook(bytes, (name) => (format.sheet = name))
  } else {
    format.encoding = detectEncoding(bytes)
    format.separator = detectSeparator(new TextDecoder(format.encoding).decode(bytes.subarray(0, 100_000)))
    rows = readCsv(bytes, format)
  }
  let [header, row_count]: [string[], number] = [[], 0]
  try {
    for await (const batch of inBatches(rows, 1_000)) {
      if (row_count === 0) header = (batch[0]?.cells ?? []).map((cell) => cell.trim().slice(0, 200))
      row_count += batch.length
      if (row_count > MOST_ROWS || batch.some(({ cells }) => cells.length > 500))
        throw new AppError('invalid', { field: 'file', message: 'file_many_rows' })
      await keepBatch(tx, who, id, batch)
    }
  } catch (error) {
    if (error instanceof AppError || (error as { severity?: string }).severity) throw error
    throw new AppError('invalid', { field: 'file', message: 'file_unreadable' })
  }
  return { format, header, row_count }
}

async function keepBatch(tx: Write, who: Who, id: string, batch: { number: number; cells: string[] }[]) {
  const rows = batch.map(({ number, cells }) => ({
    number,
    cells: cells.map((cell) => storable(cell).slice(0, 20_000)),
  }))
  await sql`
    insert into import_row (tenant_id, import_id, number, cells)
    select ${who.tenant_id}::uuid, ${id}::uuid, r.number, r.cells
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r (number integer, cells text[])`.execute(tx)
}

/** PostgreSQL keeps no NUL; half a character becomes the sign for one that could not be read. */
const storable = (text: string) => text.replaceAll('\u0000', '').toWellFormed()

async function* inBatches<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let batch: T[] = []
  for await (const item of items) {
    batch.push(item)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/** What I said the last time of a file with the same headings, or else what the headings mean. */
async function rememberedMapping(db: Read, who: Who, header: string[], hasHeader: boolean) {
  if (!hasHeader) return header.map(() => null)
  const last = await db
    .selectFrom('import')
    .select('mapping')
    .where('tenant_id', '=', who.tenant_id)
    .where('created_by', '=', who.user_id)
    .where(sql<boolean>`header = ${sql.val(header)}::text[]`)
    .where('state', 'not in', ['receiving', 'read'])
    .orderBy('created_at', 'desc')
    .executeTakeFirst()
  const own = await readDefinitions(db, who)
  const known = new Set(own.filter(({ archived_at }) => archived_at === null).map(({ id }) => `custom.${id}`))
  if (last)
    return (last.mapping as (string | null)[]).map((field) =>
      field?.startsWith('custom.') && !known.has(field) ? null : field,
    )
  return guessFields(
    header,
    own.filter(({ archived_at }) => archived_at === null),
  )
}

async function readDefinitions(db: Read, who: Who): Promise<Reading['definitions']> {
  const rows = await db.selectFrom('custom_field').selectAll().where('tenant_id', '=', who.tenant_id).execute()
  return rows as unknown as Reading['definitions']
}

type Plan = z.output<typeof imports.plan.body>

/** A new plan makes what was checked by the old one worth nothing. */
export async function planImport(tx: Write, who: Who, id: string, plan: Plan, version: number) {
  const head = await lock(tx, who, id)
  if (!['read', 'checking', 'checked'].includes(head.state)) throw new AppError('conflict')
  const current = await readImport(tx, who, id)
  if (current.version !== version) throw new AppError('stale', { current })
  const fields = plan.mapping.filter((field) => field !== null)
  if (new Set(fields).size < fields.length) throw new AppError('invalid', { field: 'mapping', message: 'field_twice' })
  const knowsCompany = fields.some((field) => ['name', 'org_number', 'customer_number'].includes(field))
  if (
    !knowsCompany &&
    !fields.some((field) => ['person.name', 'person.last_name', 'person.first_name'].includes(field))
  )
    throw new AppError('invalid', { field: 'mapping', message: 'name_column' })
  await tx
    .updateTable('import')
    .set({
      has_header: plan.has_header,
      row_count: await setHeader(tx, who, id, plan.has_header),
      mapping: JSON.stringify(plan.mapping),
      rule: plan.rule,
      state: 'read',
      done_rows: 0,
      counts: '{}',
    })
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', id)
    .execute()
  return readImport(tx, who, id)
}

/** The next rows of a check, an import or its undoing, in one transaction. */
export async function doStep(tx: Write, who: Who, id: string, work: 'check' | 'import' | 'undo', language: Language) {
  const head = await lock(tx, who, id)
  await actAs(tx, { tenant_id: who.tenant_id, user_id: who.user_id, via: 'import' })
  if (work === 'check') await check(tx, who, head, language)
  else if (work === 'import') await bringIn(tx, who, head, language)
  else await undo(tx, who, head)
  return readImport(tx, who, id)
}

async function check(tx: Write, who: Who, head: Head, language: Language) {
  if (head.state === 'read') await beginCheck(tx, who, head.id)
  else if (head.state !== 'checking') throw new AppError('conflict')
  await checkRows(tx, who, head.id, await readReading(tx, who, head, language))
  const { unchecked = 0, ...counts } = await countStates(tx, who, head.id)
  await progress(tx, who, head, {
    state: unchecked === 0 ? 'checked' : 'checking',
    done_rows: head.row_count - unchecked,
    counts,
  })
}

/** Whatever an earlier check found is forgotten. Decisions on single rows stay. */
async function beginCheck(tx: Write, who: Who, id: string) {
  await tx
    .updateTable('import_row')
    .set({ state: 'unchecked', errors: '[]', key: null, customer_number: null, match_id: null, matched_by: null })
    .where('tenant_id', '=', who.tenant_id)
    .where('import_id', '=', id)
    .where('state', 'not in', ['unchecked', 'header'])
    .execute()
}

/** Makes the first row one of headings, or not; returns how many others there are. */
async function setHeader(tx: Write, who: Who, id: string, hasHeader: boolean): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with first as (
      update import_row set state = ${hasHeader ? 'header' : 'unchecked'}
      where tenant_id = ${who.tenant_id} and import_id = ${id} and number =
        (select min(number) from import_row where tenant_id = ${who.tenant_id} and import_id = ${id}))
    select count(*) - ${hasHeader ? 1 : 0} as count from import_row
    where tenant_id = ${who.tenant_id} and import_id = ${id}`.execute(tx)
  return Number(rows[0]?.count)
}

async function countStates(db: Read, who: Who, id: string): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('import_row')
    .select(['state', ({ fn }) => fn.countAll<number>().as('count')])
    .where('tenant_id', '=', who.tenant_id)
    .where('import_id', '=', id)
    .where('state', '<>', 'header')
    .groupBy('state')
    .execute()
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}

async function bringIn(tx: Write, who: Who, head: Head, language: Language) {
  if (head.state !== 'checked' && head.state !== 'importing') throw new AppError('conflict')
  const reading = await readReading(tx, who, head, language)
  const { tally } = await importRows(tx, who, { id: head.id, rule: head.rule, reading })
  const waiting = await tx
    .selectFrom('import_row')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('tenant_id', '=', who.tenant_id)
    .where('import_id', '=', head.id)
    .where('is_done', '=', false)
    .where('state', 'in', ['new', 'known', 'repeated'])
    .executeTakeFirstOrThrow()
  const before = { ...noCounts, ...head.counts }
  const counts: ImportCounts = {
    ...before,
    faulty: (await countStates(tx, who, head.id)).faulty ?? 0,
    made: before.made + tally.made,
    changed: before.changed + tally.changed,
    persons: before.persons + tally.persons,
    left_out: before.left_out + tally.left_out,
  }
  const isOver = waiting.count === 0
  await progress(tx, who, head, {
    state: isOver ? 'imported' : 'importing',
    done_rows: head.row_count - waiting.count,
    counts,
  })
  if (isOver) await record(tx, who, head.id, 'imported', counts)
}

async function undo(tx: Write, who: Who, head: Head) {
  if (!['importing', 'imported', 'undoing'].includes(head.state)) throw new AppError('conflict')
  const count = async () => {
    const { count: results } = await tx
      .selectFrom('import_result')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('tenant_id', '=', who.tenant_id)
      .where('import_id', '=', head.id)
      .executeTakeFirstOrThrow()
    return results
  }
  const before = { ...noCounts, results: 0, ...head.counts }
  const all = before.results || (await count())
  const { kept } = await undoResults(tx, who, head.id)
  const left = await count()
  const counts = { ...before, results: all, kept: before.kept + kept }
  await progress(tx, who, head, {
    state: left === 0 ? 'undone' : 'undoing',
    done_rows: all === 0 ? head.row_count : Math.round((head.row_count * (all - left)) / all),
    counts,
  })
  if (left === 0) await record(tx, who, head.id, 'import_undone', { kept: counts.kept })
}

type Progress = { state: Import['state']; done_rows: number; counts: object }

async function progress(tx: Write, who: Who, head: Head, { counts, ...values }: Progress) {
  await tx
    .updateTable('import')
    .set({ ...values, counts: JSON.stringify(counts) })
    .where('tenant_id', '=', who.tenant_id)
    .where('id', '=', head.id)
    .execute()
}

/** One line in the firm's history for the whole of it; each record has its own besides. */
async function record(tx: Write, who: Who, id: string, action: 'imported' | 'import_undone', counts: object) {
  await tx
    .insertInto('history')
    .values({
      tenant_id: who.tenant_id,
      user_id: who.user_id,
      via: 'import',
      action,
      entity: 'import',
      entity_id: id,
      changes: JSON.stringify(Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, [null, count]]))),
    })
    .execute()
}

async function readReading(db: Read, who: Who, head: Head, language: Language): Promise<Reading> {
  const members = await db
    .selectFrom('member')
    .select(['user_id as id', 'name', 'email'])
    .where('tenant_id', '=', who.tenant_id)
    .where('deactivated_at', 'is', null)
    .execute()
  return { mapping: head.mapping, definitions: await readDefinitions(db, who), members, language }
}
