import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Endpoints } from '#contract/endpoint.ts'
import { makeServer, serve } from './http.ts'
import { testApp, testSettings } from './test.ts'

let site: Awaited<ReturnType<typeof testApp>>
beforeAll(async () => (site = await testApp()))
afterAll(() => site.stop())

test('what takes the database too long is answered as a want of time, with when to try again', async () => {
  const server = makeServer(site.db, async () => null, testSettings)
  const slow = {
    read: { method: 'GET', path: '/api/slow', title: 'Slow', access: 'public' },
  } as const satisfies Endpoints
  serve(server, slow, {
    read: async ({ db }) => {
      await sql`set local statement_timeout = '20ms'`.execute(db)
      await sql`select pg_sleep(5)`.execute(db)
    },
  })
  const { statusCode, headers, body } = await server.app.inject({ url: '/api/slow' })
  expect({ statusCode, code: JSON.parse(body).code }).toEqual({ statusCode: 503, code: 'unavailable' })
  expect(headers['retry-after']).toBe('5')
  await server.app.close()
})
