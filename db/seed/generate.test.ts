import { expect, test } from 'vitest'
import { isBankAccount, isGln, isIban, isOrgNumber, normalisePhone, normaliseWebsite } from '#contract/rules.ts'
import { CompanyInput } from '#contract/companies.ts'
import { generateFirms, makeFirm, type SeedFirm } from './generate.ts'
import { lookupPostalPlace, readPostalCodes } from '#db/postal-codes.ts'

const firms = [...generateFirms({ count: 5_000 })]
const norwegian = firms.map(({ company }) => company).filter(({ country }) => country === 'NO')
const share = (holds: (firm: SeedFirm) => boolean) => firms.filter(holds).length / firms.length

test('every company is one that the form would take', () => {
  for (const { company } of firms) {
    const { id: _id, inactive_at: _inactive, ...fields } = company
    const parsed = CompanyInput.safeParse(fields)
    expect(parsed.error?.issues, JSON.stringify(company)).toBeUndefined()
    // What the form would store is what the generator made.
    expect(parsed.data).toMatchObject(fields)
  }
})

test('numbers have correct check digits', () => {
  for (const company of norwegian) {
    if (company.org_number) expect(isOrgNumber(company.org_number), company.org_number).toBe(true)
    if (company.bank_account) expect(isBankAccount(company.bank_account)).toBe(true)
    if (company.iban) expect(isIban(company.iban)).toBe(true)
    if (company.gln) expect(isGln(company.gln)).toBe(true)
  }
})

test('no two companies share an organisation number or an id, nor do those of the next seed', () => {
  const both = [
    ...firms,
    ...generateFirms({ seed: 2, count: 5_000 }),
    ...generateFirms({ from: 1_900_000, count: 2_000 }),
  ]
  const numbers = both.flatMap(({ company }) =>
    company.country === 'NO' && company.org_number ? [company.org_number] : [],
  )
  expect(new Set(numbers).size).toBe(numbers.length)
  const ids = both.flatMap(({ company, persons, affiliations }) => [
    company.id,
    ...persons.map(({ id }) => id),
    ...affiliations.map(({ id }) => id),
  ])
  expect(new Set(ids).size).toBe(ids.length)
})

test('telephones and web addresses are in their normal form', () => {
  for (const { company, persons, affiliations } of firms) {
    const phones = [
      company.phone,
      company.mobile,
      ...[...persons, ...affiliations].map(({ mobile }) => mobile),
      ...affiliations.map(({ phone }) => phone),
    ]
    for (const phone of phones) if (phone) expect(normalisePhone(phone), phone).toBe(phone)
    if (company.website) expect(normaliseWebsite(company.website)).toBe(company.website)
  }
})

test('Norwegian postal codes stand with their true places', () => {
  const addresses = norwegian.flatMap((company) => [
    company.postal_address,
    company.visiting_address,
    company.delivery_address,
    company.invoice_address,
  ])
  const given = addresses.filter((address) => address !== null)
  expect(given.length).toBeGreaterThan(5_000)
  for (const { postal_code, city } of given) expect(lookupPostalPlace(postal_code)).toBe(city)
})

test('the same seed gives the same firms, wherever one begins; another seed gives others', () => {
  expect(makeFirm(1, 4_321)).toEqual(firms[4_321])
  expect([...generateFirms({ from: 10, count: 3 })]).toEqual(firms.slice(10, 13))
  expect(makeFirm(2, 4_321).company.name).not.toBe(firms[4_321]?.company.name)
})

test('the firm is mixed as real ones are', () => {
  const people = firms.reduce((sum, { persons }) => sum + persons.length, 0) / firms.length
  expect(people).toBeGreaterThan(1.7)
  expect(people).toBeLessThan(2.4)
  expect(share(({ company }) => company.name.endsWith(' AS'))).toBeGreaterThan(0.6)
  expect(share(({ company }) => /bygg/i.test(company.name))).toBeGreaterThan(0.03)
  expect(share(({ company }) => /eiendom/i.test(company.name))).toBeGreaterThan(0.05)
  expect(share(({ company }) => /norsk/i.test(company.name))).toBeGreaterThan(0.01)
  expect(share(({ company }) => company.nickname !== null)).toBeGreaterThan(0.05)
  expect(share(({ company }) => company.inactive_at !== null)).toBeGreaterThan(0.03)
  expect(share(({ company }) => company.is_supplier)).toBeGreaterThan(0.08)
  expect(share(({ company }) => company.is_lead)).toBeGreaterThan(0.08)
  expect(share(({ company }) => company.country !== 'NO')).toBeGreaterThan(0.01)
  expect(new Set(firms.map(({ company }) => company.name)).size).toBeGreaterThan(4_500)
})

test('the postal register has its zeros in front and the places that one knows', () => {
  expect(readPostalCodes().size).toBeGreaterThan(5_000)
  expect([...readPostalCodes().keys()].every((code) => /^\d{4}$/.test(code))).toBe(true)
  expect(['0150', '5003', '7011', '9008', '8622', '9991'].map(lookupPostalPlace)).toEqual([
    'Oslo',
    'Bergen',
    'Trondheim',
    'Tromsø',
    'Mo i Rana',
    'Båtsfjord',
  ])
  expect(['0000', '150', '15 0', ''].map(lookupPostalPlace)).toEqual([null, null, null, null])
})
