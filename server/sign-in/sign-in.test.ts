import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeApp } from '#server/app.ts'
import { openApi } from '#server/platform/openapi.ts'
import { refuseCommonPassword } from './password-rule.ts'
import { type Client, firmInput, testApp, testSettings } from '#server/platform/test.ts'

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
  expect((await kari('GET', '/api/setup')).body).toEqual({ needed: true, has_mail: false })
  const faulty = await kari('POST', '/api/setup', { ...firmInput, org_number: '974760674', password: 'kort' })
  expect(faulty.body.errors.map(({ field }: { field: string }) => field)).toEqual(['org_number', 'password'])
  expect((await superuser.query('select from firm')).rowCount).toBe(0)
  const both = await Promise.all([
    kari('POST', '/api/setup', firmInput),
    site.client()('POST', '/api/setup', firmInput),
  ])
  expect(both.map(({ status }) => status).sort()).toEqual([204, 404])
  // Whichever of the two was first: from here on she is in.
  await kari('POST', '/api/session', { email: firmInput.email, password: firmInput.password })
  const again = site.client()
  expect(
    (await again('POST', '/api/session', { email: 'KARI@testfirma.example', password: firmInput.password })).body,
  ).toEqual({ pending: null })
  expect((await again('GET', '/api/session')).body).toMatchObject({
    user: { name: 'Kari Nordmann', role: 'administrator' },
    firm: { name: 'Testfirma AS' },
  })
})

test('a wrong password and an unknown address get the same answers, to the tenth in a row and after it', async () => {
  const tryTwelve = async (email: string) => {
    const nobody = site.client()
    const answers = []
    for (let tries = 0; tries < 12; tries++) {
      const { status, body } = await nobody('POST', '/api/session', { email, password: 'feil' })
      answers.push({ status, body })
    }
    return answers
  }
  const wrong = await tryTwelve(firmInput.email)
  expect(wrong.map(({ status }) => status)).toEqual([...Array(10).fill(422), 429, 429])
  expect(await tryTwelve('ingen@testfirma.example')).toEqual(wrong)
  const right = { email: firmInput.email, password: firmInput.password }
  expect((await site.client()('POST', '/api/session', right)).status).toBe(429)
  await superuser.query('delete from auth.brake')
})

test('passwords that are leaked, made by a pattern or made of the firm’s name are refused; a sentence is not', async () => {
  for (const password of ['passord123456', 'qwertyuiop123', 'Sommer2026!!', 'Testfirma AS Kari', 'aaaaaaaaaaaaaa'])
    await expect(refuseCommonPassword(password, ['Testfirma AS', 'Kari Nordmann'])).rejects.toThrow('invalid')
  for (const password of ['rolig som en fjord', 'en lang og god setning', 'x7Kp-92mQ-vv4t'])
    await expect(refuseCommonPassword(password, ['Testfirma AS', 'Kari Nordmann'])).resolves.toBeUndefined()
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
  expect(all.filter(({ status }) => status !== 201)).toEqual([])
})

test('many passwords are worked on at once without a transaction standing open for each', async () => {
  const { email, password } = firmInput
  let busiest = 0
  const done = new AbortController()
  const watching = (async () => {
    while (!done.signal.aborted) {
      const { rows } = await superuser.query(
        `select count(*)::int as open from pg_stat_activity where datname = current_database() and state like 'idle in trans%'`,
      )
      busiest = Math.max(busiest, rows[0].open)
    }
  })()
  await Promise.all(Array.from({ length: 24 }, () => site.client()('POST', '/api/session', { email, password })))
  done.abort()
  await watching
  // Sixteen, all that there are, waited while the passwords were worked on inside of their transactions.
  expect(busiest).toBeLessThan(8)
})

test('over https the cookie is bound to the host', async () => {
  const app = await makeApp(site.db, { ...testSettings, is_secure: true })
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
