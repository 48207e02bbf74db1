// Rules for the values of fields: pure functions, each with the source of its rule.

/**
 * Norwegian organisation number: nine digits, weights 3 2 7 6 5 4 3 2, check digit MOD11.
 * Source: Brønnøysundregistrene, "Organisasjonsnummeret".
 */
export function isOrgNumber(digits: string): boolean {
  if (!/^[89]\d{8}$/.test(digits)) return false
  const sum = [3, 2, 7, 6, 5, 4, 3, 2].reduce((total, weight, at) => total + weight * Number(digits[at]), 0)
  return (11 - (sum % 11)) % 11 === Number(digits[8])
}

/** "NO 988 077 917 MVA" → "988077917"; numbers of other countries keep their letters and hyphens. */
export function normaliseOrgNumber(text: string, country: string): string {
  if (country !== 'NO') return text.trim().replace(/\s+/g, ' ').toUpperCase()
  return text.replace(/[\s.]/g, '').replace(/^NO/i, '').replace(/MVA$/i, '')
}

export function formatOrgNumber(number: string): string {
  return /^\d{9}$/.test(number) ? number.replace(/(\d{3})(\d{3})(\d{3})/, '$1 $2 $3') : number
}

/**
 * VAT numbers of the EU by the letters that they begin with, without those letters; XI is Northern Ireland, EL Greece.
 * Source: European Commission, VIES, "What is the structure of the VAT identification number?".
 */
const vatNumbers: Record<string, RegExp> = {
  AT: /^U[A-Z0-9]{8}$/,
  BE: /^[01]\d{9}$/,
  BG: /^\d{9,10}$/,
  CY: /^\d{8}[A-Z]$/,
  CZ: /^\d{8,10}$/,
  DE: /^\d{9}$/,
  DK: /^\d{8}$/,
  EE: /^\d{9}$/,
  EL: /^\d{9}$/,
  ES: /^(?:[A-Z]\d{7}[A-Z0-9]|\d{8}[A-Z])$/,
  FI: /^\d{8}$/,
  FR: /^[A-Z0-9]{2}\d{9}$/,
  HR: /^\d{11}$/,
  HU: /^\d{8}$/,
  IE: /^(?:\d[A-Z0-9+*]\d{5}[A-Z]|\d{7}[A-Z]{2})$/,
  IT: /^\d{11}$/,
  LT: /^(?:\d{9}|\d{12})$/,
  LU: /^\d{8}$/,
  LV: /^\d{11}$/,
  MT: /^\d{8}$/,
  NL: /^[A-Z0-9+*]{12}$/,
  PL: /^\d{10}$/,
  PT: /^\d{9}$/,
  RO: /^\d{2,10}$/,
  SE: /^\d{12}$/,
  SI: /^\d{8}$/,
  SK: /^\d{10}$/,
  XI: /^(?:\d{9}|\d{12}|GD\d{3}|HA\d{3})$/,
}

/**
 * A VAT number with its country's letters, "NO988077917MVA", "SE556036079301"; the letters may be left out. A company may
 * be registered in another country than its own. Null when the form is not the country's; outside Norway and the EU any is.
 */
export function normaliseVatNumber(text: string, country: string): string | null {
  const bare = text.toUpperCase().replace(/[\s.\-\u00a0]/g, '')
  const norwegian = /^(?:NO)?(\d{9})(?:MVA)?$/.exec(bare)?.[1]
  if (country === 'NO' || bare.startsWith('NO')) {
    if (norwegian) return isOrgNumber(norwegian) ? `NO${norwegian}MVA` : null
    if (bare.startsWith('NO')) return null
  }
  const own = country === 'GR' ? 'EL' : country
  if (vatNumbers[own]?.test(bare)) return own + bare
  const [letters, rest] = [bare.slice(0, 2), bare.slice(2)]
  if (vatNumbers[letters]?.test(rest)) return bare
  if (country === 'NO' || vatNumbers[own]) return null
  const written = text.trim().replace(/\s+/g, ' ').toUpperCase()
  return written.length <= 20 ? written : null
}

