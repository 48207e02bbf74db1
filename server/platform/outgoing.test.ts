import { once } from 'node:events'
import { createServer, type Server, type ServerResponse, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { call, callForStream, callJson, pausedUntil, type Service } from '#server/platform/outgoing.ts'
import { isReachable, readRanges } from '#server/platform/reachable.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

/** A service outside that answers so, on this machine. */
async function service(answer: (request: IncomingMessage, reply: ServerResponse, turn: number) => void) {
  let turns = 0
  const server = createServer((request, reply) => answer(request, reply, ++turns)).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  const base_url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/base`
  const about: Service = { name: 'Test', base_url, is_operators: true, deadline_ms: 400 }
  return { about, turns: () => turns }
}

const faultOf = async (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: { fault: string }) => error.fault,
  )

test('an answer comes with its status, below the base address', async () => {
  const { about } = await service((request, reply) =>
    reply.writeHead(404).end(JSON.stringify([request.url, request.headers['user-agent']?.slice(0, 9)])),
  )
  expect(await callJson(about, { path: '/x?q=æ' })).toEqual({ status: 404, body: ['/base/x?q=%C3%A6', 'Kundebok/'] })
})

test.for([
  ['10.0.0.1', 'no'],
  ['127.0.0.1', 'no'],
  ['169.254.169.254', 'no'],
  ['192.168.7.7', 'no'],
  ['100.64.0.1', 'no'],
  ['0.0.0.0', 'no'],
  ['255.255.255.255', 'no'],
  ['::', 'no'],
  ['::1', 'no'],
  ['::ffff:127.0.0.1', 'no'],
  ['::ffff:7f00:1', 'no'],
  ['64:ff9b::10.0.0.1', 'no'],
  ['fe80::1', 'no'],
  ['fe80::1%eth0', 'no'],
  ['fd12::1', 'no'],
  ['2002:7f00:1::', 'no'],
  ['2001:db8::1', 'no'],
  ['2a02:c0::1', 'yes'],
  ['64:ff9b::8.8.8.8', 'yes'],
  ['8.8.8.8', 'yes'],
  ['data.brreg.no', 'name'],
])('whether %s may be reached: %s', ([address = '', expected]) => {
  expect(isReachable(address)).toBe(expected)
})

test('private addresses that the operator names may be reached, and those beside them not', () => {
  const ranges = readRanges('10.1.0.0/16, ::1') ?? []
  expect(['10.1.2.3', '10.2.0.1', '::1', '::2'].map((address) => isReachable(address, ranges))).toEqual([
    ...['yes', 'no', 'yes', 'no'],
  ])
  expect(readRanges('10.0.0.0/33')).toBeNull()
  expect(readRanges('example.no')).toBeNull()
})

test.for([
  'http://127.0.0.1:80',
  'http://localhost',
  'http://0x7f.1',
  'http://[::1]',
  'ftp://example.no',
  'http://2130706433',
])('what a user names is not reached on this machine: %s', async (base_url) => {
  expect(await faultOf(call({ name: 'User', base_url, is_operators: false }, { path: '/' }))).toBe('not_allowed')
})

test('a way to the same host is followed, to another host not', async () => {
  const { about } = await service((request, reply) => {
    if (request.url === '/base/near') return reply.writeHead(302, { location: '/base/here' }).end()
    if (request.url === '/base/far') return reply.writeHead(302, { location: 'http://localhost:1/' }).end()
    if (request.url === '/base/round') return reply.writeHead(302, { location: '/base/round' }).end()
    return reply.end('here')
  })
  expect((await call(about, { path: '/near' })).body.toString()).toBe('here')
  expect(await faultOf(call(about, { path: '/far' }))).toBe('redirected')
  expect(await faultOf(call(about, { path: '/round' }))).toBe('redirected')
  expect(await faultOf(call(about, { method: 'POST', path: '/near', body: 'x' }))).toBe('redirected')
})

test('silence, too many bytes, a cut connection and an error page are told apart', async () => {
  const { about } = await service((request, reply) => {
    if (request.url === '/base/large') reply.end('x'.repeat(3_000))
    if (request.url === '/base/page') reply.setHeader('content-type', 'text/html').end('<html>')
    if (request.url !== '/base/cut') return
    reply.writeHead(200, { 'content-length': 100 }).write('half')
    setTimeout(() => reply.destroy(), 20)
  })
  const once = { ...about, tries: 1, max_bytes: 2_000 }
  expect(await faultOf(call(once, { path: '/silent' }))).toBe('too_slow')
  expect(await faultOf(call(once, { path: '/large' }))).toBe('too_large')
  expect(await faultOf(callJson(once, { path: '/page' }))).toBe('malformed')
  expect(await faultOf(call(once, { path: '/cut' }))).toBe('unreachable')
  const nobody = { ...once, base_url: 'http://127.0.0.1:1' }
  await expect(call(nobody, { path: '/' })).rejects.toMatchObject({ fault: 'unreachable', may_have_arrived: false })
})

test('a GET is tried again, a POST never; whether it may have arrived is told', async () => {
  const { about, turns } = await service((request, reply, turn) =>
    request.method === 'POST' ? reply.destroy() : turn < 2 ? reply.writeHead(503).end() : reply.end('{}'),
  )
  expect((await call(about, { path: '/' })).status).toBe(200)
  expect(turns()).toBe(2)
  await expect(call(about, { method: 'POST', path: '/', body: '{}' })).rejects.toMatchObject({
    ...{ fault: 'unreachable', may_have_arrived: true },
  })
  expect(turns()).toBe(3)
})

test('a service that fails five times running is left alone, as is one that asks for a pause', async () => {
  const failing = await service((_request, reply) => reply.writeHead(500).end())
  for (let turn = 0; turn < 5; turn++) expect((await call(failing.about, { path: '/' })).status).toBe(500)
  expect(await faultOf(call(failing.about, { path: '/' }))).toBe('paused')
  expect(failing.turns()).toBe(5)
  const busy = await service((_request, reply) => reply.writeHead(429, { 'retry-after': '60' }).end())
  expect((await call(busy.about, { path: '/' })).status).toBe(429)
  expect(busy.turns()).toBe(1)
  const seconds = ((pausedUntil(busy.about)?.getTime() ?? 0) - Date.now()) / 1_000
  expect(seconds).toBeGreaterThan(50)
})

test('a stream that stops in the middle ends with an error', async () => {
  const { about } = await service((_request, reply) => reply.writeHead(200, { 'content-length': 100 }).write('half'))
  const stream = await callForStream(about, { path: '/' })
  await expect(stream.toArray()).rejects.toThrow()
})
