import { z } from 'zod'
import { companyInputFor } from '#contract/companies.ts'
import { type CustomField, readCustomText } from '#contract/custom-fields.ts'
import { day, email, phone, text } from '#contract/fields.ts'
import type { ImportCounts } from '#contract/imports.ts'
import { type FieldError, fieldErrors, fieldMessage, type Language } from '#contract/messages.ts'
import { readKroner } from '#contract/rules.ts'
import { readCountry } from '#server/addresses/read-country.ts'

type RowError = { field: string; value: string; message: string; is_warning?: true }

/** What the rows of one import are read by. */
export type Reading = {
  mapping: (string | null)[]
  definitions: CustomField[]
  members: { id: string; name: string; email: string }[]
  language: Language
}

export type CompanyValues = z.output<ReturnType<typeof companyInputFor>>
export type PersonValues = z.output<typeof Person>
export type ReadRow = {
  /** Null where the row has no name and nothing else of a company. */
  company: CompanyValues | null
  /** Fields that the row has something in: the others are not to be touched in a company that is there. */
  given: string[]
  person: PersonValues | null
  categories: string[]
  errors: RowError[]
}

export type Rule = 'skip' | 'fill' | 'overwrite' | 'new'
export type Work = { id: string; rule: Rule; reading: Reading }
/** A row on its way: what is to become of its company, and which it is once that is known. */
export type Row = ReadRow & {
  number: number
  key: string | null
  decision: Rule | null
  company_id: string | null
  is_skipped: boolean
}
export type Tally = Pick<ImportCounts, 'faulty' | 'made' | 'changed' | 'persons' | 'left_out'>

const Person = z.strictObject({
  first_name: text(100).default(null),
  last_name: text(100).default(null),
  title: text(100).default(null),
  department: text(100).default(null),
  phone: phone.default(null),
  mobile: phone.default(null),
  email: email.default(null),
  birth_on: day.default(null),
})

/** One row of the file as the values of a company and a contact, judged by the same rules as the form and the API. */
export function readRow(cells: string[], reading: Reading): ReadRow {
  const typed = new Map<string, string>()
  for (const [at, field] of reading.mapping.entries()) {
    const cell = field && tidy(field, cells[at] ?? '')
    if (field && cell) typed.set(field, cell)
  }
  const errors: RowError[] = []
  const refuse = (found: FieldError[], prefix = '') => {
    for (const { field, message } of found) {
      const name = prefix + field
      errors.push({ field: name, value: typed.get(name) ?? typed.get(mappedName(name, typed)) ?? '', message })
    }
  }
  const raw = rawCompany(typed, reading, errors)
  const given = Object.keys(raw)
  // Without a name it may still be a row of a contact in a company that its number tells.
  const isOfCompany = [...typed.keys()].some((field) => !field.startsWith('person.'))
  const hasPerson = [...typed.keys()].some((field) => field.startsWith('person.'))
  const lacksName = !typed.has('name') && hasPerson && (typed.has('org_number') || typed.has('customer_number'))
  let company: CompanyValues | null = null
  if (isOfCompany) {
    const parsed = companyInputFor(reading.definitions, {}).safeParse(lacksName ? { ...raw, name: '–' } : raw, {
      reportInput: true,
    })
    if (parsed.success) company = lacksName ? { ...parsed.data, name: '' } : parsed.data
    else refuse(fieldErrors(parsed.error, reading.language))
  }
  const person = Person.safeParse(rawPerson(typed), { reportInput: true })
  if (!person.success) refuse(fieldErrors(person.error, reading.language), 'person.')
  const isNamed = person.success && (person.data.first_name ?? person.data.last_name) !== null
  if (hasPerson && person.success && !isNamed)
    errors.push({ field: 'person.name', value: '', message: fieldMessage('required', reading.language) })
  return {
    company,
    given,
    person: isNamed ? person.data : null,
    categories: (typed.get('categories') ?? '')
      .split(/[,;|]/)
      .map((name) => name.trim().slice(0, 100))
      .filter(Boolean),
    errors,
  }
}

/** The column in which a fault of a field was typed: an address has several, a list has parts. */
const mappedName = (field: string, typed: Map<string, string>) =>
  [...typed.keys()].find((name) => field === name || field.startsWith(`${name}.`)) ?? ''

/** White space at the ends goes; only a note may have lines. */
function tidy(field: string, cell: string): string {
  const trimmed = cell.replace(/[\u00a0\u2007\u202f]/g, ' ').trim()
  return field === 'note' || field.startsWith('custom.') ? trimmed : trimmed.replace(/[\r\n\t ]+/g, ' ')
}

const kroner = new Set(['turnover_ore', 'profit_ore', 'share_capital_ore'])
const flags = new Set(['is_customer', 'is_supplier', 'is_lead'])
const addressKinds = ['postal_address', 'visiting_address', 'delivery_address', 'invoice_address'] as const