/** "NO988077917MVA" → "NO 988 077 917 MVA". */
export function formatVatNumber(number: string): string {
  return number.replace(/^NO(\d{3})(\d{3})(\d{3})MVA$/, 'NO $1 $2 $3 MVA')
}

/** Norwegian account number: eleven digits, weights 5 4 3 2 7 6 5 4 3 2, MOD11. */
export function isBankAccount(digits: string): boolean {
  if (!/^\d{11}$/.test(digits)) return false
  const sum = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2].reduce((total, weight, at) => total + weight * Number(digits[at]), 0)
  return (11 - (sum % 11)) % 11 === Number(digits[10])
}

/** IBAN (ISO 13616): the rearranged number modulo 97 is 1. */
export function isIban(iban: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false
  const digits = (iban.slice(4) + iban.slice(0, 4)).replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55))
  let remainder = 0
  for (const digit of digits) remainder = (remainder * 10 + Number(digit)) % 97
  return remainder === 1
}

/** GS1 GLN: thirteen digits, weights 1 3 from the left, modulo 10. */
export function isGln(digits: string): boolean {
  if (!/^\d{13}$/.test(digits)) return false
  const sum = [...digits.slice(0, 12)].reduce((total, digit, at) => total + Number(digit) * (at % 2 ? 3 : 1), 0)
  return (10 - (sum % 10)) % 10 === Number(digits[12])
}

/**
 * A telephone number as E.164, +47 when no country is given; null when it can not be one.
 * Norwegian numbers have eight digits (five for short numbers, twelve for machines).
 * Source: ITU-T E.164; Nkom's numbering plan.
 */
export function normalisePhone(text: string): string | null {
  // The zero of "+46 (0)8 …" is dialled at home only.
  const dialled = text.replace(/^(\s*(?:\+|00)[\d\s]*)\(0\)/, '$1')
  const bare = dialled.replace(/[\s().\-/\u00a0]/g, '').replace(/^00/, '+')
  const number = bare.startsWith('+') ? bare : `+47${bare}`
  if (!/^\+[1-9]\d{4,14}$/.test(number)) return null
  if (!number.startsWith('+47')) return number.length >= 8 ? number : null
  return /^\+47(?:[2-9]\d{7}|0\d{4}|1\d{2,4}|5[89]\d{10})$/.test(number) ? number : null
}

export function formatPhone(number: string): string {
  const national = /^\+47(\d{8})$/.exec(number)?.[1]
  if (!national) return number
  return /^[489]/.test(national)
    ? national.replace(/(\d{3})(\d{2})(\d{3})/, '$1 $2 $3')
    : national.replace(/(\d{2})(\d{2})(\d{2})(\d{2})/, '$1 $2 $3 $4')
}

