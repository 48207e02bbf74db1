// node db/seed/dirty-import.ts <file.csv> [--rows 5000] [--seed 1] [--encoding windows-1252]: writes an import file with
// all the usual dirt, and says what dirt is in it.
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { type Dirt, makeDirtyRow } from './dirty-rows.ts'
import { headings } from './import-row.ts'
import { encodeWindows1252 } from './windows-1252.ts'

const encoders = {
  'windows-1252': { mark: Buffer.alloc(0), encode: encodeWindows1252 },
  'utf-8': { mark: Buffer.alloc(0), encode: (text: string) => Buffer.from(text) },
  'utf-8-bom': { mark: Buffer.from([0xef, 0xbb, 0xbf]), encode: (text: string) => Buffer.from(text) },
  'utf-16le-bom': { mark: Buffer.from([0xff, 0xfe]), encode: (text: string) => Buffer.from(text, 'utf16le') },
}

export type Encoding = keyof typeof encoders

/** Pieces of the file, in order: its byte order mark, the headings, then one line at a time. */
export function* writeDirtyFile(options: {
  rows: number
  seed?: number
  encoding?: Encoding
  found?: Map<Dirt, number>
}) {
  const { rows, seed = 1, encoding = 'windows-1252', found } = options
  const { mark, encode } = encoders[encoding]
  yield mark
  yield encode(`${headings.map(quote).join(';')}\r\n`)
  for (let at = 0; at < rows; at++) {
    const { dirt, row } = makeDirtyRow(seed, at)
    found?.set(dirt, (found.get(dirt) ?? 0) + 1)
    yield encode(
      `${row ? headings.map((heading) => quote(row[heading])).join(';') : at % 2 ? ';'.repeat(headings.length - 1) : ''}\r\n`,
    )
  }
}

/** RFC 4180 with semicolons, as Excel writes in Norway: quotes only where they are needed, doubled inside. */
const quote = (value: string) => (/[";\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rows: { type: 'string', default: '5000' },
      seed: { type: 'string', default: '1' },
      encoding: { type: 'string', default: 'windows-1252' },
    },
  })
  const [path] = positionals
  const rows = Number(values.rows)
  const encoding = (Object.keys(encoders) as Encoding[]).find((name) => name === values.encoding)
  if (!path || !encoding || !Number.isInteger(rows) || rows < 1)
    throw new Error(
      `Use: node db/seed/dirty-import.ts <file.csv> [--rows 5000] [--seed 1] [--encoding ${Object.keys(encoders).join('|')}]`,
    )
  const found = new Map<Dirt, number>()
  const file = createWriteStream(path)
  for (const piece of writeDirtyFile({ rows, seed: Number(values.seed), encoding, found }))
    if (!file.write(piece)) await new Promise((resolve) => file.once('drain', resolve))
  await finished(file.end())
  console.log(`${rows} lines in ${path} (${encoding}):`)
  for (const [dirt, count] of [...found].sort(([, a], [, b]) => b - a)) console.log(`  ${dirt}: ${count}`)
}

if (import.meta.main) {
  try {
    await main()
  } catch (error) {
    console.error((error as Error).message)
    process.exitCode = 1
  }
}
