import ICAL from 'ical.js'
import type { z } from 'zod'
import { Address, day, email, phone } from '#contract/fields.ts'
import { fieldErrors, fieldMessage, type Language } from '#contract/messages.ts'
import { PersonInput, RoleInput } from '#contract/people.ts'
import { mostCards, mostLines } from '#contract/vcards.ts'
import { readCountry } from '#server/addresses/read-country.ts'
import { AppError } from '#server/platform/errors.ts'

type Person = z.output<typeof PersonInput>
type Role = z.output<typeof RoleInput>
export type FoundCard = {
  at: number
  name: string
  person: Person | null
  role: Role | null
  company_name: string | null
  errors: string[]
}

/** The cards of a file, each judged by itself: one that can not be read is told, and the others are taken. */
export async function readVcards(text: string, language: Language): Promise<FoundCard[]> {
  const cards = split(text)
  if (cards.length === 0) throw new AppError('invalid', { field: 'file', message: 'vcards_none' })
  if (cards.length > mostCards) throw new AppError('invalid', { field: 'file', message: 'vcards_many' })
  const found: FoundCard[] = []
  for (const [at, card] of cards.entries()) {
    found.push(readCard(card, at + 1, language))
    // Others are answered between the cards of a large file.
    if (at % 50 === 49) await new Promise(setImmediate)
  }
  return found
}

/** The text of each card. What stands outside of cards is nobody's. */
function split(text: string): string[] {
  const cards: string[] = []
  let lines: string[] | null = null
  for (const line of text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/)) {
    if (/^BEGIN:VCARD\s*$/i.test(line)) lines = []
    else if (/^END:VCARD\s*$/i.test(line) && lines) {
      cards.push(lines.join('\r\n'))
      if (cards.length > mostCards) return cards
      lines = null
    } else if (lines && line.trim() !== '') lines.push(line)
  }
  // The last one was cut off: it is told as faulty.
  if (lines) cards.push('CUT')
  return cards
}

function readCard(text: string, at: number, language: Language): FoundCard {
  const nothing = { at, name: '', person: null, role: null, company_name: null }
  // A folded line begins with a space; a picture may have thousands of those.
  const lineCount = text.match(/(?:^|\r\n)(?=[^ \t])/g)?.length ?? 0
  if (lineCount > mostLines) return { ...nothing, errors: [fieldMessage('vcard_large', language)] }
  const properties = parse(text)
  if (!properties) return { ...nothing, errors: [fieldMessage('vcard_unreadable', language)] }
  const { person, role, company_name } = take(properties)
  const name = [person.first_name, person.last_name].filter(Boolean).join(' ')
  const parsed = PersonInput.safeParse(person, { reportInput: true })
  const parsedRole = RoleInput.safeParse(role, { reportInput: true })
  const errors = [parsed, parsedRole].flatMap(({ error }) =>
    error ? fieldErrors(error, language).map(({ message }) => message) : [],
  )
  const isGood = parsed.success && parsedRole.success
  return {
    at,
    name: name.slice(0, 200),
    person: isGood ? parsed.data : null,
    role: isGood && company_name ? parsedRole.data : null,
    company_name: company_name?.slice(0, 200) ?? null,
    errors,
  }
}

type Property = { name: string; types: string[]; values: string[] }

function parse(text: string): Property[] | null {
  try {
    const [, properties] = ICAL.parse(`BEGIN:VCARD\r\n${plain(text)}\r\nEND:VCARD\r\n`) as [string, unknown[][]]
    return properties.map(([name, parameters, , ...values]) => ({
      name: String(name),
      types: [(parameters as { type?: string | string[] }).type ?? []].flat().map((type) => type.toLowerCase()),
      values: partsOf(values).map((value) => [value].flat().join(' ').trim()),
    }))
  } catch {
    return null
  }
}

/** The parts of a structured value, of which each may be a list again ("Philip,Paul"); else the values. */
const partsOf = (values: unknown[]) => (Array.isArray(values[0]) ? (values[0] as unknown[]) : values)

