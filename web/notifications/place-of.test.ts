import { expect, test } from 'vitest'
import { placeOf } from './place-of.ts'

const id = '019aaaaa-0000-7000-8000-000000000000'

test.each([
  ['note', 'c', null, `/companies/c/info?below=notes&open=${id}`],
  ['note', null, 'p', `/persons/p/info?below=notes&open=${id}`],
  ['task', 'c', null, `/tasks/${id}`],
  ['task', null, null, `/tasks/${id}`],
  ['appointment', null, null, `/calendar/${id}`],
] as const)('a notification of a %s leads to where it is', (entity, company_id, person_id, place) => {
  expect(placeOf({ entity, entity_id: id, company_id, person_id })).toBe(place)
})
