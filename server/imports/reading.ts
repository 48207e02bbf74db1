import { sql } from 'kysely'
import { looksLikeHeader } from '#contract/import-fields.ts'
import { MOST_ROWS } from '#contract/imports.ts'
import type { MessageCode } from '#contract/messages.ts'
import type { Who } from '#server/companies/insert-many.ts'
import type { Write } from '#server/platform/db.ts'
import { type Head, type InTurn, setHead } from './head.ts'
import { rememberedMapping, setHeader } from './plan.ts'
import { detectEncoding, detectSeparator, type Format, readCsv } from './read-csv.ts'
import { readWorkbook } from './read-workbook.ts'

type OwnTurn = <T>(work: (tx: Write, head: Head) => Promise<T>) => Promise<T>
type Row = { number: number; cells: string[] }

/** The work is paused or taken over, or the process ends: what is kept so far stays, and is passed over the next time. */
class TurnIsOver extends Error {}
class Unreadable extends Error {
  readonly code: MessageCode
  constructor(code: MessageCode, options?: ErrorOptions) {
    super(code, options)
    this.code = code
  }
}

/**
 * Finds out what the file is and keeps its rows as they stand, a thousand at a time. Of a file of any size only a part is in
 * memory; a workbook is there whole, but packed.
 */
export async function readFile(inTurn: InTurn, who: Who, id: string, signal: AbortSignal) {
  let ours: unknown
  const inOwnTurn: OwnTurn = async (work) => {
    try {
      const done = signal.aborted ? null : await inTurn(async (tx, head) => ({ value: await work(tx, head) }))
      if (!done) throw new TurnIsOver()
      return done.value
    } catch (error) {
      ours = error
      throw error
    }
  }
  /** What a reader of foreign files throws by itself means that this is no such file. */
  const asUnreadable = async function* (rows: AsyncIterable<Row>) {
    try {
      yield* rows
    } catch (error) {
      const isLarge = (error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY'
      throw ours ?? new Unreadable(isLarge ? 'file_large_workbook' : 'file_unreadable', { cause: error })
    }
  }
  const readPieces = async function* () {
    for (let last = -1; ;) {
      const piece = await inOwnTurn((tx) => nextPiece(tx, who, id, last))
      if (!piece) return
      last = piece.number
      yield piece.bytes
    }
  }
  try {
    const { format, rows } = await openFile(readPieces)
    for await (const batch of inBatches(asUnreadable(rows), 1_000))
      await inOwnTurn((tx, head) => keepBatch(tx, who, head, batch))
    await inOwnTurn((tx, head) => finish(tx, who, head, format))
  } catch (error) {
    if (error instanceof Unreadable) await inTurn((tx) => giveUp(tx, who, id, error.code))
    else if (!(error instanceof TurnIsOver)) throw error
  }
}

const nextPiece = (tx: Write, who: Who, id: string, last: number) =>
  tx
    .selectFrom('import_piece')
    .select(['number', 'bytes'])
    .where('tenant_id', '=', who.tenant_id)
    .where('import_id', '=', id)
    .where('number', '>', last)
    .orderBy('number')
    .limit(1)
    .executeTakeFirst()

/** A workbook is a ZIP file, "PK"; an old one (.xls) begins with D0 CF and is refused with what to do. */
async function openFile(readPieces: () => AsyncGenerator<Buffer>) {
  const format: Format = { kind: 'csv', encoding: '', separator: '', sheet: '' }
  const { value: first = Buffer.alloc(0) } = await readPieces().next()
  if (first.subarray(0, 2).toString('latin1') === '\u00d0\u00cf') throw new Unreadable('file_old_workbook')
  if (first.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') {
    format.kind = 'xlsx'
    return { format, rows: readWorkbook(readPieces(), (name) => (format.sheet = name)) }
  }
  format.encoding = await detectEncoding(readPieces())
  format.separator = detectSeparator(new TextDecoder(format.encoding).decode(first.subarray(0, 100_000)))
  return { format, rows: readCsv(readPieces(), format) }
}

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

/** Rows that an earlier turn has kept are passed over. */
async function keepBatch(tx: Write, who: Who, head: Head, batch: Row[]) {
  if (batch.some(({ cells }) => cells.length > 500)) throw new Unreadable('file_many_rows')
  const fresh = batch.filter(({ number }) => number > head.last_number)
  const done_rows = head.done_rows + fresh.length
  if (done_rows > MOST_ROWS + 1) throw new Unreadable('file_many_rows')
  const [first] = batch
  const last = fresh.at(-1)
  if (!first || !last) return
  const rows = fresh.map(({ number, cells }) => ({
    number,
    cells: cells.map((cell) => storable(cell).slice(0, 20_000)),
  }))
  await sql`
    insert into import_row (tenant_id, import_id, number, cells)
    select ${who.tenant_id}::uuid, ${head.id}::uuid, r.number, r.cells
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r (number integer, cells text[])`.execute(tx)
  const header = head.done_rows === 0 && { header: first.cells.map((cell) => storable(cell).trim().slice(0, 200)) }
  await setHead(tx, who, head.id, { ...header, done_rows, last_number: last.number })
}

/** PostgreSQL keeps no NUL; half a character becomes the sign for one that could not be read. */
const storable = (text: string) => text.replaceAll('\u0000', '').toWellFormed()

async function finish(tx: Write, who: Who, { id, header, done_rows }: Head, format: Format) {
  if (done_rows === 0) throw new Unreadable('file_empty')
  const has_header = looksLikeHeader(header)
  const mapping = await rememberedMapping(tx, who, header, has_header)
  const row_count = await setHeader(tx, who, id, has_header)
  await setHead(tx, who, id, { state: 'read', format, has_header, mapping, row_count, done_rows: 0, last_number: 0 })
  await deleteParts(tx, who, id, 'import_piece')
}

async function giveUp(tx: Write, who: Who, id: string, refusal: MessageCode) {
  await setHead(tx, who, id, { state: 'unreadable', refusal, header: [], done_rows: 0, last_number: 0 })
  await deleteParts(tx, who, id, 'import_piece')
  await deleteParts(tx, who, id, 'import_row')
}

const deleteParts = (tx: Write, who: Who, id: string, table: 'import_piece' | 'import_row') =>
  tx.deleteFrom(table).where('tenant_id', '=', who.tenant_id).where('import_id', '=', id).execute()
