import { readFileSync } from 'node:fs'
import { join } from 'node:path'

let known: Map<string, string> | undefined

/** The Norwegian postal codes with their places, in order of code; read from postal-codes.tsv at first use. */
export function readPostalCodes(): ReadonlyMap<string, string> {
  if (known) return known
  const lines = readFileSync(join(import.meta.dirname, 'postal-codes.tsv'), 'utf8').split('\n')
  known = new Map()
  for (const line of lines) {
    const [code, place] = line.split('\t')
    if (code && place && /^\d{4}$/.test(code)) known.set(code, place)
  }
  return known
}

/** The place of a Norwegian postal code of four digits, "0150" → "Oslo"; null when the register has no such code. */
export function lookupPostalPlace(code: string): string | null {
  return readPostalCodes().get(code.trim()) ?? null
}
