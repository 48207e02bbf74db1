import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, firmInput, testApp } from '#server/platform/test.ts'

let stop: () => Promise<void>
let kari: Client
beforeAll(async () => {
  const app = await testApp()
  stop = app.stop
  kari = app.client()
  await kari('POST', '/api/setup', firmInput)
})
afterAll(() => stop())

test('a choice stays until it is taken back, and others beside it are untouched', async () => {
  await kari('PATCH', '/api/preferences', { color_scheme: 'dark', company_columns: ['name', 'city'] })
  await kari('PATCH', '/api/preferences', { color_scheme: 'light' })
  expect((await kari('GET', '/api/session')).body.preferences).toEqual({
    color_scheme: 'light',
    company_columns: ['name', 'city'],
  })
  const left = await kari('PATCH', '/api/preferences', { color_scheme: null })
  expect(left.body).toEqual({ company_columns: ['name', 'city'] })
})

test('a choice that is none of the program’s is refused at its field', async () => {
  const before = (await kari('GET', '/api/session')).body.preferences
  const refused = await kari('PATCH', '/api/preferences', { color_scheme: 'pink', start_page: 'https://evil.example' })
  expect(refused.status).toBe(422)
  expect(refused.body.errors.map(({ field }: { field: string }) => field)).toEqual(['color_scheme', 'start_page'])
  expect((await kari('PATCH', '/api/preferences', { unknown: 1 })).status).toBe(422)
  expect((await kari('GET', '/api/session')).body.preferences).toEqual(before)
})
