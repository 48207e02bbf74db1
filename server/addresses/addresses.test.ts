import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, firmInput, testApp } from '#server/platform/test.ts'

let site: Awaited<ReturnType<typeof testApp>>
let kari: Client
beforeAll(async () => {
  site = await testApp()
  kari = site.client()
  await kari('POST', '/api/setup', firmInput)
})
afterAll(() => site.stop())

test.each([
  ['0150', 200, { postal_code: '0150', city: 'Oslo' }],
  ['6823', 200, { postal_code: '6823', city: 'Sandane' }],
  ['0000', 404, null],
  ['15', 404, null],
  ['abcd', 404, null],
])('the postal code %s answers %i', async (code, status, place) => {
  const reply = await kari('GET', `/api/postal-codes/${code}`)
  expect(reply.status).toBe(status)
  if (place) expect(reply.body).toEqual(place)
})

test('the register is for those who are signed in', async () => {
  expect((await site.client()('GET', '/api/postal-codes/0150')).status).toBe(401)
})
