// Reads what Enhetsregisteret answers. Fields may be missing, null, empty or of another type than told, and new ones come
// without notice: what can not be read is not known, and never a failure.
import type { RegisterRole, RegisterUnit } from '#contract/register.ts'
import { isCountry } from '#contract/countries.ts'
import { normaliseDay, normalisePhone, normaliseWebsite } from '#contract/rules.ts'
import { lookupPostalPlace } from '#db/postal-codes.ts'
import { readableName } from './readable-name.ts'

type Json = Record<string, unknown>

/** A unit or a branch; null when it has no number, and so is none. */
export function readUnit(reply: unknown): RegisterUnit | null {
  const raw = object(reply)
  const org_number = text(raw.organisasjonsnummer)
  if (!org_number || !/^\d{9}$/.test(org_number)) return null
  const registered_name = text(raw.navn) ?? org_number
  const form = coded(raw.organisasjonsform)
  const is_sub_unit = form?.code === 'BEDR' || form?.code === 'AAFY' || raw.beliggenhetsadresse !== undefined
  const business = object(raw.forretningsadresse ?? raw.beliggenhetsadresse)
  return {
    org_number,
    is_sub_unit,
    name: readableName(registered_name),
    registered_name,
    org_form: form,
    industries: [raw.naeringskode1, raw.naeringskode2, raw.naeringskode3].map(coded).filter((code) => code !== null),
    sector: coded(raw.institusjonellSektorkode),
    postal_address: address(raw.postadresse),
    business_address: address(business),
    municipality: municipality(business),
    employees: whole(raw.antallAnsatte),
    ...readFlags(raw),
    founded_on: day(raw.stiftelsesdato),
    registered_on: day(raw.registreringsdatoEnhetsregisteret),
    articles_on: day(raw.vedtektsdato),
    capital: capital(raw.kapital),
    purpose: lines(raw.vedtektsfestetFormaal),
    activity: lines(raw.aktivitet),
    parent_org_number: number(raw.overordnetEnhet),
    website: website(raw.hjemmeside),
    email: email(raw.epostadresse),
    phone: phone(raw.telefon),
    mobile: phone(raw.mobil),
    last_accounts_year: year(raw.sisteInnsendteAarsregnskap),
    language: language(raw.maalform),
    former_names: array(raw.historiskeNavn)
      .map(formerName)
      .filter((former) => former !== null),
    remarks: array(raw.paategninger)
      .map(remark)
      .filter((found) => found !== null),
    started_on: day(raw.oppstartsdato),
    closed_on: day(raw.nedleggelsesdato),
    deleted_on: day(raw.slettedato),
  }
}

function readFlags(raw: Json) {
  return {
    is_vat_registered: raw.registrertIMvaregisteret === true,
    vat_registered_on: day(raw.registreringsdatoMerverdiavgiftsregisteret),
    is_in_business_register: raw.registrertIForetaksregisteret === true,
    business_register_on: day(raw.registreringsdatoForetaksregisteret),
    is_in_foundation_register: raw.registrertIStiftelsesregisteret === true,
    is_in_voluntary_register: raw.registrertIFrivillighetsregisteret === true,
    is_in_group: raw.erIKonsern === true,
    is_bankrupt: raw.konkurs === true || day(raw.konkursdato) !== null,
    bankrupt_on: day(raw.konkursdato),
    is_winding_up: raw.underAvvikling === true,
    winding_up_on: day(raw.underAvviklingDato),
    is_forced_winding_up: raw.underTvangsavviklingEllerTvangsopplosning === true,
  }
}

/** The roles that are held now, in the register's order of groups. */
export function readRoles(reply: unknown): RegisterRole[] {
  return array(object(reply).rollegrupper).flatMap((group) => {
    const kind = coded(object(group).type)
    if (!kind) return []
    return array(object(group).roller)
      .map(object)
      .filter((role) => role.fratraadt !== true && role.avregistrert !== true)
      .toSorted((one, other) => (whole(one.rekkefolge) ?? 0) - (whole(other.rekkefolge) ?? 0))
      .map((role) => readRole(kind, role))
      .filter((role) => role !== null)
  })
}

function readRole(group: RegisterRole['group'], raw: Json): RegisterRole | null {
  const role = coded(raw.type)
  const person = readPerson(raw.person)
  const unit = readRoleUnit(raw.enhet)
  if (!role || (!person && !unit)) return null
  return { group, role, person, unit, elected_by: coded(raw.valgtAv)?.name ?? null, share: text(raw.ansvarsandel) }
}

function readPerson(value: unknown): RegisterRole['person'] {
  const raw = object(value)
  const name = object(raw.navn)
  const first = [text(name.fornavn), text(name.mellomnavn)].filter(Boolean).join(' ')
  const last_name = text(name.etternavn) ?? ''
  if (!first && !last_name) return null
  return { first_name: readableName(first), last_name: readableName(last_name), is_dead: raw.erDoed === true }
}

