import { type Import, imports } from '#contract/imports.ts'
import { call } from '#web/platform/api.ts'
import { texts } from './texts.ts'

/** The faulty rows as they stand in the file, with the reason in a column of its own: to be put right and imported again. */
export async function downloadFaulty(found: Import) {
  const lines = [[...found.header, texts.reason]]
  let after = 0
  for (;;) {
    const query = { state: 'faulty', after, size: 500 } as const
    const page = await call(imports.rows, { params: { id: found.id }, query })
    for (const { cells, errors } of page.items) {
      const padded = Array.from({ length: found.header.length }, (_, at) => cells[at] ?? '')
      lines.push([...padded, errors.map(({ message }) => message).join(' ')])
    }
    if (page.next === null) break
    after = page.next
  }
  const text = lines.map((cells) => cells.map(quote).join(';')).join('\r\n')
  const link = document.createElement('a')
  // The mark tells Excel that it is UTF-8.
  link.href = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv' }))
  link.download = `${found.file_name.replace(/\.\w+$/, '')}-${texts.faulty.toLocaleLowerCase()}.csv`
  link.click()
  URL.revokeObjectURL(link.href)
}

/** RFC 4180. A cell that a spreadsheet would run as a formula gets an apostrophe before it (OWASP, CSV Injection). */
function quote(cell: string): string {
  const safe = /^[=@\t\r]|^[+-](?![\d ]+$)/.test(cell) ? `'${cell}` : cell
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
