import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  effectiveAddress,
  formatOrgNumber,
  formatPhone,
  isBankAccount,
  isGln,
  isIban,
  isOrgNumber,
  normaliseDay,
  normaliseOrgNumber,
  normalisePhone,
  normaliseWebsite,
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

test('the address used is the one that follows when there is none of its own', () => {
  const none = { postal_address: null, visiting_address: null, delivery_address: null, invoice_address: null }
  expect(effectiveAddress('invoice', { ...none, postal_address: 'post', visiting_address: 'besøk' })).toBe('post')
  expect(effectiveAddress('delivery', { ...none, postal_address: 'post', visiting_address: 'besøk' })).toBe('besøk')
  expect(effectiveAddress('invoice', { ...none, visiting_address: 'besøk' })).toBe('besøk')
  expect(effectiveAddress('delivery', none)).toBe(null)
})
