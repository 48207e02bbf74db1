import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeApp } from '#server/app.ts'
import { openApi } from '#server/platform/openapi.ts'
import { type Client, firmInput, testApp } from '#server/platform/test.ts'

let kari: Client
let site: Awaited<ReturnType<typeof testApp>>
let superuser: pg.Client

beforeAll(async () => {
  site = await testApp()
  kari = site.client()
  superuser = new pg.Client({ connectionString: site.superuser_url })
  await superuser.connect()
})
afterAll(async () => {
  await superuser.end()
  await site.stop()
})

test('setup is there once, refuses faulty input at its fields, and signs the administrator in', async () => {
  expect((await kari('GET', '/api/setup')).body).toEqual({ needed: true })
  const faulty = await kari('POST', '/api/setup', { ...firmInput, org_number: '974760674', password: 'kort' })
  expect(faulty.body.errors.map(({ field }: { field: string }) => field)).toEqual(['org_number', 'password'])
  expect((await superuser.query('select from firm')).rowCount).toBe(0)
  const both = await Promise.all([
    kari('POST', '/api/setup', firmInput),
    site.client()('POST', '/api/setup', firmInput),
  ])
  expect(both.map(({ status }) => status).sort()).toEqual([204, 404])
  const again = site.client()
  expect(
    (await again('POST', '/api/session', { email: 'KARI@testfirma.example', password: firmInput.password })).status,
  ).toBe(204)
  expect((await again('GET', '/api/session')).body).toMatchObject({
    user: { name: 'Kari Nordmann', role: 'administrator' },
    firm: { name: 'Testfirma AS' },
  })
})

test('a wrong password and an unknown address get the same answer; ten in a row close the account a while', async () => {
  const nobody = site.client()
  const wrong = await nobody('POST', '/api/session', { email: firmInput.email, password: 'feil' })
  const unknown = await nobody('POST', '/api/session', { email: 'ingen@testfirma.example', password: 'feil' })
  expect(wrong.status).toBe(422)
  expect(unknown.body).toEqual(wrong.body)
  for (let tries = 0; tries < 9; tries++)
    await nobody('POST', '/api/session', { email: firmInput.email, password: 'feil' })
  expect((await nobody('POST', '/api/session', { email: firmInput.email, password: firmInput.password })).status).toBe(
    429,
  )
  await superuser.query('update auth.account set locked_until = null')
})

test('a session ends at sign-out, and only its hash is stored', async () => {
  const visitor = site.client()
  await visitor('POST', '/api/session', { email: firmInput.email, password: firmInput.password })
  expect((await visitor('GET', '/api/session')).status).toBe(200)
  expect((await visitor('DELETE', '/api/session')).status).toBe(204)
  expect((await visitor('GET', '/api/session')).status).toBe(401)
})

test('forty who sign in at once all come in', async () => {
  const { email, password } = firmInput
  const all = await Promise.all(
    Array.from({ length: 40 }, () => site.client()('POST', '/api/session', { email, password })),
  )
  expect(all.filter(({ status }) => status !== 204)).toEqual([])
})

test('over https the cookie is bound to the host', async () => {
  const app = await makeApp(site.db, { is_secure: true, log_level: 'silent' })
  const { email, password } = firmInput
  const signedIn = await app.inject({
    method: 'POST',
    url: '/api/session',
    headers: { 'kundebok-client': 'test' },
    payload: { email, password },
  })
  const cookie = String(signedIn.headers['set-cookie'])
  expect(cookie).toMatch(/^__Host-kundebok_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=604800; Secure$/)
  const [pair = ''] = cookie.split(';')
  expect((await app.inject({ url: '/api/session', headers: { cookie: pair } })).statusCode).toBe(200)
  const unbound = await app.inject({ url: '/api/session', headers: { cookie: pair.replace('__Host-', '') } })
  expect(unbound.statusCode).toBe(401)
  await app.close()
})

test('a change from another site is refused', async () => {
  for (const origin of ['https://evil.example', 'null'])
    expect((await kari('POST', '/api/companies', { name: 'A' }, { origin })).status).toBe(403)
  const bare = await site.app.inject({ method: 'POST', url: '/api/companies', payload: { name: 'A' } })
  expect(bare.statusCode).toBe(403)
})

test('a member with reading rights reads and does not change; without rights she does neither', async () => {
  const { rows } = await superuser.query('select tenant_id from firm')
  await superuser.query(`insert into auth.account (id, email, password_hash)
    select '019b0000-0000-7000-8000-000000000001', 'ola@testfirma.example', password_hash from auth.account limit 1`)
  await superuser.query(
    `insert into member (tenant_id, user_id, name, email, rights)
    values ($1, '019b0000-0000-7000-8000-000000000001', 'Ola', 'ola@testfirma.example', '{"crm": "read"}')`,
    [rows[0].tenant_id],
  )
  const ola = site.client()
  await ola('POST', '/api/session', { email: 'ola@testfirma.example', password: firmInput.password })
  expect((await ola('GET', '/api/companies')).status).toBe(200)
  const before = await superuser.query('select count(*) from company')
  expect((await ola('POST', '/api/companies', { name: 'Forbudt AS' })).status).toBe(403)
  expect((await superuser.query('select count(*) from company')).rows).toEqual(before.rows)
  await superuser.query(`update member set rights = '{}' where name = 'Ola'`)
  expect((await ola('GET', '/api/companies')).status).toBe(403)
  await superuser.query(`update member set deactivated_at = now() where name = 'Ola'`)
  expect((await ola('GET', '/api/session')).status).toBe(401)
})

test('no route but the public ones answers a visitor, and every route says who may call it', async () => {
  const visitor = site.client()
  for (const [path, operations] of Object.entries(openApi().paths)) {
    for (const [method, operation] of Object.entries(operations as Record<string, { 'x-access': unknown }>)) {
      expect(operation['x-access'], `${method} ${path}`).toBeTruthy()
      if (operation['x-access'] === 'public') continue
      const url = path.replace('{id}', '019aaaaa-0000-7000-8000-000000000000')
      expect((await visitor(method.toUpperCase() as 'GET', url)).status, `${method} ${path}`).toBe(401)
    }
  }
})

test('of another firm nothing is seen or changed, on any route with an id', async () => {
  const { rows } = await superuser.query(`
    with f as (insert into firm (tenant_id, name) values (gen_random_uuid(), 'Nabofirma AS') returning tenant_id)
    insert into company (tenant_id, customer_number, name) select tenant_id, 1, 'Hemmelig Nabo AS' from f returning tenant_id, id`)
  const foreign = rows[0].id as string
  const state = async () => JSON.stringify((await superuser.query('select * from company order by id')).rows)
  const before = await state()
  for (const [path, operations] of Object.entries(openApi().paths)) {
    if (!path.includes('{id}')) continue
    for (const method of Object.keys(operations)) {
      const call = (id: string) =>
        kari(
          method.toUpperCase() as 'GET',
          path.replace('{id}', id),
          method === 'put' ? { name: 'Tatt over' } : undefined,
          { 'if-match': '"1"' },
        )
      const stranger = await call(foreign)
      const random = await call('019aaaaa-0000-7000-8000-000000000000')
      expect(stranger.status, `${method} ${path}`).toBeGreaterThanOrEqual(404)
      expect(stranger.body).toEqual(random.body)
    }
  }
  expect(await state()).toBe(before)
  expect((await kari('GET', '/api/search?q=nabo')).body.items).toEqual([])
  expect(JSON.stringify((await kari('GET', '/api/companies?size=200')).body)).not.toContain('Nabo')
})
