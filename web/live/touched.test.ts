import { expect, test } from 'vitest'
import { isTouched } from './touched.ts'

const [fjord, vik] = ['019aaaaa-0000-7000-8000-000000000001', '019aaaaa-0000-7000-8000-000000000002']
const change = (entity: string, company_ids: string[] = []) => ({ entity, company_ids, person_ids: [] })

test.each([
  ['a company changes its own card', ['company', fjord], change('company', [fjord]), true],
  ['not the card of another', ['company', vik], change('company', [fjord]), false],
  ['and every list of companies', ['companies', { q: '' }, 'name'], change('company', [fjord]), true],
  ['a note changes the notes', ['notes', { company_id: fjord }], change('note', [fjord]), true],
  ['and the counter on its card', ['company', fjord], change('note', [fjord]), true],
  ['but no list of companies', ['companies'], change('note', [fjord]), false],
  ['an appointment hangs on no card by itself: any may count it', ['company', vik], change('appointment'), true],
  ['of an import all is read anew', ['history', fjord], change('*'), true],
  ['but what is my own', ['preferences'], change('*'), false],
  ['a table that no screen shows touches nothing', ['company', fjord], change('unknown', [fjord]), false],
])('%s', (_, key, what, expected) => {
  expect(isTouched(key, what)).toBe(expected)
})
