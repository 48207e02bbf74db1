import { expect, test } from 'vitest'
import { mergeText, namesOnly } from '#contract/merge-text.ts'
import { readSender, isStop, isTextable, segmentsOf } from '#contract/sms-text.ts'

const emoji = '😀'

test.each([
  ['', 'gsm', 0, 0, 160],
  ['Hei', 'gsm', 3, 1, 157],
  ['æøåÆØÅ', 'gsm', 6, 1, 154],
  ['a'.repeat(160), 'gsm', 160, 1, 0],
  ['a'.repeat(161), 'gsm', 161, 2, 145],
  ['a'.repeat(306), 'gsm', 306, 2, 0],
  ['a'.repeat(307), 'gsm', 307, 3, 152],
  ['€', 'gsm', 2, 1, 158],
  ['[{|}]^~\\', 'gsm', 16, 1, 144],
  ['€'.repeat(80), 'gsm', 160, 1, 0],
  ['€'.repeat(81), 'gsm', 162, 2, 143],
  // 153 is odd: the escape and its character do not fit into the last septet, and go over together.
  ['€'.repeat(153), 'gsm', 306, 3, 151],
  ['a' + '€'.repeat(152), 'gsm', 305, 2, 1],
  ['ç', 'ucs2', 1, 1, 69],
  ['č', 'ucs2', 1, 1, 69],
  ['– ', 'ucs2', 2, 1, 68],
  ['ж'.repeat(70), 'ucs2', 70, 1, 0],
  ['ж'.repeat(71), 'ucs2', 71, 2, 63],
  ['ж'.repeat(134), 'ucs2', 134, 2, 0],
  [emoji.repeat(35), 'ucs2', 70, 1, 0],
  // 67 is odd: half an emoji is never sent.
  [emoji.repeat(36), 'ucs2', 72, 2, 61],
  [emoji.repeat(67), 'ucs2', 134, 3, 65],
  ['linje\r\nto', 'gsm', 9, 1, 151],
])('%j is sent as %s, %i units in %i parts', (text, encoding, units, parts, left) => {
  expect(segmentsOf(text)).toEqual({ encoding, units, parts, left })
})

test('two thousand characters with emoji are thirty-one parts', () => {
  const text = 'a'.repeat(1_000) + emoji.repeat(500)
  expect(text).toHaveLength(2_000)
  expect(segmentsOf(text)).toMatchObject({ encoding: 'ucs2', units: 2_000, parts: 31 })
})

test.each([
  ['+4790000001', true],
  ['+4741234567', true],
  ['+4722334455', false],
  ['+4763987654', false],
  ['+47800 12345'.replace(' ', ''), false],
  ['+4702000', false],
  ['+47580012345678', false],
  ['+46701234567', true],
  ['+447700900123', true],
])('%s takes text messages: %s', (number, is) => {
  expect(isTextable(number)).toBe(is)
})

test.each([
  ['STOP', true],
  ['stopp', true],
  [' Stop. ', true],
  ['STOP ALL', true],
  ['Stopper dere i dag?', false],
  ['Ja, stopp', false],
])('%j is a wish to be left alone: %s', (text, is) => {
  expect(isStop(text)).toBe(is)
})

test.each([
  ['Kundebok', 'Kundebok'],
  ['Elleve tegn', 'Elleve tegn'],
  ['H&M', 'H&M'],
  ['Komplett.no', 'Komplett.no'],
  ['Bil-Xtra 1', 'Bil-Xtra 1'],
  ['Tolv tegn xx', null],
  ['Blåbær', null],
  // In GSM it has another code than in ASCII.
  ['Fjell_AS', null],
  ['90000001', '+4790000001'],
  ['900 00 001', '+4790000001'],
  ['4790000001', '+4790000001'],
  ['+47 900 00 001', '+4790000001'],
  ['0046 70 123 45 67', '+46701234567'],
  ['2012', '2012'],
  ['02 000', '02000'],
  ['123', '123'],
  ['12', null],
  ['+2012', null],
  ['12345678901234567', null],
  ['   ', null],
  ['', null],
])('%j is sent as the sender %j', (typed, sender) => {
  expect(readSender(typed)).toBe(sender)
})

test('fields are filled, and none that is not named is looked up', () => {
  const values = { first_name: 'Ola', company: '' }
  expect(mergeText('Hei {{first_name}}!\nVi ses hos {{ company }}.\nHilsen oss', values)).toBe('Hei Ola!\nHilsen oss')
  expect(mergeText('{{constructor}}{{__proto__}}x', values)).toBe('')
  expect(mergeText('{{first_name}}', { first_name: '{{company}}', company: 'x' })).toBe('{{company}}')
  expect(namesOnly(['first_name'])('Hei {{first_name}}')).toBe(true)
  expect(namesOnly(['first_name'])('Hei {{toString}}')).toBe(false)
})
