import { expect, test } from 'vitest'
import { isOrgNumber, normaliseOrgNumber, normalisePhone, normaliseWebsite } from '#contract/rules.ts'
import { type Encoding, writeDirtyFile } from './dirty-import.ts'
import { type Dirt, makeDirtyRow } from './dirty-rows.ts'
import { headings } from './import-row.ts'

const lines = Array.from({ length: 5_000 }, (_, at) => makeDirtyRow(1, at))
const rowsWith = (dirt: Dirt) => lines.filter((line) => line.dirt === dirt).map(({ row }) => row!)

/** RFC 4180 with semicolons: its cells, line by line. */
function readCsv(text: string): string[][] {
  const records: string[][] = [[]]
  for (const [, quoted, bare = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^;\r\n]*))(;|\r\n)/g)) {
    records.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare)
    if (end !== ';') records.push([])
  }
  return records.slice(0, -1)
}

test('the file reads back as the rows that were written, in multi-line cells and quotes too', () => {
  const file = Buffer.concat([...writeDirtyFile({ rows: 5_000, encoding: 'utf-8' })]).toString()
  const [head, ...records] = readCsv(file)
  expect(head).toEqual([...headings])
  expect(records).toHaveLength(5_000)
  for (const [at, record] of records.entries()) {
    const row = lines[at]?.row
    if (row) expect(record).toEqual(headings.map((heading) => row[heading]))
    else expect(record.join('')).toBe('')
  }
})

test.each<[Encoding, string]>([
  ['utf-8-bom', 'utf-8'],
  ['utf-16le-bom', 'utf-16le'],
])('%s has the mark and the same text', (encoding, label) => {
  const plain = Buffer.concat([...writeDirtyFile({ rows: 200, encoding: 'utf-8' })]).toString()
  const bytes = Buffer.concat([...writeDirtyFile({ rows: 200, encoding })])
  expect(new TextDecoder(label, { ignoreBOM: true }).decode(bytes)).toBe(`\ufeff${plain}`)
})

test('Windows-1252 keeps æøå, dashes and quotes, and is no UTF-8', () => {
  const bytes = Buffer.concat([...writeDirtyFile({ rows: 2_000 })])
  const text = new TextDecoder('windows-1252').decode(bytes)
  for (const letter of 'æøåÆØÅéü–…«»') expect(text).toContain(letter)
  expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow(TypeError)
})

test('every kind of dirt is there, from the first lines on, and is dirt', () => {
  const first = new Set(lines.slice(0, 16).map(({ dirt }) => dirt))
  expect(new Set(lines.map(({ dirt }) => dirt))).toEqual(first)
  expect(first.size).toBe(16)
  for (const row of rowsWith('wrong_check_digit'))
    expect(isOrgNumber(normaliseOrgNumber(row['Org.nr.'], 'NO')), row['Org.nr.']).toBe(false)
  for (const row of rowsWith('wrong_phone')) expect(normalisePhone(row.Telefon), row.Telefon).toBe(null)
  for (const row of rowsWith('unsafe_website')) expect(normaliseWebsite(row.Hjemmeside)).toBe(null)
  for (const row of rowsWith('blank_name')) expect(row.Firmanavn.trim()).toBe('')
  for (const row of rowsWith('long_name')) expect(row.Firmanavn.length).toBeGreaterThan(200)
})

test('a duplicate is written as an earlier line was', () => {
  const seen = new Set(rowsWith('usual').map((row) => JSON.stringify(row)))
  const copies = rowsWith('duplicate').filter((row) => seen.has(JSON.stringify(row)))
  // The others repeat a line that got its own dirt afterwards.
  expect(copies.length).toBeGreaterThan(50)
  const numbers = lines.flatMap(({ row }) => (row?.Kundenr ? [row.Kundenr] : []))
  expect(numbers.length - new Set(numbers).size).toBeGreaterThan(100)
})

test('a usual row has numbers that can be understood, however they are written', () => {
  for (const row of rowsWith('usual')) {
    if (row.Telefon) expect(normalisePhone(row.Telefon), row.Telefon).toMatch(/^\+\d{7,15}$/)
    const isNorwegian = ['', 'NO', 'NORGE', 'NORWAY'].includes(row.Land.toUpperCase())
    if (row['Org.nr.'] && isNorwegian)
      expect(isOrgNumber(normaliseOrgNumber(row['Org.nr.'], 'NO')), row['Org.nr.']).toBe(true)
    if (row.Hjemmeside) expect(normaliseWebsite(row.Hjemmeside), row.Hjemmeside).not.toBe(null)
  }
})
