import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addressLines,
  effectiveAddress,
  formatBankAccount,
  formatOrgNumber,
  formatPhone,
  formatVatNumber,
  isBankAccount,
  isGln,
  isIban,
  isOrgNumber,
  isPoBox,
  normaliseDay,
  normaliseOrgNumber,
  normalisePhone,
  normaliseVatNumber,
  normaliseWebsite,
  readKroner,
} from '#contract/rules.ts'

test.each(['974760673', '923609016', '988077917'])('%s is an organisation number', (number) => {
  expect(isOrgNumber(number)).toBe(true)
})

test.each(['123456789', '974760674', '97476067', '9747606730', '97476067x', ''])('“%s” is none', (number) => {
  expect(isOrgNumber(number)).toBe(false)
})

test('one wrong digit is always seen in an organisation number', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 1, max: 9 }), (at, more) => {
      const digits = [...'974760673']
      digits[at] = String((Number(digits[at]) + more) % 10)
      expect(isOrgNumber(digits.join(''))).toBe(false)
    }),
  )
})

test('an organisation number is stored bare and shown in threes', () => {
  expect(normaliseOrgNumber('NO 988 077 917 MVA', 'NO')).toBe('988077917')
  expect(formatOrgNumber('988077917')).toBe('988 077 917')
  expect(normaliseOrgNumber(' 556036-0793 ', 'SE')).toBe('556036-0793')
})

test.each([
  ['22 33 44 55', '+4722334455'],
  ['412 34 567', '+4741234567'],
  ['0047 22334455', '+4722334455'],
  ['+46 (8) 123 456 78', '+46812345678'],
  ['+46 (0)8 123 456 78', '+46812345678'],
  ['0046 (0) 8-123 456 78', '+46812345678'],
  ['+44 (0)20 7946 0958', '+442079460958'],
  ['(0)22334455', null],
  ['02800', '+4702800'],
  ['2233', null],
  ['02334455', null],
  ['ring meg', null],
  ['+47 123', '+47123'],
  ['+4722334', null],
])('the phone number “%s” is stored as %s', (typed, stored) => {
  expect(normalisePhone(typed)).toBe(stored)
})

test('a stored number is normal already, and shown as it is said', () => {
  expect(formatPhone('+4741234567')).toBe('412 34 567')
  expect(formatPhone('+4722334455')).toBe('22 33 44 55')
  fc.assert(
    fc.property(fc.integer({ min: 20_000_000, max: 79_999_999 }), (number) => {
      const stored = normalisePhone(String(number))
      expect(stored && normalisePhone(formatPhone(stored))).toBe(stored)
    }),
  )
})

test.each([
  ['firma.no', 'https://firma.no'],
  ['http://firma.no/om?x=1', 'http://firma.no/om?x=1'],
  ['firma.no:8080', 'https://firma.no:8080'],
  ['https:firma.no', 'https://firma.no'],
  ['HTTP:/firma.no/Om', 'http://firma.no/Om'],
  ['https:///firma.no', 'https://firma.no'],
  ['https:', null],
  ['javascript:alert(1)', null],
  ['JAVASCRIPT:alert(1).no', null],
  ['data:text/html,x', null],
  ['https://bruker:pass@firma.no', null],
  ['https://firma', null],
  ['fir ma.no', null],
])('the web address “%s” becomes %s', (typed, stored) => {
  expect(normaliseWebsite(typed)).toBe(stored)
})

test.each([
  ['31.12.2026', '2026-12-31'],
  ['1.2.2026', '2026-02-01'],
  ['31/12/2026', '2026-12-31'],
  ['31. 12. 2026', '2026-12-31'],
  ['31-12-2026', '2026-12-31'],
  ['31122026', '2026-12-31'],
  ['20261231', null],
  ['31.12.26', null],
  ['2024-02-29', '2024-02-29'],
  ['2025-02-29', null],
  ['31.04.2026', null],
  ['i går', null],
])('the day “%s” is %s', (typed, stored) => {
  expect(normaliseDay(typed)).toBe(stored)
})

test('account numbers, IBAN and GLN hold by their check digits', () => {
  expect(isBankAccount('12345678903')).toBe(true)
  expect(isBankAccount('12345678904')).toBe(false)
  expect(isIban('NO9386011117947')).toBe(true)
  expect(isIban('NO9386011117948')).toBe(false)
  expect(isGln('7080000000004')).toBe(false)
  expect(isGln('7300010000001')).toBe(true)
})

