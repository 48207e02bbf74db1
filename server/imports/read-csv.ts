import { parse } from 'csv-parse'

export type Format = { kind: 'csv' | 'xlsx'; encoding: string; separator: string; sheet: string }

const separators = [';', '\t', ',', '|'] as const

/** The encoding of a text file: by its mark, by being UTF-8 without a fault, or else what Excel writes in Norway. */
export function detectEncoding(bytes: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return 'utf-8'
  } catch {
    return 'windows-1252'
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
export async function* readCsv(bytes: Buffer, format: Format): AsyncGenerator<{ number: number; cells: string[] }> {
  const text = new TextDecoder(format.encoding).decode(bytes)
  const parser = parse({
    delimiter: format.separator,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    bom: true,
  })
  parser.end(text)
  let number = 0
  for await (const cells of parser as AsyncIterable<string[]>) {
    number += 1
    if (cells.some((cell) => cell.trim() !== '')) yield { number, cells }
  }
}