function readRoleUnit(value: unknown): RegisterRole['unit'] {
  const raw = object(value)
  const org_number = number(raw.organisasjonsnummer)
  const name = lines(raw.navn)?.replaceAll('\n', ' ') ?? text(raw.navn)
  if (!org_number || !name) return null
  return { org_number, name: readableName(name), is_deleted: raw.erSlettet === true }
}

/** The street or box on its own line, what else there is (c/o, a building) on the second. */
function address(value: unknown): RegisterUnit['postal_address'] {
  const raw = object(value)
  const written = array(raw.adresse)
    .map(text)
    .filter((line) => line !== null)
  const main = written.findLast((line) => /\d/.test(line) && !/^(c\/o|v\/|att)/i.test(line)) ?? written.at(-1) ?? null
  const postal_code = text(raw.postnummer)
  const code = text(raw.landkode)?.toUpperCase() ?? 'NO'
  const city = text(raw.poststed)
  if (!main && !postal_code && !city) return null
  const rest = written.filter((line) => line !== main).join(', ')
  return {
    name: null,
    street: main,
    street2: rest || null,
    postal_code,
    city: city && ((code === 'NO' && postal_code && knownPlace(postal_code, city)) || readableName(city)),
    state: null,
    country: isCountry(code) ? code : null,
  }
}

/** The spelling of the shipped register of places, where it is the same place. */
function knownPlace(code: string, city: string) {
  const known = lookupPostalPlace(code)
  return known && known.toUpperCase() === city.toUpperCase() ? known : null
}

function municipality(raw: Json) {
  const [code, name] = [text(raw.kommunenummer), text(raw.kommune)]
  return code && name ? { code, name: readableName(name) } : null
}

function capital(value: unknown): RegisterUnit['capital'] {
  const raw = object(value)
  const amount = amountOf(raw.belop)
  if (amount === null) return null
  return {
    amount_ore: amount,
    currency: text(raw.valuta) ?? 'NOK',
    shares: whole(raw.antallAksjer),
    registered_on: day(raw.innfortDato),
  }
}

function formerName(value: unknown) {
  const raw = object(value)
  const name = text(raw.navn)
  return name ? { name: readableName(name), from_on: day(raw.fraDato), to_on: day(raw.tilDato) } : null
}

function remark(value: unknown) {
  const raw = object(value)
  const found = text(raw.tekst)
  return found ? { text: found, on: day(raw.innfoertDato) } : null
}

function language(value: unknown) {
  const known: Record<string, 'nb' | 'nn'> = { bokmål: 'nb', nynorsk: 'nn' }
  return known[text(value)?.toLowerCase() ?? ''] ?? null
}

// What a value of the answer is, or that it is nothing.

export const object = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
export const array = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** Clean text of at most two thousand characters; an empty one is none. */
export function text(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null
  const clean = String(value)
    // oxlint-disable-next-line no-control-regex -- no store takes control characters
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
    .toWellFormed()
    .normalize('NFC')
    .trim()
  return clean.slice(0, 2_000).toWellFormed() || null
}

const lines = (value: unknown) => array(value).map(text).filter(Boolean).join('\n') || null
export const day = (value: unknown) => {
  const written = text(value)
  return written === null ? null : normaliseDay(written.slice(0, 10))
}
const number = (value: unknown) => {
  const written = text(value)
  return written && /^\d{9}$/.test(written) ? written : null
}
const year = (value: unknown) => {
  const written = text(value)
  return written && /^[12]\d{3}$/.test(written) ? Number(written) : null
}
export const whole = (value: unknown) => {
  const count = typeof value === 'string' && value.trim() ? Number(value) : value
  return typeof count === 'number' && Number.isSafeInteger(count) && Math.abs(count) <= 2_147_483_647 ? count : null
}
/** Whole currency units, or with decimals, as hundredths. */
export const amountOf = (value: unknown) => {
  const amount = typeof value === 'string' && value.trim() ? Number(value) : value
  if (typeof amount !== 'number' || !Number.isFinite(amount)) return null
  const hundredths = Math.round(amount * 100)
  return Number.isSafeInteger(hundredths) ? hundredths : null
}

function coded(value: unknown) {
  const raw = object(value)
  const code = text(raw.kode)
  return code ? { code, name: text(raw.beskrivelse) ?? code } : null
}

const phone = (value: unknown) => normalisePhone(text(value) ?? '')
const website = (value: unknown) => {
  const written = text(value)
  const found = written && written.length <= 255 ? normaliseWebsite(written) : null
  return found && found.length <= 255 ? found : null
}
const email = (value: unknown) => {
  const written = text(value)?.toLowerCase() ?? ''
  return /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(written) && written.length <= 254 ? written : null
}
