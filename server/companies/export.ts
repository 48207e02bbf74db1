import { createHash } from 'node:crypto'
import { PassThrough } from 'node:stream'
import type { z } from 'zod'
import type { companyList, ListedCompany } from '#contract/company-list.ts'
import type { Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { SentFile, Who } from '#server/platform/http.ts'
import { type Cursor, cursorOf, readPage, selectionConditions } from './list.ts'

type Input = z.output<typeof companyList.export.body>
type Cell = string | number | Date | null
const PAGE = 1_000

/** The selected companies as a file, read a page at a time; that they left the house is in the firm's history. */
export async function exportCompanies(tx: Write, who: Who, input: Input): Promise<SentFile> {
  const unknown = input.columns.find(({ field }) => !isColumn(field))
  if (unknown) throw new AppError('invalid', { field: 'columns', message: 'unknown_import_field' })
  const made = input.format === 'csv' ? await writeCsv(tx, who, input) : await writeWorkbook(tx, who, input)
  await tx
    .insertInto('history')
    .values({
      tenant_id: who.tenant_id,
      user_id: who.user_id,
      via: who.via ?? 'screen',
      action: 'exported',
      entity: 'company',
      entity_id: who.tenant_id,
      changes: JSON.stringify({ rows: [null, made.rows], format: [null, input.format] }),
    })
    .execute()
  const etag = createHash('sha256').update(made.bytes).digest('hex').slice(0, 32)
  const media_type =
    input.format === 'csv'
      ? 'text/csv; charset=utf-8'
      : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  return { media_type, bytes: made.bytes, etag, file_name: `bedrifter.${input.format}` }
}

async function* readAll(tx: Write, who: Who, input: Input): AsyncGenerator<ListedCompany[]> {
  const conditions = selectionConditions(who, input.selection)
  let after: Cursor | null = null
  for (;;) {
    const rows: Awaited<ReturnType<typeof readPage>> = await readPage(tx, who, conditions, input, after, PAGE)
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    if (rows.length < PAGE || !last) return
    after = cursorOf(last)
  }
}

/** As Norwegian Excel opens it by itself: a byte order mark, semicolons, decimal commas, days as dd.mm.yyyy. */
async function writeCsv(tx: Write, who: Who, input: Input) {
  const line = (cells: Cell[]) => `${cells.map(csvCell).join(';')}\r\n`
  const pieces = [Buffer.from(`\ufeff${line(input.columns.map(({ label }) => label))}`)]
  let rows = 0
  for await (const page of readAll(tx, who, input)) {
    rows += page.length
    pieces.push(
      Buffer.from(page.map((company) => line(input.columns.map(({ field }) => cellOf(company, field)))).join('')),
    )
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
async function writeWorkbook(tx: Write, who: Who, input: Input) {
  // Large, and seldom wanted: loaded with the first workbook.
  const { default: Excel } = await import('exceljs')
  const stream = new PassThrough()
  const pieces: Buffer[] = []
  stream.on('data', (piece: Buffer) => pieces.push(piece))
  const ended = new Promise((resolve) => stream.on('end', resolve))
  const book = new Excel.stream.xlsx.WorkbookWriter({ stream, useStyles: true })
  const sheet = book.addWorksheet('Bedrifter', { views: [{ state: 'frozen', ySplit: 1 }] })
  const head = sheet.addRow(input.columns.map(({ label }) => label))
  head.font = { bold: true }
  head.commit()
  let rows = 0
  for await (const page of readAll(tx, who, input))
    for (const company of page) {
      const row = sheet.addRow(input.columns.map(({ field }) => cellOf(company, field)))
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

const moments = new Set(['created_at', 'changed_at', 'inactive_at'])
const plain = new Set<string>([
  ...['customer_number', 'name', 'nickname', 'org_number', 'country', 'phone', 'mobile', 'fax', 'email', 'website'],
  ...[
    'owner_name',
    'industry',
    'source',
    'employees',
    'gln',
    'vat_number',
    'bank_account',
    'iban',
    'bic',
    'language',
    'note',
  ],
])
const flags = new Set(['is_customer', 'is_supplier', 'is_lead'])
const amounts = new Set(['turnover_ore', 'profit_ore', 'share_capital_ore'])
const address = /^(postal|visiting|delivery|invoice)_address\.(name|street|street2|postal_code|city|state|country)$/

const isColumn = (field: string) =>
  [moments, plain, flags, amounts].some((kind) => kind.has(field)) ||
  ['city', 'categories', 'invoice_emails', 'founded_on'].includes(field) ||
  address.test(field) ||
  /^custom\.[0-9a-f-]{36}$/.test(field)

/** A value as a spreadsheet has it: kroner rather than øre, days as days, yes and no in words. */
function cellOf(company: ListedCompany, field: string): Cell {
  const row = company as unknown as Record<string, unknown>
  if (amounts.has(field)) return row[field] === null ? null : Number(row[field]) / 100
  if (flags.has(field)) return row[field] ? 'Ja' : 'Nei'
  if (moments.has(field) || field === 'founded_on') return row[field] ? new Date(String(row[field])) : null
  if (field === 'invoice_emails') return company.invoice_emails.join(', ')
  if (field === 'categories') return company.categories.map(({ name }) => name).join(', ')
  if (field.startsWith('custom.')) return customCell(company.custom[field.slice(7)])
  const [first = '', part] = field.split('.')
  const value = part ? (row[first] as Record<string, unknown> | null)?.[part] : row[field]
  return typeof value === 'number' || typeof value === 'string' ? value : null
}

function customCell(value: unknown): Cell {
  if (typeof value === 'boolean') return value ? 'Ja' : 'Nei'
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return new Date(value)
  return typeof value === 'number' || typeof value === 'string' ? value : null
}
