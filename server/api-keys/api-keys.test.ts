import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Client, firmInput, testApp } from '#server/platform/test.ts'

let server: Awaited<ReturnType<typeof testApp>>
let admin: pg.Client
let kari: Client
let tenant: string
beforeAll(async () => {
  server = await testApp()
  admin = new pg.Client({ connectionString: server.superuser_url })
  await admin.connect()
  kari = server.client()
  await kari('POST', '/api/setup', firmInput)
  tenant = (await admin.query('select tenant_id from firm')).rows[0].tenant_id
})
beforeEach(() => admin.query(`update api_key set revoked_at = now() where revoked_at is null`))
afterAll(async () => {
  await admin.end()
  await server.stop()
})

const wanted = { name: 'Nettbutikken', scopes: ['crm:change'], days: 30 }
const makeKey = async (input: object = {}) =>
  (await kari('POST', '/api/profile/api-keys', { ...wanted, ...input })).body

/** A program: no cookie, no header of ours but the key. */
async function withKey(key: string, method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) {
  const reply = await server.app.inject({
    method,
    url,
    headers: { authorization: `Bearer ${key}` },
    ...(payload ? { payload } : {}),
  })
  return { status: reply.statusCode, body: reply.body ? reply.json() : null }
}

test('a key is shown once; only its hash is kept, and the list tells what it may', async () => {
  const made = await makeKey()
  expect(made.key).toMatch(/^kb_[\w-]{64}$/)
  expect(made).toMatchObject({ name: 'Nettbutikken', scopes: ['crm:change'], state: 'active', last_used_at: null })
  const listed = await kari('GET', '/api/profile/api-keys')
  expect(listed.body.items[0]).toMatchObject({ id: made.id, prefix: made.key.slice(0, 11) })
  expect(JSON.stringify(listed.body)).not.toContain(made.key)
  const { rows } = await admin.query(
    'select to_jsonb(k) as kept from api_key k union all select changes from history union all select reply from idempotency_key',
  )
  expect(JSON.stringify(rows)).not.toContain(made.key)
})

test('a program does with its key what the owner does, and history tells that it was a program', async () => {
  const { key, id } = await makeKey()
  const company = await withKey(key, 'POST', '/api/companies', { name: 'Laget av et program AS' })
  expect(company.status).toBe(201)
  const history = await kari('GET', `/api/companies/${company.body.id}/history`)
  expect(history.body.items[0]).toMatchObject({ action: 'created', via: 'api' })
  expect((await withKey(key, 'GET', `/api/search?q=program`)).status).toBe(200)
  expect((await withKey(key, 'GET', `/api/firm`)).body.name).toBe(firmInput.firm_name)
  const { body } = await kari('GET', '/api/profile/api-keys')
  expect(body.items.find((item: { id: string }) => item.id === id).last_used_at).not.toBeNull()
})

test('a key for reading changes nothing', async () => {
  const { key } = await makeKey({ scopes: ['crm:read'] })
  expect((await withKey(key, 'GET', '/api/search?q=test')).status).toBe(200)
  const before = await admin.query('select count(*) from company')
  expect((await withKey(key, 'POST', '/api/companies', { name: 'Ulovlig AS' })).status).toBe(403)
  expect((await admin.query('select count(*) from company')).rows).toEqual(before.rows)
})

test('no key opens keys, users, sessions, passwords or settings, though its owner is an administrator', async () => {
  const { key, id } = await makeKey()
  const closed: [Parameters<typeof withKey>[1], string, object?][] = [
    ['GET', '/api/profile/api-keys'],
    ['POST', '/api/profile/api-keys', wanted],
    ['DELETE', `/api/profile/api-keys/${id}`],
    ['GET', '/api/api-keys'],
    ['GET', '/api/users'],
    ['GET', '/api/profile'],
    ['DELETE', '/api/profile/sessions'],
    ['PUT', '/api/profile/password', { old_password: firmInput.password, password: 'enda en lang setning' }],
    ['POST', '/api/invitations', { email: 'a@b.example' }],
    ['PUT', '/api/session/firm', { tenant_id: tenant }],
    ['PUT', '/api/firm', { name: 'Tatt AS' }],
    ['GET', '/api/mails'],
  ]
  for (const [method, url, body] of closed)
    expect((await withKey(key, method, url, body)).status, `${method} ${url}`).toBe(403)
})

