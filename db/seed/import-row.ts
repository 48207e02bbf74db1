// One company as a line of a list that somebody has kept for years.
import type { SeedFirm } from './generate.ts'
import type { Chance } from './random.ts'

/** The headings as an old system and its users wrote them. */
export const headings = [
  'Kundenr',
  'Firmanavn',
  'Kallenavn',
  'Org.nr.',
  'Telefon',
  'Mobil',
  'Faks',
  'E-post',
  'E-post faktura',
  'Hjemmeside',
  'Postadresse',
  'Postnr',
  'Poststed',
  'Land',
  'Besøksadresse',
  'Besøk postnr',
  'Besøk poststed',
  'Ansvarlig',
  'Bransje',
  'Kategori',
  'Leverandør (J/N)',
  'Omsetning',
  'Ansatte',
  'Reg. dato',
  'Notat',
  'Kontaktperson',
  'Stilling',
  'Kontakt mobil',
  'Kontakt e-post',
] as const

export type ImportRow = Record<(typeof headings)[number], string>

/** A right row, with everything written as different people at different times would. */
export function writeRow(chance: Chance, { company, persons, affiliations }: SeedFirm, at: number): ImportRow {
  const [person] = persons
  const [role] = affiliations
  const { postal_address: postal, visiting_address: visiting } = company
  return {
    Kundenr: chance.happens(80) ? String(20_000 + at) : '',
    Firmanavn: chance.pick([company.name, company.name, company.name, ` ${company.name}`, `${company.name} `]),
    Kallenavn: company.nickname ?? '',
    'Org.nr.': company.country === 'NO' ? writeOrgNumber(chance, company.org_number) : (company.org_number ?? ''),
    Telefon: writePhone(chance, company.phone),
    Mobil: writePhone(chance, company.mobile),
    Faks: chance.happens(4) ? writePhone(chance, company.phone) : '',
    'E-post': chance.happens(10) ? (company.email ?? '').toUpperCase() : (company.email ?? ''),
    'E-post faktura': company.invoice_emails.join(', '),
    Hjemmeside: writeWebsite(chance, company.website),
    Postadresse: chance.happens(10) ? (postal?.street ?? '').replace(' ', '\n') : (postal?.street ?? ''),
    Postnr: writePostalCode(chance, company.country, postal?.postal_code),
    Poststed: chance.happens(40) ? (postal?.city ?? '').toUpperCase() : (postal?.city ?? ''),
    Land: company.country === 'NO' ? chance.pick(['', '', 'NO', 'Norge', 'NORGE', 'Norway']) : company.country,
    Besøksadresse: visiting?.street ?? '',
    'Besøk postnr': visiting?.postal_code ?? '',
    'Besøk poststed': visiting?.city ?? '',
    Ansvarlig: chance.pick(['', '', 'Silje Bakke', 'silje bakke', 'Bakke, Silje', 'SB', 'Sluttet Selger']),
    Bransje: company.industry,
    Kategori: chance.pick([
      '',
      'Nøkkelkunde',
      'Bygg, Håndverk',
      'Jul,Nyhetsbrev',
      'Gull kunde',
      'ukjent kategori',
      ' VIP ',
    ]),
    'Leverandør (J/N)': company.is_supplier
      ? chance.pick(['J', 'Ja', 'x', '1', 'true'])
      : chance.pick(['N', '', 'Nei', '0']),
    Omsetning: writeMoney(chance, company.turnover_ore),
    Ansatte:
      company.employees === null
        ? ''
        : chance.pick([String(company.employees), `ca. ${company.employees}`, `${company.employees} ansatte`]),
    'Reg. dato': writeDay(chance, company.founded_on),
    Notat: writeNote(chance, company.note),
    Kontaktperson: person
      ? chance.pick([`${person.first_name} ${person.last_name}`, `${person.last_name}, ${person.first_name}`])
      : '',
    Stilling: role?.title ?? '',
    'Kontakt mobil': writePhone(chance, role?.mobile ?? null),
    'Kontakt e-post': role?.email ?? '',
  }
}

function writeOrgNumber(chance: Chance, number: string | null): string {
  if (!number) return ''
  const spaced = number.replace(/(\d{3})(\d{3})(\d{3})/, '$1 $2 $3')
  return chance.pick([
    number,
    number,
    spaced,
    spaced,
    `NO ${spaced} MVA`,
    `NO${number}MVA`,
    `${number} mva`,
    spaced.replaceAll(' ', '\u00a0'),
    spaced.replaceAll(' ', '.'),
  ])
}

function writePhone(chance: Chance, stored: string | null): string {
  const digits = stored?.startsWith('+47') ? stored.slice(3) : null
  if (!digits) return stored ?? ''
  const pairs = digits.replace(/(\d{2})(?=\d)/g, '$1 ')
  const threes = digits.replace(/(\d{3})(\d{2})(\d{3})/, '$1 $2 $3')
  return chance.pick([
    digits,
    pairs,
    threes,
    `+47 ${pairs}`,
    `0047${digits}`,
    `(+47) ${pairs}`,
    `+47${digits}`,
    pairs.replaceAll(' ', '.'),
    pairs.replaceAll(' ', '-'),
    threes.replaceAll(' ', '\u00a0'),
  ])
}

function writeWebsite(chance: Chance, stored: string | null): string {
  if (!stored) return ''
  const bare = stored.replace(/^https:\/\//, '')
  return chance.pick([stored, bare, bare.replace(/^www\./, ''), `http://${bare}/`, bare.toUpperCase()])
}

/** Excel takes codes for numbers and drops the zero in front: 0150 becomes 150. */
function writePostalCode(chance: Chance, country: string, code: string | undefined): string {
  if (!code || country !== 'NO') return code ?? ''
  return chance.pick([code, code, code, code.replace(/^0+/, ''), `N-${code}`, `${code} `])
}

function writeMoney(chance: Chance, ore: number | null): string {
  if (ore === null) return ''
  const kroner = String(Math.round(ore / 100))
  const spaced = kroner.replace(/\B(?=(\d{3})+$)/g, '\u00a0')
  return chance.pick([
    kroner,
    spaced,
    `${spaced},00`,
    `kr ${spaced}`,
    `${kroner},-`,
    `${Math.round(ore / 100_000)} tusen`,
  ])
}

function writeDay(chance: Chance, iso: string | null): string {
  if (!iso) return ''
  const [year = '', month = '', day = ''] = iso.split('-')
  return chance.pick([
    iso,
    `${day}.${month}.${year}`,
    `${Number(day)}.${Number(month)}.${year}`,
    `${day}.${month}.${year.slice(2)}`,
    `${day}/${month}/${year}`,
  ])
}

function writeNote(chance: Chance, note: string | null): string {
  if (note) return note.replace('. ', '.\n')
  return chance.pick([
    '',
    '',
    '',
    '',
    'Sa: "ring igjen etter ferien"',
    'Linje 1\r\nLinje 2;\tmed semikolon',
    'Prisavtale – 5 % … «fast»',
    '\t',
    'Æøå ÆØÅ é ü ñ',
  ])
}
