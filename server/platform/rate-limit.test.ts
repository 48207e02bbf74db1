import { afterEach, expect, test } from 'vitest'
import { makeApp } from '#server/app.ts'
import { readConfig } from '#server/platform/config.ts'
import { firmInput, testApp, testSettings } from '#server/platform/test.ts'

const stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop()
})

/** Five a minute for an address, twenty-five for a user. */
async function limited(settings: Partial<Parameters<typeof makeApp>[1]> = {}) {
  const server = await testApp()
  stops.push(server.stop)
  const app = await makeApp(server.db, { ...testSettings, rate_limit: 25, ...settings })
  stops.push(() => app.close())
  const ask = (url: string, headers: Record<string, string> = {}, remoteAddress = '192.0.2.1') =>
    app.inject({ url, headers, remoteAddress })
  return { ...server, app, ask }
}

test('an address that asks too often is told when to come back; another one and the health page are not hindered', async () => {
  const { ask } = await limited()
  for (let asked = 0; asked < 5; asked++) expect((await ask('/api/setup')).statusCode).toBe(200)
  const refused = await ask('/api/setup', { 'accept-language': 'en' })
  expect(refused.statusCode).toBe(429)
  expect(refused.headers['content-type']).toMatch(/^application\/problem\+json/)
  expect(refused.json()).toMatchObject({ status: 429, code: 'too_many', title: 'Too many attempts. Wait a little.' })
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(2)
  expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60)
  expect((await ask('/api/setup', {}, '192.0.2.2')).statusCode).toBe(200)
  for (let asked = 0; asked < 40; asked++) expect((await ask('/api/health/ready')).statusCode).toBe(200)
})

test('who signs in nowhere is counted by address whatever cookie or key is made up', async () => {
  const { ask } = await limited()
  const codes: number[] = []
  for (let asked = 0; asked < 7; asked++)
    codes.push((await ask('/api/firm', { authorization: `Bearer kb_${String(asked).repeat(64)}` })).statusCode)
  expect(codes).toEqual([401, 401, 401, 401, 401, 429, 429])
})

test('a user is counted as herself, and more generously', async () => {
  const { app, ask } = await limited()
  const made = await app.inject({
    ...{ method: 'POST', url: '/api/setup', payload: firmInput, headers: { 'kundebok-client': 'test' } },
    remoteAddress: '192.0.2.9',
  })
  const cookie = String(made.headers['set-cookie']).split(';')[0] ?? ''
  for (let asked = 0; asked < 25; asked++) expect((await ask('/api/firm', { cookie })).statusCode).toBe(200)
  expect((await ask('/api/firm', { cookie }, '192.0.2.77')).statusCode).toBe(429)
})

test('a forwarded address counts only from a proxy that is trusted', async () => {
  const forwarded = (number: number) => ({ 'x-forwarded-for': `198.51.100.${number}` })
  const plain = await limited()
  for (let asked = 0; asked < 5; asked++) await plain.ask('/api/setup', forwarded(asked))
  expect((await plain.ask('/api/setup', forwarded(6))).statusCode).toBe(429)
  const behind = await limited({ trust_proxy: '192.0.2.1' })
  for (let asked = 0; asked < 9; asked++)
    expect((await behind.ask('/api/setup', forwarded(asked))).statusCode).toBe(200)
})

test('neighbours in one IPv6 network are one address', async () => {
  const { ask } = await limited()
  for (let asked = 1; asked <= 5; asked++) await ask('/api/setup', {}, `2001:db8::${asked}`)
  expect((await ask('/api/setup', {}, '2001:db8::6')).statusCode).toBe(429)
  expect((await ask('/api/setup', {}, '2001:db8:1::1')).statusCode).toBe(200)
})

test('the limit and the proxies are set by RATE_LIMIT and TRUST_PROXY', () => {
  expect(readConfig({})).toMatchObject({ rate_limit: 1200, trust_proxy: undefined })
  expect(readConfig({ RATE_LIMIT: '0', TRUST_PROXY: 'loopback,10.0.0.0/8' })).toMatchObject({
    rate_limit: 0,
    trust_proxy: 'loopback,10.0.0.0/8',
  })
  expect(() => readConfig({ RATE_LIMIT: 'many' })).toThrow(/^RATE_LIMIT must be/)
  expect(() => readConfig({ TRUST_PROXY: 'true' })).toThrow(/^TRUST_PROXY must be/)
})