test.each([
  ['988077917', 'NO', 'NO988077917MVA'],
  ['NO 988 077 917 MVA', 'NO', 'NO988077917MVA'],
  ['988 077 917 mva', 'NO', 'NO988077917MVA'],
  ['NO988077918MVA', 'NO', null],
  ['12345', 'NO', null],
  ['SE556036079301', 'NO', 'SE556036079301'],
  ['NO988077917MVA', 'SE', 'NO988077917MVA'],
  ['NO12', 'SE', null],
  ['5560360793-01', 'SE', 'SE556036079301'],
  ['SE 556036-0793 01', 'SE', 'SE556036079301'],
  ['556036-0793', 'SE', null],
  ['dk 12 34 56 78', 'DK', 'DK12345678'],
  ['DE123456789', 'DE', 'DE123456789'],
  ['ATU12345678', 'AT', 'ATU12345678'],
  ['U12345678', 'AT', 'ATU12345678'],
  ['123456789', 'GR', 'EL123456789'],
  ['B12345678', 'ES', 'ESB12345678'],
  ['12345678901', 'FR', 'FR12345678901'],
  ['NL123456789B01', 'NL', 'NL123456789B01'],
  ['IE1234567FA', 'IE', 'IE1234567FA'],
  ['XIGD123', 'GB', 'XIGD123'],
  ['gb 123 4567 89', 'GB', 'GB 123 4567 89'],
  ['CHE-123.456.789 MWST', 'CH', 'CHE-123.456.789 MWST'],
  ['x'.repeat(21), 'US', null],
])('the VAT number “%s” of a company in %s is stored as %s', (typed, country, stored) => {
  expect(normaliseVatNumber(typed, country)).toBe(stored)
  if (stored) expect(normaliseVatNumber(formatVatNumber(stored), country)).toBe(stored)
})

test.each([
  ['1 234,50', 123_450],
  ['1234.50', 123_450],
  ['kr 1 234', 123_400],
  ['1\u00a0234\u202f567,5 kr', 123_456_750],
  ['1.234', 123_400],
  ['1.234.567,89', 123_456_789],
  ['1,234,567.89', 123_456_789],
  ['1.234,-', 123_400],
  ['0,5', 50],
  ['−250', -25_000],
  ['-250,75', -25_075],
  ['NOK 99', 9_900],
  ['1,234', null],
  ['1.23.45', null],
  ['12,345,67', null],
  ['tusen', null],
  ['12e3', null],
  ['', null],
])('“%s” kroner is %s øre', (typed, ore) => {
  expect(readKroner(typed)).toBe(ore)
})

test('no amount is lost between øre and what is read of them', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), (ore) => {
      expect(readKroner((ore / 100).toFixed(2).replace('.', ','))).toBe(ore)
    }),
  )
})

test('an address has a line for each thing that is known', () => {
  const none = { name: null, street: null, street2: null, postal_code: null, city: null, state: null }
  expect(addressLines({ ...none, name: 'Mottak', street: 'Kaia 1', postal_code: '0150', city: 'Oslo' })).toEqual([
    'Mottak',
    'Kaia 1',
    '0150 Oslo',
  ])
  expect(addressLines({ ...none, street: '', city: 'Portland', state: 'Oregon' })).toEqual(['Portland', 'Oregon'])
  expect(formatBankAccount('12345678903')).toBe('1234 56 78903')
})

test('the address used is the one that follows when there is none of its own', () => {
  const none = { postal_address: null, visiting_address: null, delivery_address: null, invoice_address: null }
  expect(effectiveAddress('invoice', { ...none, postal_address: 'post', visiting_address: 'besøk' })).toBe('post')
  expect(effectiveAddress('delivery', { ...none, postal_address: 'post', visiting_address: 'besøk' })).toBe('besøk')
  expect(effectiveAddress('invoice', { ...none, visiting_address: 'besøk' })).toBe('besøk')
  expect(effectiveAddress('delivery', none)).toBe(null)
})

test.each([
  ['Postboks 12', null, true],
  ['Pb. 7 Sentrum', null, true],
  ['P.O. Box 40', null, true],
  ['boks 3', null, true],
  [null, 'Postboks 12', true],
  ['Storgata 1', 'Postboks 12', false],
  ['Postboks 12', 'Storgata 1', false],
  ['Postboksveien 1', null, false],
  ['Boksgata 3', null, false],
  [null, null, false],
])('whether %s, %s is a post-office box: %s', (street, street2, is) => {
  expect(isPoBox({ street, street2 })).toBe(is)
})
