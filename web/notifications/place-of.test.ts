import { expect, test } from 'vitest'
import { placeOf } from './place-of.ts'

const id = '019aaaaa-0000-7000-8000-000000000000'

test.each([
  ['note', 'c', null, null, `/companies/c/info?below=notes&open=${id}`],
  ['note', null, 'p', null, `/persons/p/info?below=notes&open=${id}`],
  ['task', 'c', null, null, `/tasks/${id}`],
  ['task', null, null, '2026-12-01T08:00:00.000Z', `/tasks/${id}`],
  ['appointment', null, null, null, `/calendar/${id}`],
  ['appointment', 'c', null, '2026-12-01T08:00:00.000Z', `/calendar/${id}?at=2026-12-01T08%3A00%3A00.000Z`],
  ['company', 'c', null, null, `/companies/${id}/info?below=services`],
] as const)('a notification of a %s leads to where it is', (entity, company_id, person_id, about_at, place) => {
  expect(placeOf({ entity, entity_id: id, company_id, person_id, about_at })).toBe(place)
})
