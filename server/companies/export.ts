import type { z } from 'zod'
import type { companyList, ListedCompany } from '#contract/company-list.ts'
import type { Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { SentFile, Who } from '#server/platform/http.ts'
import { type Cursor, cursorOf } from '#server/platform/pages.ts'
import { type Cell, sendSheet } from '#server/platform/spreadsheet.ts'
import { readPage, selectionConditions } from './list.ts'

type Input = z.output<typeof companyList.export.body>
const PAGE = 1_000

/** The selected companies as a file, read a page at a time. */
export async function exportCompanies(tx: Write, who: Who, input: Input): Promise<SentFile> {
  const unknown = input.columns.find(({ field }) => !isColumn(field))
  if (unknown) throw new AppError('invalid', { field: 'columns', message: 'unknown_import_field' })
  const labels = input.columns.map(({ label }) => label)
  return sendSheet(tx, who, 'company', input.format, { name: 'Bedrifter', labels, pages: readAll(tx, who, input) })
}

async function* readAll(tx: Write, who: Who, input: Input): AsyncGenerator<Cell[][]> {
  const conditions = selectionConditions(who, input.selection)
  let after: Cursor | null = null
  for (;;) {
    const rows: Awaited<ReturnType<typeof readPage>> = await readPage(tx, who, conditions, input, after, PAGE)
    if (rows.length > 0) yield rows.map((company) => input.columns.map(({ field }) => cellOf(company, field)))
    const last = rows.at(-1)
    if (rows.length < PAGE || !last) return
    after = cursorOf(last)
  }
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
