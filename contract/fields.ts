// The kinds of field that forms and endpoints are made of. Input is trimmed and normalised; the message of a
// failed check is a code of contract/messages.ts.
import { z } from 'zod'
import { isCountry } from '#contract/countries.ts'
import {
  isBankAccount,
  isCleanText,
  isGln,
  isIban,
  normaliseDay,
  normalisePhone,
  normaliseWebsite,
} from '#contract/rules.ts'

const clean = (max: number) =>
  z
    .string()
    .refine(isCleanText, { error: 'unusable_character', abort: true })
    .transform((text) => text.normalize('NFC').trim())
    .pipe(z.string().max(max))

/** Text that must be there: 1 to `max` characters after trimming. */
export const requiredText = (max: number) => clean(max).pipe(z.string().min(1, 'required'))

/** Optional text: an empty one is null. */
export const text = (max: number) =>
  clean(max)
    .transform((value) => value || null)
    .nullable()

/** Part of what one remembers; empty when not given. */
export const fragment = (max: number) => clean(max).default('')

/** An optional text that `rule` normalises, or refuses with null. */
function normalised(max: number, rule: (value: string) => string | null, code: string) {
  return clean(max)
    .transform((value, context) => {
      if (!value) return null
      const found = rule(value)
      if (found === null) context.issues.push({ code: 'custom', message: code, input: value })
      return found
    })
    .nullable()
}

const spaceless = (value: string) => value.replace(/[\s.]/g, '').toUpperCase()
const only = (isValid: (value: string) => boolean) => (value: string) => {
  const bare = spaceless(value)
  return isValid(bare) ? bare : null
}

/** One address of the local@domain kind, ≤ 254 characters (RFC 5321). */
const isEmail = (value: string) => z.email().safeParse(value).success && value.length <= 254

export const requiredEmail = clean(254)
  .transform((value) => value.toLowerCase())
  .pipe(z.string().refine(isEmail, 'email'))
export const email = normalised(254, (value) => (isEmail(value) ? value.toLowerCase() : null), 'email')
/** Stored as E.164; Norwegian numbers may be written without +47. */
export const phone = normalised(40, normalisePhone, 'phone')
/** http or https only; the scheme is added when missing. */
export const website = normalised(255, normaliseWebsite, 'website')
/** A day, stored yyyy-mm-dd. */
export const day = normalised(20, normaliseDay, 'day')
/** A moment, ISO 8601 with its offset or Z, from 1900 to 2199; stored in UTC, in whole seconds. */
export const moment = z
  .string()
  .transform((typed, context) => {
    const isWhole = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/i.test(typed)
    const at = isWhole ? Date.parse(typed) : NaN
    if (at >= Date.UTC(1900) && at < Date.UTC(2200)) return new Date(Math.floor(at / 1_000) * 1_000).toISOString()
    context.issues.push({ code: 'custom', message: 'moment', input: typed })
    return z.NEVER
  })
  .pipe(z.string())
export const bankAccount = normalised(20, only(isBankAccount), 'bank_account')
export const iban = normalised(42, only(isIban), 'iban')
export const gln = normalised(20, only(isGln), 'gln')
/** ISO 9362, eight or eleven characters; written with spaces or without. */
export const bic = normalised(
  20,
  only((value) => /^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(value)),
  'bic',
)
/** ISO 3166-1 alpha-2. */
export const country = clean(2)
  .transform((value) => value.toUpperCase())
  .pipe(z.string().refine(isCountry, 'country'))
/** Whole øre, within what a number holds exactly. (`multipleOf` and not `int`, which would hide what else is wrong.) */
const largestOre = 999_999_999_999_999
export const ore = z
  .number('kroner')
  .multipleOf(1, 'kroner')
  .min(-largestOre, 'kroner_too_many')
  .max(largestOre, 'kroner_too_many')
  .nullable()

/** A whole number from `min` to `max`. */
export const whole = (min: number, max: number) =>
  z
    .number({ error: ({ code }) => (code === 'invalid_type' ? 'whole_number' : undefined) })
    .multipleOf(1, 'whole_number')
    .min(min)
    .max(max)
export const count = whole(0, 100_000_000).nullable()
export const id = z.uuid()
/** Several ids with commas between. */
export const ids = z
  .string()
  .max(4_000)
  .default('')
  .transform((text) => text.split(',').filter(Boolean))
  .pipe(z.array(id).max(100))

/**
 * An address with its own name line (R59). A postal code has four digits in Norway and up to twelve characters elsewhere;
 * no country means Norway. One with nothing but a country is none.
 */
export const Address = z
  .strictObject({
    name: text(200).default(null),
    street: text(250).default(null),
    street2: text(250).default(null),
    postal_code: text(12).default(null),
    city: text(100).default(null),
    state: text(100).default(null),
    country: country.nullable().default(null),
  })
  .transform((value, context) => {
    const isAbroad = (value.country ?? 'NO') !== 'NO'
    // "N-0150" and "NO-0150" are how foreigners write it.
    const postal_code = isAbroad ? value.postal_code : (value.postal_code?.replace(/^NO?-(?=\d)/i, '') ?? null)
    if (!isAbroad && postal_code && !/^\d{4}$/.test(postal_code))
      context.issues.push({ code: 'custom', message: 'postal_code', path: ['postal_code'], input: postal_code })
    const { country, ...lines } = { ...value, postal_code }
    return Object.values(lines).some(Boolean) ? { ...lines, country } : null
  })
  .nullable()

const line = z.string().nullable().default(null)

/** Addresses from before a line was there read as if it were empty. */
export const AddressReply = z
  .object({
    name: line,
    street: line,
    street2: line,
    postal_code: line,
    city: line,
    state: line,
    country: line,
  })
  .nullable()

/** When a rule over several fields is asked: beside other faults too, but only of what has fields at all. */
export const ofObjects = ({ value }: { value: unknown }) => typeof value === 'object' && value !== null
