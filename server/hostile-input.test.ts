// Whatever is sent, to whatever route there is: an answer that the contract knows, and no fault of the server's.
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApi } from '#server/platform/openapi.ts'
import { type Client, firmInput, testApp } from '#server/platform/test.ts'

let site: Awaited<ReturnType<typeof testApp>>
let kari: Client
let superuser: pg.Client

beforeAll(async () => {
  site = await testApp()
  kari = site.client()
  await kari('POST', '/api/setup', firmInput)
  superuser = new pg.Client({ connectionString: site.superuser_url })
  await superuser.connect()
})
afterAll(async () => {
  await superuser.end()
  await site.stop()
})

type Schema = {
  type?: string
  format?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
}
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Operation = {
  parameters: { name: string; in: string }[]
  requestBody?: { content: { 'application/json': { schema: Schema } } }
}

/** All but those that end the session which all others need. */
const routes = Object.entries(openApi().paths).flatMap(([path, operations]) =>
  Object.entries(operations as Record<string, Operation>)
    .filter(([method]) => !(path === '/api/session' && method === 'delete'))
    .map(([method, operation]) => ({ method: method.toUpperCase() as Method, path, operation })),
)
const unknownId = '019aaaaa-0000-7000-8000-000000000000'
const urlOf = (path: string, value = unknownId) => path.replace(/\{\w+\}/g, encodeURIComponent(value))
const deep = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as unknown

const hostile: [string, unknown][] = [
  ['nothing', null],
  ['an empty text', ''],
  ['NUL', 'A\u0000B'],
  ['half a surrogate pair', 'A\ud800'],
  ['emoji and text from right to left', '👩‍👩‍👧‍👦 שלום \u202e abc'],
  ['a long text', 'x'.repeat(30_000)],
  ['quotes and wildcards', `'"; drop table company; -- %_\\`],
  ['a script', '<script>alert(1)</script>javascript:alert(1)'],
  ['an unknown id', unknownId],
  ['a huge number', 1e308],
  ['a number below zero', -1],
  ['a fraction', 0.5],
  ['the year 0', '0000-00-00T00:00:00Z'],
  ['a day that there is not', '2026-02-30'],
  ['a list', ['A\u0000', {}, null]],
  ['an object with odd names', JSON.parse('{"__proto__": {"a": 1}, "constructor": {"prototype": 1}, "": 1}')],
  ['something deep', deep(500)],
]

/** A body that is right, or nearly: a text, a number or an id in each place that must be there. */
function sample(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  if (schema.anyOf) return sample(schema.anyOf[0] ?? {})
  if (schema.type === 'object')
    return Object.fromEntries((schema.required ?? []).map((name) => [name, sample(schema.properties?.[name] ?? {})]))
  if (schema.type === 'array') return schema.items ? [sample(schema.items)] : []
  if (schema.type === 'boolean') return true
  if (schema.type === 'integer' || schema.type === 'number') return 1
  return schema.format === 'uuid' ? unknownId : schema.format === 'email' ? 'ola@firma.example' : 'Tekst'
}

const state = async () => {
  const { rows } = await superuser.query(
    `select (select count(*) from company) || ' ' || (select count(*) from person) || ' ' || (select count(*) from firm)
      || ' ' || (select count(*) from member) as counts`,
  )
  return rows[0].counts as string
}
/** What the server could not answer to; and that what it refused has left no trace in the data. */
async function faultsOf(method: Method, calls: { url: string; body?: unknown }[]) {
  const before = await state()
  const faults = []
  let isRefused = true
  for (const { url, body } of calls) {
    const { status, body: answer } = await kari(method, url, body, { 'if-match': '"1"' })
    if (status >= 500) faults.push(`${method} ${url} ${JSON.stringify(body)}`.slice(0, 300))
    if (status >= 400) expect(answer.code, `${method} ${url}`).toEqual(expect.any(String))
    else isRefused = false
  }
  if (isRefused) expect(await state(), `${method} ${calls[0]?.url}`).toBe(before)
  return faults
}

test.each(hostile)('%s in a body is taken or refused, on any route', { timeout: 120_000 }, async (_, value) => {
  const faults = []
  for (const { method, path, operation } of routes) {
    const schema = operation.requestBody?.content['application/json'].schema
    if (!schema) continue
    const fields = Object.keys(schema.properties ?? {})
    const bodies = [
      Object.fromEntries(fields.map((field) => [field, value])),
      ...fields.map((field) => ({ ...(sample(schema) as object), [field]: value })),
    ]
    faults.push(
      ...(await faultsOf(
        method,
        bodies.map((body) => ({ url: urlOf(path), body })),
      )),
    )
  }
  expect(faults).toEqual([])
})

test('bodies that are no objects, or have fields that nobody knows, are refused on any route', async () => {
  const bodies = [[], 'x', 1, true, { nobody_knows_this: 1 }, JSON.parse('{"__proto__": {"role": "administrator"}}')]
  for (const { method, path, operation } of routes) {
    if (!operation.requestBody) continue
    for (const body of bodies) {
      const reply = await site.app.inject({
        method,
        url: urlOf(path),
        headers: { 'kundebok-client': 'test', 'content-type': 'application/json' },
        payload: JSON.stringify(body),
      })
      expect(reply.statusCode, `${method} ${path} ${reply.payload}`).toBeGreaterThanOrEqual(400)
      expect(reply.statusCode, `${method} ${path} ${reply.payload}`).toBeLessThan(500)
    }
  }
})

test('in an address too, whatever is asked for', { timeout: 120_000 }, async () => {
  const values = [
    'A\u0000B',
    '%',
    "'",
    '..',
    '0',
    '-1',
    '9'.repeat(30),
    'x'.repeat(2_000),
    '[]',
    '{}',
    '2026-02-30',
    '👩‍👧',
  ]
  const faults = []
  for (const { method, path, operation } of routes) {
    const query = operation.parameters.filter((one) => one.in === 'query').map(({ name }) => name)
    for (const value of values) {
      const asked = new URLSearchParams(query.map((name) => [name, value]))
      const urls = [
        ...(path.includes('{') ? [urlOf(path, value)] : []),
        ...(query.length > 0 ? [`${urlOf(path)}?${asked.toString()}`] : []),
        ...query.map((name) => `${urlOf(path)}?${name}=${encodeURIComponent(value)}`),
      ]
      faults.push(
        ...(await faultsOf(
          method,
          urls.map((url) => ({ url })),
        )),
      )
    }
  }
  expect(faults).toEqual([])
})
