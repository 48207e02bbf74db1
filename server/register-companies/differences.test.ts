import { expect, test } from 'vitest'
import { type Card, differencesOf } from './differences.ts'
import type { Facts } from './facts.ts'

const address = (street: string, more: object = {}) => ({
  ...{ name: null, street, street2: null, postal_code: '0252', city: 'Oslo', state: null, country: null, ...more },
})
const facts = {
  ...{ org_number: '974760673', legal_name: 'Nordisk Bygg AS', nace: ['41.000 Bygg'], is_sub_unit: false },
  ...{ postal_address: address('Kaia 1'), visiting_address: null, employees: 50, capital_ore: 3_000_000 },
  ...{ capital_currency: 'NOK', founded_on: '2001-03-04', is_vat_registered: true, is_bankrupt: false },
  ...{ is_winding_up: false, is_forced_winding_up: false, deleted_on: null, managing_director: 'Ove Olsen' },
} as unknown as Facts
const card = {
  ...{ name: 'Nordisk Bygg AS', postal_address: address('Kaia 1'), visiting_address: null, industry: 'Bygg' },
  ...{ delivery_address: null, invoice_address: null, employees: 50, share_capital_ore: 3_000_000 },
  ...{ founded_on: '2001-03-04', vat_number: 'NO974760673MVA' },
} as unknown as Card

type Case = [string, card: object, before: object | null, now: object, wanted: [field: string, isFresh: boolean][]]

test.each<Case>([
  ['the same', {}, {}, {}, []],
  ['the first time, a card with another name', { name: 'Nordisk' }, null, {}, [['name', true]]],
  ['a name of our own that the register has not touched', { name: 'Nordisk' }, {}, {}, [['name', false]]],
  ['a new name', {}, {}, { legal_name: 'Nytt AS' }, [['name', true]]],
  ['a name in other capitals', { name: 'NORDISK BYGG AS' }, null, {}, []],
  ['an address in other lines', {}, {}, { postal_address: address('', { street: null, street2: 'Kaia 1' }) }, []],
  ['Norway named', {}, {}, { postal_address: address('Kaia 1', { country: 'NO' }) }, []],
  ['another country', {}, {}, { postal_address: address('Kaia 1', { country: 'SE' }) }, [['postal_address', true]]],
  ['the same place named as where one visits', {}, {}, { visiting_address: address('Kaia 1') }, []],
  ['fewer than five employees, who are not told', {}, {}, { employees: null }, []],
  ['an industry in our own words', { industry: 'Snekkere' }, {}, { nace: ['43.000 Annet'] }, []],
  ['an industry as the register had it', {}, {}, { nace: ['43.000 Annet'] }, [['industry', true]]],
  ['no longer in the VAT register', {}, {}, { is_vat_registered: false }, [['vat_number', true]]],
  ['never in the VAT register', {}, { is_vat_registered: false }, { is_vat_registered: false }, []],
  ['bankruptcy', {}, {}, { is_bankrupt: true }, [['is_bankrupt', true]]],
  ['bankruptcy as before', {}, { is_bankrupt: true }, { is_bankrupt: true }, [['is_bankrupt', false]]],
  ['dissolution by force', {}, {}, { is_forced_winding_up: true }, [['is_winding_up', true]]],
  ['a new managing director', {}, {}, { managing_director: 'Nina Ny' }, [['managing_director', true]]],
  ['no managing director known', {}, {}, { managing_director: null }, []],
  ['the first time, a managing director', {}, null, {}, []],
  [
    'struck off, with all else gone',
    {},
    {},
    { deleted_on: '2026-11-20', employees: null, is_vat_registered: false, postal_address: null },
    [['deleted_on', true]],
  ],
])('%s', (_, ours, before, now, wanted) => {
  const found = differencesOf({ ...card, ...ours }, before && { ...facts, ...before }, { ...facts, ...now })
  expect(found.map(({ field, isFresh }) => [field, isFresh])).toEqual(wanted)
})
