import { pipeline, Readable } from 'node:stream'
import { parse } from 'csv-parse'

export type Format = { kind: 'csv' | 'xlsx'; encoding: string; separator: string; sheet: string }

const separators = [';', '\t', ',', '|'] as const

/** The encoding of a text file: by its mark, by being UTF-8 without a fault, or else what Excel writes in Norway. */
export async function detectEncoding(
  pieces: AsyncIterable<Buffer>,
): Promise<'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let isFirst = true
  for await (const piece of pieces) {
    if (isFirst && piece[0] === 0xff && piece[1] === 0xfe) return 'utf-16le'
    if (isFirst && piece[0] === 0xfe && piece[1] === 0xff) return 'utf-16be'
    isFirst = false
    if (!isDecodable(piece, decoder)) return 'windows-1252'
  }
  return isDecodable(null, decoder) ? 'utf-8' : 'windows-1252'
}

/** Null ends the text: half a character is then a fault. */
function isDecodable(piece: Buffer | null, decoder: TextDecoder): boolean {
  try {
    if (piece) decoder.decode(piece, { stream: true })
    else decoder.decode()
    return true
  } catch {
    return false
  }
}

/** The separator that the first lines have most of, outside quotes, and alike in each. */
export function detectSeparator(text: string): string {
  const lines = text
    .slice(0, 50_000)
    .replace(/"(?:[^"]|"")*"/g, '')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 20)
  const score = (separator: string) => {
    const counts = lines.map((line) => line.split(separator).length - 1)
    const first = counts[0] ?? 0
    return first * counts.filter((count) => count === first).length
  }
  return separators.reduce((best, separator) => (score(separator) > score(best) ? separator : best), ';')
}

/** The rows of a text file one by one, with the number that each has in the file; empty ones are passed over. */
export async function* readCsv(
  pieces: AsyncIterable<Buffer>,
  format: Format,
): AsyncGenerator<{ number: number; cells: string[] }> {
  const parser = parse({
    delimiter: format.separator,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    bom: true,
  })
  // What fails in the pieces destroys the parser with its error, which the loop below throws.
  pipeline(Readable.from(decode(pieces, format.encoding)), parser, () => {})
  let number = 0
  for await (const cells of parser as AsyncIterable<string[]>) {
    number += 1
    if (cells.some((cell) => cell.trim() !== '')) yield { number, cells }
  }
}

async function* decode(pieces: AsyncIterable<Buffer>, encoding: string) {
  const decoder = new TextDecoder(encoding)
  for await (const piece of pieces) yield decoder.decode(piece, { stream: true })
  yield decoder.decode()
}
