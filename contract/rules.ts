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
  const bare = text.replace(/[\s().\-/\u00a0]/g, '').replace(/^00/, '+')
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
  const written = scheme ? text : `https://${text}`
  if (/[\s\\<>"]/.test(written) || !URL.canParse(written)) return null
  const url = new URL(written)
  return url.hostname.includes('.') && !url.username && !url.password ? written : null
}

/** A calendar day that exists, written yyyy-mm-dd (ISO 8601) or dd.mm.yyyy as in Norway; null when it does not. */
export function normaliseDay(text: string): string | null {
  const norwegian = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text)
  const iso = norwegian ? `${norwegian[3]}-${norwegian[2]?.padStart(2, '0')}-${norwegian[1]?.padStart(2, '0')}` : text
  if (!/^[12]\d{3}-\d{2}-\d{2}$/.test(iso)) return null
  const date = new Date(`${iso}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null
}

/** Text that no store or terminal can carry: NUL, other control characters, half a surrogate pair. */
export function isCleanText(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text) && text.isWellFormed()
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
