import { createHash } from 'node:crypto'
import { PassThrough } from 'node:stream'
import type { Write } from '#server/platform/db.ts'
import type { SentFile, Who } from '#server/platform/http.ts'

export type Cell = string | number | Date | null
type Sheet = { name: string; labels: string[]; pages: AsyncIterable<Cell[][]> }

/** A file of the rows; that they left the house is in the firm's history. */
export async function sendSheet(
  tx: Write,
  who: Who,
  entity: 'company' | 'person',
  format: 'csv' | 'xlsx',
  sheet: Sheet,
): Promise<SentFile> {
  const made = format === 'csv' ? await writeCsv(sheet) : await writeWorkbook(sheet)
  const media_type =
    format === 'csv' ? 'text/csv; charset=utf-8' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  await noteExported(tx, who, entity, made.rows, format)
  return fileOf(made.bytes, media_type, `${sheet.name.toLowerCase()}.${format}`)
}

export async function noteExported(tx: Write, who: Who, entity: 'company' | 'person', rows: number, format: string) {
  await tx
    .insertInto('history')
    .values({
      tenant_id: who.tenant_id,
      user_id: who.user_id,
      via: who.via ?? 'screen',
      action: 'exported',
      entity,
      entity_id: who.tenant_id,
      changes: JSON.stringify({ rows: [null, rows], format: [null, format] }),
    })
    .execute()
}

export const fileOf = (bytes: Buffer, media_type: string, file_name: string): SentFile => ({
  media_type,
  bytes,
  etag: createHash('sha256').update(bytes).digest('hex').slice(0, 32),
  file_name,
})

/** As Norwegian Excel opens it by itself: a byte order mark, semicolons, decimal commas, days as dd.mm.yyyy. */
async function writeCsv({ labels, pages }: Sheet) {
  const line = (cells: Cell[]) => `${cells.map(csvCell).join(';')}\r\n`
  const pieces = [Buffer.from(`\ufeff${line(labels)}`)]
  let rows = 0
  for await (const page of pages) {
    rows += page.length
    pieces.push(Buffer.from(page.map(line).join('')))
  }
  return { bytes: Buffer.concat(pieces), rows }
}

function csvCell(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell).replace('.', ',')
  if (cell instanceof Date) return cell.toISOString().slice(0, 10).split('-').toReversed().join('.')
  // Text that a spreadsheet would run gets an apostrophe before it (OWASP, CSV Injection); a telephone number is none.
  const safe = /^[=@\t\r]|^[+-](?!\d[\d ]*$)/.test(cell) ? `'${cell}` : cell
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Cells of a workbook have types: a text is never run, a number is one. */
async function writeWorkbook({ name, labels, pages }: Sheet) {
  // Large, and seldom wanted: loaded with the first workbook.
  const { default: Excel } = await import('exceljs')
  const stream = new PassThrough()
  const pieces: Buffer[] = []
  stream.on('data', (piece: Buffer) => pieces.push(piece))
  const ended = new Promise((resolve) => stream.on('end', resolve))
  const book = new Excel.stream.xlsx.WorkbookWriter({ stream, useStyles: true })
  const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] })
  const head = sheet.addRow(labels)
  head.font = { bold: true }
  head.commit()
  let rows = 0
  for await (const page of pages)
    for (const cells of page) {
      const row = sheet.addRow(cells)
      row.eachCell((cell) => {
        if (cell.value instanceof Date) cell.numFmt = 'dd.mm.yyyy'
      })
      row.commit()
      rows += 1
    }
  sheet.commit()
  await book.commit()
  await ended
  return { bytes: Buffer.concat(pieces), rows }
}