/** vCard 2.1, which old telephones write: types without a name before them ("TEL;CELL:"), which no later version has. */
const plain = (text: string) =>
  /^VERSION:2\.1/im.test(text)
    ? text.replace(
        /^([A-Z-]+)((?:;[A-Z0-9-]+)+)(?=[;:])/gim,
        (_, name: string, types: string) => `${name};TYPE=${types.slice(1).split(';').join(',')}`,
      )
    : text

type Taken = { person: Record<string, unknown>; role: Record<string, unknown>; company_name: string | null }

/** What becomes of the properties. What has no field, or one that is taken, goes to the note: nothing is lost. */
function take(properties: Property[]): Taken {
  const of = (name: string) => properties.filter((property) => property.name === name)
  const [org, title] = [of('org')[0]?.values ?? [], of('title')[0]?.values[0] ?? of('role')[0]?.values[0]]
  const taken: Taken = { person: namesOf(of('n')[0], of('fn')[0]), role: {}, company_name: org[0] || null }
  const left: string[] = []
  const { person, role } = taken
  person.nickname = of('nickname')[0]?.values[0] ?? null
  if (taken.company_name) Object.assign(role, { title: title ?? null, department: org[1] || null })
  else if (title) left.push(title)
  for (const { types, values } of of('tel')) placeNumber(taken, types, values[0] ?? '', left)
  for (const { types, values } of of('email')) placeEmail(taken, types, values[0] ?? '', left)
  for (const { types, values } of of('adr')) {
    const address = types.includes('work') && !types.includes('home') ? null : addressOf(values)
    if (!person.private_address && address) person.private_address = address
    else left.push(values.filter(Boolean).join(', '))
  }
  const birth = of('bday')[0]?.values[0]
  const birthOn = birth && day.safeParse(birth.slice(0, 10)).data
  if (birthOn) person.birth_on = birthOn
  else if (birth) left.push(`BDAY ${birth}`)
  const notes = of('note').map(({ values }) => values.join(', '))
  person.note = [...notes, ...left].filter(Boolean).join('\n') || null
  return taken
}

function namesOf(n: Property | undefined, fn: Property | undefined) {
  const [last_name = '', first = '', middle = ''] = n?.values ?? []
  if (last_name || first) return { last_name, first_name: [first, middle].filter(Boolean).join(' ') }
  const words = (fn?.values[0] ?? '').split(/\s+/).filter(Boolean)
  return { last_name: words.pop() ?? '', first_name: words.join(' ') }
}

/** Into the first of these fields that is free; else it is left. */
function place(value: string, left: string[], fields: (readonly [Record<string, unknown>, string])[]) {
  const free = fields.find(([record, field]) => record[field] === undefined)
  if (free) free[0][free[1]] = value
  else left.push(value)
}

function placeNumber({ person, role, company_name }: Taken, types: string[], written: string, left: string[]) {
  const number = phone.safeParse(written.replace(/^tel:/i, '').replace(/;.*$/, '')).data
  if (!number) {
    if (written) left.push(written)
    return
  }
  const isWork = company_name !== null && types.includes('work')
  const [record, other] = isWork ? [role, person] : [person, role]
  if (types.includes('fax')) place(number, left, company_name ? [[role, 'fax']] : [])
  else if (types.includes('cell'))
    place(number, left, [[record, 'mobile'], ...(company_name ? ([[other, 'mobile']] as const) : [])])
  else place(number, left, [[record, 'phone'], ...(company_name ? ([[other, 'phone']] as const) : [])])
}

function placeEmail({ person, role, company_name }: Taken, types: string[], written: string, left: string[]) {
  const address = email.safeParse(written.replace(/^mailto:/i, '')).data
  const own = [
    [person, 'email'],
    [person, 'alternative_email'],
  ] as const
  if (address) place(address, left, company_name && types.includes('work') ? [[role, 'email'], ...own] : [...own])
  else if (written) left.push(written)
}

/** Post box, extension, street, place, region, code, country (RFC 6350, 6.3.1). */
function addressOf([box, more, street, city, state, postal_code, country]: string[]) {
  const written = {
    street: [street, box].filter(Boolean).join(', '),
    street2: more ?? '',
    postal_code: postal_code ?? '',
    city: city ?? '',
    state: state ?? '',
    country: country ? readCountry(country) : null,
  }
  return Address.safeParse(written).data ?? null
}
