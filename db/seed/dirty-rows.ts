// Rows of an import file as users have them: right in the main, and wrong in all the ways that lists get wrong.
import { makeFirm } from './generate.ts'
import { type Chance, makeChance } from './random.ts'
import { type ImportRow, writeRow } from './import-row.ts'

/**
 * What was done to a row; the sums over a file say what an import must find in it. A usual row has only the ways of
 * writing that every list has: numbers with spaces, lost zeros, capitals, amounts and days in all forms.
 */
export type Dirt =
  | 'usual'
  | 'duplicate'
  | 'duplicate_other_spelling'
  | 'empty_line'
  | 'blank_name'
  | 'wrong_check_digit'
  | 'foreign_org_number'
  | 'wrong_email'
  | 'wrong_phone'
  | 'wrong_postal_code'
  | 'unsafe_website'
  | 'formula'
  | 'long_name'
  | 'customer_number_taken'
  | 'wrong_date'
  | 'html'

const shares: Record<Dirt, number> = {
  usual: 770,
  duplicate: 30,
  duplicate_other_spelling: 30,
  empty_line: 20,
  blank_name: 10,
  wrong_check_digit: 25,
  foreign_org_number: 25,
  wrong_email: 15,
  wrong_phone: 15,
  wrong_postal_code: 15,
  unsafe_website: 5,
  formula: 8,
  long_name: 4,
  customer_number_taken: 8,
  wrong_date: 12,
  html: 4,
}

/** Line number `at` of the file, and what is wrong with it. An empty line has no row. */
export function makeDirtyRow(seed: number, at: number): { dirt: Dirt; row: ImportRow | null } {
  const chance = makeChance(seed + 77, at)
  const dirt =
    at < Object.keys(shares).length ? ((Object.keys(shares) as Dirt[])[at] ?? 'usual') : chance.pickWeighted(shares)
  if (dirt === 'empty_line') return { dirt, row: null }
  // A duplicate repeats an earlier line, as that line was before anything was done to it.
  const isCopy = dirt === 'duplicate' || dirt === 'duplicate_other_spelling'
  const number = isCopy ? chance.between(0, Math.max(0, at - 1)) : at
  const firm = makeFirm(seed, number)
  const row = writeRow(makeChance(seed + 78, isCopy && dirt === 'duplicate' ? number : at), firm, number)
  spoil[dirt]?.(row, chance)
  return { dirt, row }
}

const spoil: Partial<Record<Dirt, (row: ImportRow, chance: Chance) => void>> = {
  duplicate_other_spelling: (row, chance) => {
    row.Firmanavn = chance.pick([
      row.Firmanavn.toUpperCase(),
      row.Firmanavn.replace(/ AS$/, ' A/S'),
      row.Firmanavn.replaceAll('ø', 'oe').replaceAll('å', 'aa').replaceAll('æ', 'ae'),
      `${row.Firmanavn.replace(/ AS$/, '')}  as`,
    ])
    row.Kundenr = ''
  },
  blank_name: (row, chance) => (row.Firmanavn = chance.pick(['', '   ', '\u00a0'])),
  wrong_check_digit: (row) => (row['Org.nr.'] = otherCheckDigit(row['Org.nr.'])),
  foreign_org_number: (row, chance) => {
    const [land, number] = chance.pick([
      ['Sverige', '556036-0793'],
      ['Danmark', 'DK 24 25 67 90'],
      ['Tyskland', 'HRB 86891 B'],
      ['UK', 'SC 311560'],
      ['Finland', '0112038-9'],
    ] as const)
    Object.assign(row, { Land: land, 'Org.nr.': number, Postnr: '1042', Poststed: 'Utlandet' })
  },
  wrong_email: (row, chance) =>
    (row['E-post'] = chance.pick([
      'post@',
      'ola nordmann@firma.example',
      'firma.example',
      'post(at)firma.example',
      'a@b@c.example',
      'ukjent',
    ])),
  wrong_phone: (row, chance) =>
    (row.Telefon = chance.pick([
      '12',
      '22 33 44',
      'se hjemmeside',
      '+47 99',
      '99999999999999999',
      '22334455 / 22334456',
    ])),
  wrong_postal_code: (row, chance) =>
    Object.assign(row, { Land: 'NO', Postnr: chance.pick(['12345', 'N-01', '15O', '99', 'xxxx']) }),
  unsafe_website: (row, chance) =>
    (row.Hjemmeside = chance.pick([
      'javascript:alert(1)',
      'file:///c:/kunder',
      'https://bruker:hemmelig@firma.example',
    ])),
  formula: (row, chance) =>
    (row.Notat = chance.pick([
      '=HYPERLINK("http://firma.example";"klikk")',
      '+47 er landkoden',
      '-10 % rabatt',
      '@alle',
      '=1+1',
    ])),
  long_name: (row) => (row.Firmanavn = `${row.Firmanavn} og alle tilknyttede selskaper `.repeat(8)),
  customer_number_taken: (row) => (row.Kundenr = '20003'),
  wrong_date: (row, chance) =>
    (row['Reg. dato'] = chance.pick(['31.02.2020', '00.00.0000', '2020', '13/25/2019', 'i fjor', '29.02.2023'])),
  html: (row) => Object.assign(row, { Kallenavn: '<b>Fet</b>', Notat: '<img src=x onerror=alert(1)> & "sitat"' }),
}

/** Eight digits have one check digit at most, so that any other is wrong. */
function otherCheckDigit(written: string): string {
  const digits = written.replace(/\D/g, '')
  const valid = digits.length === 9 ? digits : '974760673'
  return `${valid.slice(0, 8)}${(Number(valid[8]) + 1) % 10}`
}
