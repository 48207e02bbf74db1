import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { RegisterAccounts, RegisterRole, RegisterUnit } from '#contract/register.ts'
import { readAccounts } from '#server/register/accounts.ts'
import { readRoles, readUnit } from '#server/register/unit.ts'

const sample = (name: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'samples', `${name}.json`), 'utf8')) as Record<string, unknown>

test('a unit is read with its addresses, codes and flags', () => {
  const unit = readUnit(sample('unit'))
  expect(RegisterUnit.parse(unit)).toEqual(unit)
  expect(unit).toMatchObject({
    org_number: '112233445',
    is_sub_unit: false,
    name: 'Sesam Stasjon',
    registered_name: 'SESAM STASJON',
    org_form: { code: 'AS', name: 'Aksjeselskap' },
    industries: [{ code: '52.292', name: 'Skipsmegling' }],
    postal_address: {
      ...{
        street: 'Postboks 1752 Vika',
        street2: 'c/o reder K. Rusing',
        postal_code: '0122',
        city: 'Oslo',
        country: 'NO',
      },
    },
    business_address: { street: 'Tyvholmen 1', street2: null, postal_code: '0101' },
    municipality: { code: '0301', name: 'Oslo' },
    employees: 50,
    is_vat_registered: true,
    is_bankrupt: false,
    bankrupt_on: null,
    founded_on: '2017-10-20',
    purpose: null,
    language: 'nb',
    deleted_on: null,
  })
})

test('a branch is read with where it is and whose it is', () => {
  expect(readUnit(sample('sub-unit'))).toMatchObject({
    is_sub_unit: true,
    parent_org_number: '112233445',
    business_address: { street: 'Tyvholmen 1', city: 'Oslo' },
    closed_on: '2018-10-20',
  })
})

test('of a unit that is struck off name, form and day are left', () => {
  const unit = readUnit(sample('unit-deleted'))
  expect(RegisterUnit.parse(unit)).toMatchObject({
    deleted_on: '2017-10-20',
    name: 'Slettet Enhet AS',
    postal_address: null,
  })
})

test.for<[string, Record<string, unknown>, Record<string, unknown>]>([
  [
    'a form with a Norwegian letter',
    { organisasjonsform: { kode: 'SÆR' } },
    { org_form: { code: 'SÆR', name: 'SÆR' } },
  ],
  [
    'an address abroad',
    { postadresse: { land: 'Sverige', landkode: 'SE', poststed: '111 22 STOCKHOLM', adresse: ['Drottninggatan 1'] } },
    {
      postal_address: {
        name: null,
        street: 'Drottninggatan 1',
        street2: null,
        postal_code: null,
        city: '111 22 Stockholm',
        state: null,
        country: 'SE',
      },
    },
  ],
  ['lines that are null', { postadresse: { adresse: [null, '', null] } }, { postal_address: null }],
  ['an address that is no object', { postadresse: 'Storgata 1' }, { postal_address: null }],
  ['a website without scheme', { hjemmeside: 'www.sesam.no' }, { website: 'https://www.sesam.no' }],
  ['a website that is none', { hjemmeside: 'javascript:alert(1)' }, { website: null }],
  [
    'numbers as they write them',
    { telefon: '51 99 00 00', mobil: '+47 412 34 567' },
    { phone: '+4751990000', mobile: '+4741234567' },
  ],
  ['a number that is none', { telefon: 'ring oss', mobil: null }, { phone: null, mobile: null }],
  ['employees as text', { antallAnsatte: '12' }, { employees: 12 }],
  ['employees beyond reason', { antallAnsatte: 1e300 }, { employees: null }],
  [
    'capital with decimals',
    { kapital: { belop: 30000.5, valuta: 'NOK', antallAksjer: 100, innfortDato: '2020-01-01' } },
    { capital: { amount_ore: 3_000_050, currency: 'NOK', shares: 100, registered_on: '2020-01-01' } },
  ],
  [
    'purpose in lines',
    { vedtektsfestetFormaal: ['Drive handel', '', 'og transport'] },
    { purpose: 'Drive handel\nog transport' },
  ],
  [
    'a bankruptcy that has but its day',
    { konkursdato: '2026-02-03' },
    { is_bankrupt: true, bankrupt_on: '2026-02-03' },
  ],
  [
    'days that do not exist',
    { stiftelsesdato: '2020-02-31', konkursdato: '' },
    { founded_on: null, is_bankrupt: false },
  ],
  ['control characters', { navn: 'SULT\u0000 AS\ud800' }, { name: expect.stringMatching(/^Sult AS/) }],
  ['a name that is missing', { navn: undefined }, { name: '974760673' }],
])('%s is read as far as it can be', ([, fields, expected]) => {
  const unit = readUnit({ organisasjonsnummer: '974760673', navn: 'SULT AS', ...fields })
  expect(RegisterUnit.parse(unit)).toMatchObject(expected)
})

test.for([
  null,
  undefined,
  7,
  'x',
  [],
  {},
  { organisasjonsnummer: 12 },
  { organisasjonsnummer: 'abc' },
  { feilmelding: 'x' },
])('what is no unit is none: %j', (reply) => {
  expect(readUnit(reply)).toBeNull()
  expect(readRoles(reply)).toEqual([])
  expect(readAccounts(reply)).toEqual([])
})

test('roles of persons and of units are read, those given up are not', () => {
  const [chair, ...others] = readRoles(sample('roles-of-persons'))
  expect(others).toEqual([])
  expect(RegisterRole.parse(chair)).toEqual({
    group: { code: 'STYR', name: 'Styre' },
    role: { code: 'LEDE', name: 'Styrets leder' },
    person: { first_name: 'Ove', last_name: 'Olsen', is_dead: false },
    unit: null,
    elected_by: 'Representant for A-aksjonærene',
    share: null,
  })
  expect(readRoles(sample('roles-of-units')).map(({ unit, share }) => [unit?.name, share])).toEqual([
    ['Rolfsens Deltakerorganisasjon AS', '50%'],
    ['Sult AS', '50%'],
  ])
  const given_up = { type: { kode: 'MEDL' }, person: { navn: { etternavn: 'OLSEN' } }, fratraadt: true }
  expect(readRoles({ rollegrupper: [{ type: { kode: 'STYR' }, roller: [given_up, null, 'x'] }, null] })).toEqual([])
})

test('accounts are read in hundredths, and what is not told is no zero', () => {
  const [accounts] = readAccounts(sample('accounts'))
  expect(RegisterAccounts.parse(accounts)).toMatchObject({
    ...{
      year: 2019,
      kind: 'company',
      currency: 'NOK',
      is_audited: false,
      revenue_ore: 204_200,
      operating_result_ore: 204_000,
    },
    ...{ result_ore: 203_800, equity_ore: 202_800, debt_ore: 203_100, assets_ore: 202_400 },
  })
  const bare = {
    regnskapsperiode: { tilDato: '2024-12-31' },
    resultatregnskapResultat: { driftsresultat: { driftsinntekter: {} } },
  }
  expect(readAccounts([bare, null, {}])).toMatchObject([{ year: 2024, revenue_ore: null, result_ore: null }])
})
