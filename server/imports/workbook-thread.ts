// Runs in a worker thread: unpacks a workbook and posts the rows of its first sheet, a thousand at a time.
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { parentPort, workerData } from 'node:worker_threads'
import Excel from 'exceljs'

const port = parentPort
if (!port) throw new Error('This file is started by read-workbook.ts.')
port.ref()

const reader = new Excel.stream.xlsx.WorkbookReader(Readable.from(slices(workerData as Uint8Array)), {
  sharedStrings: 'cache',
  styles: 'cache',
  hyperlinks: 'ignore',
  worksheets: 'emit',
  entries: 'ignore',
})
try {
  await readFirstSheet()
} catch (error) {
  port.postMessage({ failure: String(error) })
}
port.close()

/** A part at a time, so that no more is unpacked than is being read. */
function* slices(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 65_536)
    yield Buffer.from(bytes.buffer, at, Math.min(65_536, bytes.length - at))
}

async function readFirstSheet() {
  for await (const sheet of reader) {
    port?.postMessage({ sheet: (sheet as unknown as { name?: string }).name ?? '' })
    let rows: { number: number; cells: string[] }[] = []
    for await (const row of sheet) {
      const cells = readCells(row.values as unknown[])
      if (cells.some((cell) => cell.trim() !== '')) rows.push({ number: row.number, cells })
      if (rows.length < 1_000) continue
      port?.postMessage({ rows })
      rows = []
      if (port) await once(port, 'message')
    }
    if (rows.length > 0) port?.postMessage({ rows })
    return
  }
}

/** The library counts columns from 1, and leaves holes where a cell is empty. */
function readCells(values: unknown[]): string[] {
  return Array.from({ length: Math.max(0, values.length - 1) }, (_, at) => textOf(values[at + 1]))
}

/** A cell as a person would read it: days as yyyy-mm-dd, a formula by its result, yes and no as words. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10)
  if (typeof value === 'boolean') return value ? 'Ja' : 'Nei'
  if (typeof value === 'number') return Number.isInteger(value) ? value.toFixed(0) : String(value)
  if (typeof value !== 'object') return String(value)
  const cell = value as { result?: unknown; text?: unknown; richText?: { text: string }[]; error?: string }
  if (cell.richText) return cell.richText.map(({ text }) => text).join('')
  if ('result' in cell) return textOf(cell.result)
  return 'text' in cell ? textOf(cell.text) : ''
}