function rawCompany(typed: Map<string, string>, reading: Reading, errors: RowError[]): Record<string, unknown> {
  const raw: Record<string, unknown> = {}
  const custom: Record<string, unknown> = {}
  const country = typed.has('country') ? readCountry(typed.get('country') ?? '') : 'NO'
  for (const [field, value] of typed) {
    if (field.startsWith('person.') || field.includes('_address.') || field === 'categories') continue
    if (field.startsWith('custom.')) {
      const definition = reading.definitions.find(({ id }) => field === `custom.${id}`)
      custom[field.slice(7)] = definition ? readCustomText(definition, value) : value
    } else if (field === 'owner') {
      const owner = findMember(value, reading.members)
      if (owner) raw.owner_id = owner
      else errors.push({ field, value, message: fieldMessage('unknown_owner', reading.language), is_warning: true })
    } else raw[field] = readValue(field, value, country)
  }
  if (Object.keys(custom).length > 0) raw.custom = custom
  for (const kind of addressKinds) {
    const parts = [...typed].filter(([field]) => field.startsWith(`${kind}.`))
    if (parts.length === 0) continue
    const address = Object.fromEntries(parts.map(([field, value]) => [field.slice(kind.length + 1), value]))
    if (address.postal_code) address.postal_code = readPostalCode(address.postal_code, country)
    raw[kind] = country === 'NO' ? address : { ...address, country }
  }
  return raw
}

function readValue(field: string, value: string, country: string): unknown {
  if (field === 'country') return country
  if (field === 'customer_number') return /^\d{1,12}$/.test(value) ? Number(value) : value
  if (kroner.has(field)) return readAmount(value)
  if (field === 'employees') return readWhole(value)
  if (flags.has(field)) return readFlag(value)
  if (field === 'invoice_emails') return value.split(/[,;\s]+/).filter(Boolean)
  if (field === 'founded_on') return readDay(value)
  if (field === 'language') return languages[value.toLocaleLowerCase('nb')] ?? value
  return value
}

/** Kroner as people write them, also "1 200 tusen" and "3,5 mill"; what is no amount goes as it is, and is refused. */
function readAmount(value: string): number | string {
  const found = /^(.*?)\s*(tusen|mill\.?|millioner|mrd\.?)?$/i.exec(value.replace(/,-$/, ''))
  const amount = readKroner(found?.[1] ?? '')
  const unit = (found?.[2] ?? '').toLowerCase()
  const times = unit.startsWith('mill')
    ? 1_000_000
    : unit.startsWith('mrd')
      ? 1_000_000_000
      : unit === 'tusen'
        ? 1_000
        : 1
  return amount === null ? value : Math.round(amount * times)
}

/** The year of "31.12.99" is the latest that is not to come. */
function readDay(value: string): string {
  const [, days, year] = /^(\d{1,2}[./-]\d{1,2}[./-])(\d{2})$/.exec(value) ?? []
  if (!days || !year) return value
  return `${days}${Number(year) > new Date().getFullYear() % 100 ? 19 : 20}${year}`
}

/** "ca. 12", "12 ansatte", "1 200". */
function readWhole(value: string): number | string {
  const found = /^(?:ca\.?\s*)?([\d ]+?)\s*(?:ansatte|employees)?$/i.exec(value)
  return found?.[1] ? Number(found[1].replaceAll(' ', '')) : value
}

const yes = new Set(['ja', 'j', 'yes', 'y', 'x', '1', 'true', 'sann', 'on'])
const no = new Set(['nei', 'n', 'no', '0', 'false', 'usann', 'off', '-'])
function readFlag(value: string): boolean | string {
  const word = value.toLocaleLowerCase('nb')
  return yes.has(word) || (no.has(word) ? false : value)
}

/** Excel takes codes for numbers and drops the zero in front; "N-" and "NO-" stand before many. */
function readPostalCode(value: string, country: string): string {
  if (country !== 'NO') return value
  const bare = value.replace(/^NO?[- ]/i, '')
  return /^\d{3}$/.test(bare) ? `0${bare}` : bare
}

const languages: Record<string, string> = {
  norsk: 'nb',
  bokmål: 'nb',
  no: 'nb',
  nynorsk: 'nn',
  engelsk: 'en',
  english: 'en',
  svensk: 'sv',
  dansk: 'da',
}

/** A colleague by e-mail address or name, also with the last name first. */
function findMember(value: string, members: Reading['members']): string | null {
  const wanted = value.toLocaleLowerCase('nb')
  const turned = wanted.includes(',') ? wanted.split(',').toReversed().join(' ').trim().replace(/\s+/g, ' ') : wanted
  const found = members.filter(
    ({ name, email: address }) => [wanted, turned].includes(name.toLocaleLowerCase('nb')) || address === wanted,
  )
  return found.length === 1 ? (found[0]?.id ?? null) : null
}

function rawPerson(typed: Map<string, string>) {
  const raw: Record<string, string> = {}
  for (const [field, value] of typed)
    if (field.startsWith('person.') && field !== 'person.name')
      raw[field.slice(7)] = field === 'person.birth_on' ? readDay(value) : value
  return { ...splitName(typed.get('person.name') ?? ''), ...raw }
}

/** "Kari Marie Nordmann" and "Nordmann, Kari Marie". */
function splitName(name: string): { first_name?: string; last_name?: string } {
  const [before = '', after] = name.split(/,\s*/)
  if (after) return { first_name: after, last_name: before }
  const words = name.split(' ').filter(Boolean)
  const last = words.length > 1 ? words.pop() : undefined
  return { ...(words.length > 0 && { first_name: words.join(' ') }), ...(last && { last_name: last }) }
}
