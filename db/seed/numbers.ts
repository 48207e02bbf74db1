import { isBankAccount, isGln, isOrgNumber } from '#contract/rules.ts'
import type { Chance } from './random.ts'

/**
 * Organisation number of item `at`: valid, and different for each one below two million, also from those of the eight
 * seeds before and after. The multiplier shares no factor with the count, so the numbers go to and fro over the whole
 * range of 8… and 9… and each tens is used once. Of ten neighbours at least nine have a check digit.
 */
export function makeOrgNumber(seed: number, at: number): string {
  const count = 2_000_000
  const tens = (at * 1_548_771 + seed * 31) % count
  const numbers = Array.from({ length: 10 }, (_, unit) =>
    withCheckDigit(String(80_000_000 + tens * 10 + unit), isOrgNumber),
  )
  const number = numbers.filter((found) => found !== null)[seed % 9]
  if (!number || at >= count) throw new RangeError(`There is no organisation number for item ${at}.`)
  return number
}

/** The digits with the one check digit that makes them valid, or null when there is none. */
export function withCheckDigit(digits: string, isValid: (number: string) => boolean): string | null {
  for (let check = 0; check < 10; check++) if (isValid(`${digits}${check}`)) return `${digits}${check}`
  return null
}

export function makeBankAccount(chance: Chance): string {
  // The first four digits are the bank's; these belong to large Norwegian banks.
  const bank = chance.pick(['1503', '1506', '3201', '4212', '6005', '8601', '9710', '2480', '1813', '3624'])
  for (;;) {
    const account = withCheckDigit(`${bank}${String(chance.between(0, 999_999)).padStart(6, '0')}`, isBankAccount)
    if (account) return account
  }
}

/** GS1 Norway gives numbers that begin with 70. */
export function makeGln(chance: Chance): string {
  return withCheckDigit(`70${String(chance.between(0, 9_999_999_999)).padStart(10, '0')}`, isGln) ?? ''
}

/** ISO 13616: 98 less the remainder of account + "NO00", with the letters as numbers, by 97. */
export function makeIban(account: string): string {
  let remainder = 0
  for (const digit of `${account}232400`) remainder = (remainder * 10 + Number(digit)) % 97
  return `NO${String(98 - remainder).padStart(2, '0')}${account}`
}

export function makeMobile(chance: Chance): string {
  return `+47${chance.pickWeighted({ 4: 45, 9: 55 })}${String(chance.between(0, 9_999_999)).padStart(7, '0')}`
}

// First two digits of fixed numbers by the first digit of the postal code (Nkom's numbering plan by region).
const regions: Record<string, string[]> = {
  0: ['21', '22', '23', '24'],
  1: ['63', '64', '66', '67', '69'],
  2: ['61', '62', '63'],
  3: ['31', '32', '33', '35'],
  4: ['37', '38', '51', '52'],
  5: ['52', '53', '55', '56'],
  6: ['57', '70', '71'],
  7: ['72', '73', '74'],
  8: ['75', '76'],
  9: ['77', '78'],
}

export function makeLandline(chance: Chance, postalCode: string): string {
  const region = chance.pick(regions[postalCode[0] ?? '0'] ?? ['22'])
  return `+47${region}${String(chance.between(0, 999_999)).padStart(6, '0')}`
}

/** UUID version 7 whose moment is that of item `at`, one a millisecond, so that rows land in order. */
export function makeId(chance: Chance, at: number): string {
  const moment = (Date.UTC(2026, 0, 1) + at).toString(16).padStart(12, '0')
  const hex = (digits: number) =>
    Math.floor(chance.fraction() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0')
  return `${moment.slice(0, 8)}-${moment.slice(8)}-7${hex(3)}-${chance.pick(['8', '9', 'a', 'b'])}${hex(3)}-${hex(6)}${hex(6)}`
}