test('a key never opens more than its owner may at the moment', async () => {
  const { key } = await makeKey()
  const change = (set: string) =>
    admin.query(
      `set session_replication_role = replica; update member set ${set}; set session_replication_role = default`,
    )
  try {
    await change(`role = 'user', rights = '{"crm": "read"}'`)
    expect((await withKey(key, 'GET', '/api/search?q=a')).status).toBe(200)
    expect((await withKey(key, 'POST', '/api/companies', { name: 'X' })).status).toBe(403)
    await change(`rights = '{"crm": "none"}'`)
    expect((await withKey(key, 'GET', '/api/search?q=a')).status).toBe(403)
    expect((await kari('GET', '/api/mails')).status).toBe(403)
    expect((await kari('GET', '/api/api-keys')).status).toBe(403)
    await change(`rights = '{"crm": "change"}', deactivated_at = now()`)
    expect((await withKey(key, 'GET', '/api/search?q=a')).status).toBe(401)
  } finally {
    await change(`role = 'administrator', rights = '{}', deactivated_at = null`)
  }
  expect((await withKey(key, 'GET', '/api/search?q=a')).status).toBe(200)
})

test('an expired key, a revoked one and one that was never made open nothing', async () => {
  const expired = await makeKey()
  await admin.query(`update api_key set expires_at = now() - interval '1 second' where id = $1`, [expired.id])
  expect((await withKey(expired.key, 'GET', '/api/firm')).status).toBe(401)
  const revoked = await makeKey()
  expect((await kari('DELETE', `/api/profile/api-keys/${revoked.id}`)).status).toBe(204)
  expect((await withKey(revoked.key, 'GET', '/api/firm')).status).toBe(401)
  const { key } = await makeKey()
  for (const wrong of [`${key.slice(0, 20)}x${key.slice(21)}`, 'kb_', '', `${key}x`])
    if (wrong !== key) expect((await withKey(wrong, 'GET', '/api/firm')).status).toBe(401)
  // A cookie beside a wrong key does not help: a request is one or the other.
  expect((await kari('GET', '/api/firm', undefined, { authorization: 'Bearer kb_x' })).status).toBe(401)
  const states = (await kari('GET', '/api/api-keys')).body.items.map((item: { state: string }) => item.state)
  expect(states).toContain('expired')
  expect(states).toContain('revoked')
})

test('a key of one firm sees nothing of another, and other firms’ keys can not be revoked', async () => {
  const other = crypto.randomUUID()
  const foreign = crypto.randomUUID()
  await admin.query(`insert into firm (tenant_id, name) values ($1, 'Annet AS')`, [other])
  await admin.query(
    `insert into member (tenant_id, user_id, name, email) values ($1, $2, 'Per', 'per@annet.example')`,
    [other, foreign],
  )
  await admin.query(`insert into company (tenant_id, name, customer_number) values ($1, 'Hemmelig Kunde AS', 1)`, [
    other,
  ])
  const { rows } = await admin.query(
    `insert into api_key (tenant_id, user_id, name, prefix, key_hash, scopes, expires_at)
      values ($1, $2, 'Deres', 'kb_deres', '\\x00', '{crm:read}', now() + interval '1 day') returning id`,
    [other, foreign],
  )
  const { key } = await makeKey()
  expect(JSON.stringify((await withKey(key, 'GET', '/api/search?q=hemmelig')).body)).not.toContain('Hemmelig')
  expect(JSON.stringify((await kari('GET', '/api/api-keys')).body)).not.toContain('Deres')
  for (const url of ['/api/api-keys/', '/api/profile/api-keys/'])
    expect((await kari('DELETE', url + rows[0].id)).status).toBe(404)
  // The firm's id in the key is a place to look, not a right: with another's in it the key is unknown.
  const bytes = Buffer.from(key.slice(3), 'base64url')
  Buffer.from(other.replaceAll('-', ''), 'hex').copy(bytes, 32)
  expect((await withKey(`kb_${bytes.toString('base64url')}`, 'GET', '/api/firm')).status).toBe(401)
  const kept = await admin.query('select revoked_at from api_key where id = $1', [rows[0].id])
  expect(kept.rows).toEqual([{ revoked_at: null }])
})

test('making a key takes a name, a scope and a time', async () => {
  const refused = async (input: object) => {
    const { status, body } = await kari('POST', '/api/profile/api-keys', { ...wanted, ...input })
    return { status, fields: body.errors.map(({ field }: { field: string }) => field) }
  }
  expect(await refused({ name: ' ', scopes: [], days: 10_000 })).toEqual({
    status: 422,
    fields: ['name', 'scopes', 'days'],
  })
  expect(await refused({ scopes: ['users:change'] })).toMatchObject({ status: 422 })
  const before = await admin.query(`select count(*)::int as n from api_key where revoked_at is null`)
  expect(before.rows[0].n).toBe(0)
  for (let made = 0; made < 20; made++) expect((await kari('POST', '/api/profile/api-keys', wanted)).status).toBe(201)
  expect(await refused({})).toEqual({ status: 422, fields: ['name'] })
})
