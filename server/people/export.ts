import type { z } from 'zod'
import type { ListedPerson, personList } from '#contract/person-list.ts'
import type { Write } from '#server/platform/db.ts'
import { AppError } from '#server/platform/errors.ts'
import type { SentFile, Who } from '#server/platform/http.ts'
import { type Cursor, cursorOf } from '#server/platform/pages.ts'
import { type Cell, sendSheet } from '#server/platform/spreadsheet.ts'
import { readPage, selectionConditions } from './list.ts'

type Input = z.output<typeof personList.export.body>
const PAGE = 1_000

/** The selected persons as a file, read a page at a time. */
export async function exportPersons(tx: Write, who: Who, input: Input): Promise<SentFile> {
  const unknown = input.columns.find(({ field }) => !isColumn(field))
  if (unknown) throw new AppError('invalid', { field: 'columns', message: 'unknown_import_field' })
  const labels = input.columns.map(({ label }) => label)
  return sendSheet(tx, who, 'person', input.format, { name: 'Personer', labels, pages: readAll(tx, who, input) })
}

async function* readAll(tx: Write, who: Who, input: Input): AsyncGenerator<Cell[][]> {
  const conditions = selectionConditions(who, input.selection)
  let after: Cursor | null = null
  for (;;) {
    const rows: Awaited<ReturnType<typeof readPage>> = await readPage(tx, who, conditions, input, after, PAGE)
    if (rows.length > 0) yield rows.map((person) => input.columns.map(({ field }) => cellOf(person, field)))
    const last = rows.at(-1)
    if (rows.length < PAGE || !last) return
    after = cursorOf(last)
  }
}

const moments = new Set(['birth_on', 'created_at', 'changed_at', 'inactive_at'])
const plain = new Set([
  ...['name', 'first_name', 'last_name', 'nickname', 'title', 'customer_number', 'note'],
  ...['reach_phone', 'reach_mobile', 'reach_email', 'phone', 'mobile', 'email', 'alternative_email'],
])
const address = /^private_address\.(name|street|street2|postal_code|city|state|country)$/

const isColumn = (field: string) =>
  [moments, plain].some((kind) => kind.has(field)) || ['companies', 'categories'].includes(field) || address.test(field)

/** A value as a spreadsheet has it. */
function cellOf(person: ListedPerson, field: string): Cell {
  const row = person as unknown as Record<string, unknown>
  if (moments.has(field)) return row[field] ? new Date(String(row[field])) : null
  if (field === 'companies') return person.companies.join(', ')
  if (field === 'categories') return person.categories.map(({ name }) => name).join(', ')
  const [first = '', part] = field.split('.')
  const value = part ? (row[first] as Record<string, unknown> | null)?.[part] : row[field]
  return typeof value === 'number' || typeof value === 'string' ? value : null
}