/** A web address with its scheme, or null: only http and https, with a host that has a dot, no user name. */
export function normaliseWebsite(text: string): string | null {
  const scheme = /^[a-z][a-z0-9+.-]*:(?!\d)/i.exec(text)?.[0].toLowerCase()
  if (scheme && scheme !== 'http:' && scheme !== 'https:') return null
  const written = scheme
    ? text.replace(/^(https?):\/*/i, (_, name: string) => `${name.toLowerCase()}://`)
    : `https://${text}`
  if (/[\s\\<>"]/.test(written) || !URL.canParse(written)) return null
  const url = new URL(written)
  return url.hostname.includes('.') && !url.username && !url.password ? written : null
}

/**
 * An amount in kroner as øre: "1 234,50", "1234.50", "kr 1 234", "1.234,-". Three digits after the only point or comma are
 * a thousand when it is a point, as in Norway, and nothing that can be read when it is a comma.
 */
export function readKroner(text: string): number | null {
  const bare = text
    .replace(/kr\.?|nok|[\s\u00a0']/gi, '')
    .replace(/[,.][-–—]$/, '')
    .replace(/^[−–]/, '-')
  const found = /^(-?)(\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+(?=\.))(?:[.,](\d{1,2}))?$/.exec(bare)
  if (!found) return null
  const [, sign, whole = '', fraction = ''] = found
  return Number(`${sign}${whole.replace(/[.,]/g, '')}${fraction.padEnd(2, '0')}`)
}

/** "12345678903" → "1234 56 78903". */
export const formatBankAccount = (number: string) => number.replace(/^(\d{4})(\d{2})(\d{5})$/, '$1 $2 $3')

/** A calendar day that exists, written yyyy-mm-dd (ISO 8601) or dd.mm.yyyy as in Norway, also 31/12/2026 and 31122026. */
export function normaliseDay(text: string): string | null {
  const norwegian = /^(\d{1,2})[./, -]+(\d{1,2})[./, -]+(\d{4})$/.exec(text) ?? /^(\d{2})(\d{2})([12]\d{3})$/.exec(text)
  const iso = norwegian ? `${norwegian[3]}-${norwegian[2]?.padStart(2, '0')}-${norwegian[1]?.padStart(2, '0')}` : text
  if (!/^[12]\d{3}-\d{2}-\d{2}$/.test(iso)) return null
  const date = new Date(`${iso}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null
}

/** A time of day as hh:mm; also 9, 930, 9.30 and 0930. Null when there is no such time. */
export function normaliseTime(text: string): string | null {
  const [, hour, minute = '00'] = /^(\d{1,2})(?:[:.]?(\d{2}))?$/.exec(text.trim()) ?? []
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) return null
  return `${hour.padStart(2, '0')}:${minute}`
}

/** Text that no store or terminal can carry: NUL, other control characters, half a surrogate pair. */
export function isCleanText(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text) && text.isWellFormed()
}

export type AddressLines = Record<'name' | 'street' | 'street2' | 'postal_code' | 'city' | 'state', string | null>

/** The lines of an address as they stand on a letter, without the country. */
export function addressLines({ name, street, street2, postal_code, city, state }: AddressLines): string[] {
  const place = [postal_code, city].filter(Boolean).join(' ')
  return [name, street, street2, place, state].filter((line): line is string => Boolean(line))
}

/** Which address is used: invoice → postal → visiting; delivery → visiting → postal (R6). */
export function effectiveAddress<A>(
  kind: 'invoice' | 'delivery' | 'postal' | 'visiting',
  addresses: Record<'postal_address' | 'visiting_address' | 'delivery_address' | 'invoice_address', A | null>,
): A | null {
  const { postal_address: postal, visiting_address: visiting } = addresses
  if (kind === 'invoice') return addresses.invoice_address ?? postal ?? visiting
  if (kind === 'delivery') return addresses.delivery_address ?? visiting ?? postal
  return kind === 'postal' ? (postal ?? visiting) : (visiting ?? postal)
}

/** Letters that search takes for the same; as fold() in the database. */
export function foldLetters(text: string): string {
  return text
    .toLowerCase()
    .replace(/[øö]/g, 'o')
    .replaceAll('å', 'a')
    .replaceAll('æ', 'a')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ae', 'a')
    .replaceAll('oe', 'o')
    .replaceAll('aa', 'a')
}

/** A name in words alone, so that "Håkonsen A/S" and "haakonsen  as" are one. */
export function foldName(name: string): string {
  return foldLetters(name)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/\ba s\b/g, 'as')
    .trim()
}

/** A post-office box is where letters lie, not where anyone is: "Postboks 12", "Pb. 7", "Boks 3", "P.O. Box 40". */
export function isPoBox({ street, street2 }: Pick<AddressLines, 'street' | 'street2'>): boolean {
  const isBox = (line: string | null) => /^(?:postboks|pb\.?|boks|p\.? ?o\.? ?box)\s*\d/i.test(line?.trim() ?? '')
  return isBox(street) ? !street2 || !/\d/.test(street2) || isBox(street2) : !street && isBox(street2)
}
