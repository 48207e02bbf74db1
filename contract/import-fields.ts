// What a column of an import file may be, and the headings that people and other systems give it.

/** `postal_address.street` is a part of a field; `person.…` is of the contact; `custom.<id>` a field of the firm's own. */
const headingsOf = {
  customer_number: 'kundenr, kundenummer, customer no, customer number, kunde id, kundeid, nr',
  name: 'firmanavn, navn, firma, bedrift, bedriftsnavn, selskap, kunde, company, company name, name, kundenavn',
  nickname: 'kallenavn, kortnavn, nickname, alias',
  org_number: 'orgnr, organisasjonsnummer, org number, organisation number, foretaksnummer',
  phone: 'telefon, tlf, telefonnummer, phone, hovednummer, sentralbord',
  mobile: 'mobil, mobiltelefon, mobile, mobilnummer',
  fax: 'faks, fax, telefaks',
  email: 'e-post, epost, email, mail, e-postadresse, epostadresse',
  invoice_emails: 'e-post faktura, fakturaepost, faktura e-post, epost faktura, invoice email',
  website: 'hjemmeside, nettside, web, www, website, url, internett',
  owner: 'ansvarlig, eier, selger, kundeansvarlig, owner, saksbehandler',
  industry: 'bransje, industry, næring',
  source: 'kilde, source',
  categories: 'kategori, kategorier, category, categories, gruppe',
  is_customer: 'er kunde, kunde jn, customer yn, is customer',
  is_supplier: 'leverandør, leverandør jn, supplier, is supplier',
  is_lead: 'lead, emne, prospekt, is lead',
  employees: 'ansatte, antall ansatte, employees',
  turnover_ore: 'omsetning, turnover, revenue, omsetning kr',
  profit_ore: 'resultat, profit, resultat kr',
  share_capital_ore: 'aksjekapital, share capital',
  founded_on: 'stiftet, stiftelsesdato, founded, reg dato',
  gln: 'gln, ean lokasjon',
  vat_number: 'mva-nr, mvanr, mva nummer, vat number, vat no',
  bank_account: 'kontonr, kontonummer, bankkonto, bank account',
  iban: 'iban',
  bic: 'bic, swift',
  language: 'språk, language',
  note: 'notat, merknad, kommentar, note, notes, beskrivelse',
  country: 'land, country, landkode',
  'postal_address.street': 'postadresse, adresse, gate, street, address, adresse 1, gateadresse',
  'postal_address.street2': 'adresse 2, adresselinje 2, address 2',
  'postal_address.postal_code': 'postnr, postnummer, zip, postal code, zip code',
  'postal_address.city': 'poststed, by, sted, city',
  'visiting_address.street': 'besøksadresse, besøk adresse, visiting address',
  'visiting_address.postal_code': 'besøk postnr, besøksadresse postnr, besøkspostnr',
  'visiting_address.city': 'besøk poststed, besøksadresse poststed, besøkssted',
  'delivery_address.street': 'leveringsadresse, levering adresse, delivery address',
  'delivery_address.postal_code': 'levering postnr, leveringsadresse postnr',
  'delivery_address.city': 'levering poststed, leveringsadresse poststed',
  'invoice_address.street': 'fakturaadresse, faktura adresse, invoice address',
  'invoice_address.postal_code': 'faktura postnr, fakturaadresse postnr',
  'invoice_address.city': 'faktura poststed, fakturaadresse poststed',
  'person.name': 'kontaktperson, kontakt, contact, contact person, kontaktnavn, attention',
  'person.first_name': 'fornavn, first name, kontakt fornavn',
  'person.last_name': 'etternavn, last name, kontakt etternavn',
  'person.title': 'stilling, tittel, title, position, rolle',
  'person.department': 'avdeling, department',
  'person.phone': 'kontakt telefon, kontakt tlf, direkte telefon, contact phone',
  'person.mobile': 'kontakt mobil, contact mobile, mobil kontakt',
  'person.email': 'kontakt e-post, kontakt epost, contact email, e-post kontakt',
  'person.birth_on': 'fødselsdato, birth date, født',
} as const

export type ImportField = keyof typeof headingsOf
export const importFields = Object.keys(headingsOf) as ImportField[]

/** Letters and digits of a heading, so that "Org.nr.", "ORGNR" and "Org nr" are one. */
const bare = (heading: string) =>
  heading
    .normalize('NFC')
    .toLocaleLowerCase('nb')
    .replace(/[^\p{L}\p{N}]/gu, '')

const fieldOfHeading = new Map(
  importFields.flatMap((field) => headingsOf[field].split(',').map((heading) => [bare(heading), field] as const)),
)

/** For each column the field that its heading means, or null; no field twice. `own` are labels of the firm's own fields. */
export function guessFields(header: string[], own: { id: string; label: string }[]): (string | null)[] {
  const labels = new Map(own.map(({ id, label }) => [bare(label), `custom.${id}`]))
  const taken = new Set<string>()
  return header.map((heading) => {
    const field = labels.get(bare(heading)) ?? fieldOfHeading.get(bare(heading))
    if (!field || taken.has(field)) return null
    taken.add(field)
    return field
  })
}

/** A first line is headings when two of them, or its only one, are known. */
export function looksLikeHeader(cells: string[]): boolean {
  const known = cells.filter((cell) => fieldOfHeading.has(bare(cell))).length
  return known >= 2 || (cells.length === 1 && known === 1)
}
