import { expect, test } from 'vitest'
import type { RegisterRole, RegisterUnit } from '#contract/register.ts'
import { addressesOfUnit, cardOfUnit, contactsOfRoles, managingDirectorOf, usualPerson } from './register-rules.ts'

const street = (street: string) => ({
  ...{ name: null, street, street2: null, postal_code: '0252', city: 'Oslo', state: null, country: 'NO' },
})
const unit = {
  ...{ org_number: '974760673', is_sub_unit: false, name: 'Nordisk Bygg AS', industries: [], employees: null },
  ...{ postal_address: null, business_address: null, capital: null, is_vat_registered: true, founded_on: null },
  ...{ phone: null, mobile: null, email: null, website: null, language: null },
} as unknown as RegisterUnit

test.each([
  ['an address that is one', { email: 'Post@Firma.example' }, 'email', 'post@firma.example'],
  ['an address without an @', { email: 'post(at)firma.example' }, 'email', undefined],
  ['a website without a scheme', { website: 'www.firma.example' }, 'website', 'https://www.firma.example'],
  ['a website that is none', { website: 'under arbeid' }, 'website', undefined],
  ['capital in kroner', { capital: { amount_ore: 3_000_000, currency: 'NOK' } }, 'share_capital_ore', 3_000_000],
  ['capital in euro', { capital: { amount_ore: 3_000_000, currency: 'EUR' } }, 'share_capital_ore', undefined],
  ['a registered unit', {}, 'vat_number', 'NO974760673MVA'],
  ['a branch of one', { is_sub_unit: true }, 'vat_number', undefined],
  ['one that is not registered', { is_vat_registered: false }, 'vat_number', undefined],
  ['a name of 300 letters', { name: 'x'.repeat(300) }, 'name', 'x'.repeat(200)],
] as const)('%s becomes what the card takes, or is left out', (_, more, field, wanted) => {
  expect(cardOfUnit({ ...unit, ...more } as RegisterUnit)[field]).toBe(wanted)
})

test('the business address is the postal one too where there is no other', () => {
  const [postal_address, business_address] = [street('Postboks 1'), street('Kaia 2')]
  expect(addressesOfUnit({ ...unit, business_address })).toEqual({
    ...{ postal_address: business_address, visiting_address: null },
  })
  expect(addressesOfUnit({ ...unit, postal_address, business_address })).toEqual({
    ...{ postal_address, visiting_address: business_address },
  })
})

const role = (group: string, code: string, name: string | null, is_dead = false): RegisterRole => ({
  group: { code: group, name: group },
  role: { code, name: code },
  person: name === null ? null : { first_name: name.split(' ')[0] ?? '', last_name: name.split(' ')[1] ?? '', is_dead },
  unit: name === null ? { org_number: '982463718', name: 'Revisjon AS', is_deleted: false } : null,
  ...{ elected_by: null, share: null },
})

test('each person is one contact with all her roles; two of a name on the same board are two', () => {
  const contacts = contactsOfRoles([
    role('DAGL', 'DAGL', 'Ove Olsen'),
    role('STYR', 'LEDE', 'Ove Olsen'),
    role('STYR', 'MEDL', 'Åse Ås'),
    role('STYR', 'MEDL', 'Åse Ås'),
    role('STYR', 'VARA', 'Vara Vik'),
    role('STYR', 'MEDL', 'Død Mann', true),
    role('REVI', 'REVI', null),
  ])
  expect(contacts.map(({ title, is_usual, is_primary }) => [title, is_usual, is_primary])).toEqual([
    ['Daglig leder, styreleder', true, true],
    ['Styremedlem', true, false],
    ['Styremedlem', true, false],
    ['Varamedlem', false, false],
    ['Styremedlem', false, false],
  ])
  expect(new Set(contacts.map(({ key }) => key)).size).toBe(5)
})

test('an owner leads her sole proprietorship; a firm leads nothing', () => {
  expect(managingDirectorOf([role('INNH', 'INNH', 'Ida Li')])).toBe('Ida Li')
  expect(managingDirectorOf([role('DAGL', 'DAGL', null)])).toBeNull()
})

test('who is the only one of her name is taken for her; of two nobody is', () => {
  const [contact] = contactsOfRoles([role('STYR', 'LEDE', 'Ove Olsen')]).map((one) => ({ ...one, same: [] as never[] }))
  const known = (id: string) => ({ id, name: 'Ove Olsen', company_name: null })
  expect(contact && usualPerson({ ...contact, same: [known('a')] })).toBe('a')
  expect(contact && usualPerson({ ...contact, same: [known('a'), known('b')] })).toBeNull()
})
