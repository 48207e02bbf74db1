import { PassThrough, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import Excel from 'exceljs'
import { type Import, PIECE } from '#contract/imports.ts'
import { makeDirtyRow } from '#db/seed/dirty-rows.ts'
import { writeDirtyFile } from '#db/seed/dirty-import.ts'
import { headings } from '#db/seed/import-row.ts'
import { type Fetch, makeClient } from './measure.ts'

type Step = { what: string; seconds: number }

/** A dirty file of so many rows, all the way through the program: uploaded, read, checked, imported, and undone. */
export async function* measureImport(
  port: number,
  cookie: string,
  rows: number,
  kind: 'csv' | 'xlsx',
): AsyncGenerator<Step> {
  const bytes = kind === 'csv' ? await buffer(Readable.from(writeDirtyFile({ rows }))) : await writeDirtyWorkbook(rows)
  const send = makeClient(port, cookie)
  const call = async (...sent: Parameters<Fetch>) => (await send(...sent)) as Import
  let begun = performance.now()
  const step = (what: string): Step => {
    const seconds = (performance.now() - begun) / 1_000
    begun = performance.now()
    return { what, seconds }
  }
  const { id } = await call('POST', '/api/imports', { file_name: `dirty.${kind}`, size: bytes.length })
  for (let at = 0; at * PIECE < bytes.length; at++)
    await call('PUT', `/api/imports/${id}/pieces/${at}`, bytes.subarray(at * PIECE, (at + 1) * PIECE))
  yield step(`import: ${(bytes.length / 1_000_000).toFixed(0)} MB of ${kind} sent`)
  const finish = async (wanted: Import['state']) => {
    for (;;) {
      const found = await call('GET', `/api/imports/${id}`)
      if (found.state === wanted) return found
      if (found.halt || found.state === 'unreadable')
        throw new Error(`The import ended: ${found.refusal ?? found.halt}.`)
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  }
  await call('POST', `/api/imports/${id}/reading`, {})
  const { has_header, mapping, rule, version } = await finish('read')
  yield step('import: file read')
  await call('PUT', `/api/imports/${id}/plan`, { has_header, mapping, rule }, version)
  for (const [work, end] of [
    ['check', 'checked'],
    ['import', 'imported'],
    ['undo', 'undone'],
  ] as const) {
    await call('POST', `/api/imports/${id}/work`, { work })
    await finish(end)
    yield step(`import: rows ${end}`)
  }
  await call('DELETE', `/api/imports/${id}`)
  yield step('import: forgotten')
}

async function writeDirtyWorkbook(rows: number): Promise<Buffer> {
  const stream = new PassThrough()
  const bytes = buffer(stream)
  const book = new Excel.stream.xlsx.WorkbookWriter({ stream, useSharedStrings: true })
  const sheet = book.addWorksheet('Kunder')
  sheet.addRow([...headings]).commit()
  for (let at = 0; at < rows; at++) {
    const { row } = makeDirtyRow(1, at)
    sheet.addRow(row ? headings.map((heading) => row[heading] || null) : []).commit()
  }
  sheet.commit()
  await book.commit()
  return bytes
}
