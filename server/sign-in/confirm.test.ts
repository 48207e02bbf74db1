import { Secret, TOTP } from 'otpauth'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openApi } from '#server/platform/openapi.ts'
import { type Client, firmInput, testApp } from '#server/platform/test.ts'
import { makePasskey } from './test-passkey.ts'

let site: Awaited<ReturnType<typeof testApp>>
let superuser: pg.Client
let kari: Client
let ola: Client
const { email, password } = firmInput
const olas = { email: 'ola@testfirma.example', name: 'Ola', password: 'sola står opp i øst' }

beforeAll(async () => {
  site = await testApp()
  kari = site.client()
  await kari('POST', '/api/setup', firmInput)
  superuser = new pg.Client({ connectionString: site.superuser_url })
  await superuser.connect()
  ola = await join(olas)
})
afterAll(async () => {
  await superuser.end()
  await site.stop()
})
beforeEach(() => superuser.query('delete from auth.brake'))

const join = async ({ email, name, password }: typeof olas) => {
  const { body } = await kari('POST', '/api/invitations', { email, name, role: 'user', rights: { crm: 'change' } })
  const client = site.client()
  const token = body.link.split('/').at(-1)
  expect((await client('POST', '/api/invitations/accept', { token, name, password })).status).toBe(204)
  return client
}
const passTime = () => superuser.query(`update auth.session set confirmed_at = now() - interval '15 minutes'`)
const signIn = async (who = { email, password }) => {
  const client = site.client()
  expect((await client('POST', '/api/session', { email: who.email, password: who.password })).status).toBe(201)
  return client
}
const codeOf = (secret: string, ahead = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + ahead * 30_000 })
const addPasskey = async (client: Client) => {
  const passkey = makePasskey()
  const { challenge } = (await client('PUT', '/api/profile/passkeys/options')).body
  const body = { name: 'Jobb-PC', answer: passkey.register(challenge) }
  expect((await client('POST', '/api/profile/passkeys', body)).status).toBe(201)
  return passkey
}
const require = async (requires_two_factor: boolean, client = kari) => {
  const { version } = (await client('GET', '/api/firm')).body
  return client('PUT', '/api/firm/two-factor', { requires_two_factor }, { 'if-match': `"${version}"` })
}
const stateOf = async () => {
  const tables = ['member', 'invitation', 'api_key', 'auth.account', 'auth.totp', 'auth.passkey', 'firm']
  const found = []
  for (const table of tables) found.push((await superuser.query(`select * from ${table} order by 1, 2`)).rows)
  return JSON.stringify(found)
}
const userOf = async (name: string) => {
  const { items } = (await kari('GET', '/api/users')).body
  return items.find((user: { name: string }) => user.name === name)
}

test('fifteen minutes after signing in, dangerous acts want the password again and change nothing without it', async () => {
  await passTime()
  const user = await userOf('Ola')
  const version = { 'if-match': `"${user.version}"` }
  const url = `/api/users/${user.id}`
  const place = { name: 'Ola', role: 'administrator', rights: { crm: 'change' } }
  const acts: Parameters<Client>[] = [
    ['PUT', url, place, version],
    ['PUT', `${url}/deactivation`, undefined, version],
    ['DELETE', `${url}/deactivation`, undefined, version],
    ['PUT', `${url}/reset-link`],
    ['DELETE', `${url}/two-factor`],
    ['POST', '/api/invitations', { ...place, email: 'per@testfirma.example' }],
    ['PUT', `/api/invitations/${crypto.randomUUID()}/link`],
    ['POST', '/api/profile/api-keys', { name: 'Nøkkel', scopes: ['crm:read'], days: 30 }],
    ['PUT', '/api/profile/email', { email: 'ny@testfirma.example' }],
    ['PUT', '/api/profile/two-factor/secret'],
    ['PUT', '/api/profile/two-factor/recovery-codes'],
    ['DELETE', '/api/profile/two-factor'],
    ['PUT', '/api/profile/passkeys/options'],
    ['DELETE', `/api/profile/passkeys/${crypto.randomUUID()}`],
    ['PUT', '/api/firm/two-factor', { requires_two_factor: false }, { 'if-match': '"1"' }],
  ]
  const before = await stateOf()
  for (const act of acts) {
    const { status, body } = await kari(...act)
    expect([act[1], status, body.code]).toEqual([act[1], 403, 'confirm_required'])
  }
  expect(await stateOf()).toBe(before)
  // Who may not do it at all is told so, and is not asked for the password in vain.
  expect((await ola('PUT', url, place, version)).body.code).toBe('forbidden')
  expect((await kari('PUT', '/api/session/confirmation', { password })).status).toBe(204)
  expect((await kari('PUT', url, { ...place, role: 'user', rights: { crm: 'read' } }, version)).status).toBe(200)
})

test('what confirms is one’s own: a password, a code or a passkey, and not that of somebody else', async () => {
  await superuser.query('update auth.session set confirmed_at = now()')
  const { secret } = (await ola('PUT', '/api/profile/two-factor/secret')).body
  await ola('PUT', '/api/profile/two-factor', { code: codeOf(secret, -1) })
  const passkey = await addPasskey(ola)
  expect((await ola('GET', '/api/session/confirmation')).body).toEqual({ code: true, passkey: true })
  expect((await kari('GET', '/api/session/confirmation')).body).toEqual({ code: false, passkey: false })
  const isFresh = async () => (await ola('PUT', '/api/profile/two-factor/recovery-codes')).status === 200
  await passTime()
  expect((await ola('PUT', '/api/session/confirmation', { password })).status).toBe(422)
  expect((await ola('PUT', '/api/session/confirmation/code', { code: '000000' })).body.errors).toMatchObject([
    { field: 'code', code: 'wrong_code' },
  ])
  expect(await isFresh()).toBe(false)
  expect((await ola('PUT', '/api/session/confirmation/code', { code: codeOf(secret) })).status).toBe(204)
  expect(await isFresh()).toBe(true)
  await passTime()
  const ask = async (client: Client) => (await client('PUT', '/api/session/confirmation/passkey/options')).body
  expect((await ask(kari)).code).toBe('conflict')
  const answer = passkey.answer((await ask(ola)).challenge)
  expect((await kari('PUT', '/api/session/confirmation/passkey', answer)).status).toBe(422)
  expect(await isFresh()).toBe(false)
  const second = passkey.answer((await ask(ola)).challenge)
  expect((await ola('PUT', '/api/session/confirmation/passkey', second)).status).toBe(204)
  expect(await isFresh()).toBe(true)
  await superuser.query('delete from auth.totp; delete from auth.passkey; delete from auth.recovery_code')
  await superuser.query('update auth.session set is_strong = false')
})

test('a firm requires a second step: switched on by who has one, then the others can do nothing before they do', async () => {
  await kari('PUT', '/api/session/confirmation', { password })
  const without = await require(true)
  expect(without.body.errors).toMatchObject([{ field: 'requires_two_factor', code: 'own_two_factor_first' }])
  expect((await require(true, ola)).status).toBe(403)
  const passkey = await addPasskey(kari)
  expect((await require(true)).body.requires_two_factor).toBe(true)
  expect((await kari('GET', '/api/users')).status).toBe(200)

  const state = await stateOf()
  for (const [path, operations] of Object.entries(openApi().paths)) {
    for (const [method, operation] of Object.entries(operations as Record<string, Operation>)) {
      if (operation['x-access'] === 'public' || open.has(operation.operationId)) continue
      const { status, body } = await ola(method.toUpperCase() as 'GET', path.replace('{id}', crypto.randomUUID()))
      expect([operation.operationId, status, body.code]).toEqual([operation.operationId, 403, 'two_factor_required'])
    }
  }
  expect(await stateOf()).toBe(state)
  expect((await ola('GET', '/api/session')).body.lacks_two_factor).toBe(true)
  await ola('PUT', '/api/session/confirmation', { password: olas.password })
  expect((await ola('GET', '/api/companies')).status).toBe(403)
  const { secret } = (await ola('PUT', '/api/profile/two-factor/secret')).body
  await ola('PUT', '/api/profile/two-factor', { code: codeOf(secret, -1) })
  expect((await ola('GET', '/api/companies')).status).toBe(200)
  expect((await ola('GET', '/api/session')).body.lacks_two_factor).toBe(false)

  // Kari's password alone opens nothing, and can make no second step beside the one that she has.
  const thief = await signIn()
  for (const url of ['/api/profile/two-factor/secret', '/api/profile/passkeys/options'])
    expect((await thief('PUT', url)).body.code).toBe('two_factor_required')
  expect((await thief('GET', '/api/companies')).body.code).toBe('two_factor_required')
  const { challenge } = (await thief('PUT', '/api/session/confirmation/passkey/options')).body
  expect((await thief('PUT', '/api/session/confirmation/passkey', passkey.answer(challenge))).status).toBe(204)
  expect((await thief('GET', '/api/companies')).status).toBe(200)

  const { passkeys } = (await kari('GET', '/api/profile')).body
  const last = await kari('DELETE', `/api/profile/passkeys/${passkeys[0].id}`)
  expect(last.body.errors).toMatchObject([{ code: 'last_second_step' }])
  expect((await ola('DELETE', '/api/profile/two-factor')).body.errors).toMatchObject([{ code: 'last_second_step' }])
})

test('nor can the password alone do that from within a firm of hers that requires none', async () => {
  const { rows } = await superuser.query(
    `insert into firm (tenant_id, name) values (gen_random_uuid(), 'Nabofirma AS') returning tenant_id`,
  )
  const { tenant_id } = rows[0]
  await superuser.query(
    `insert into member (tenant_id, user_id, name, email) select $1, id, 'Kari', email from auth.account where email = $2`,
    [tenant_id, email],
  )
  const thief = await signIn()
  expect((await thief('PUT', '/api/session/firm', { firm_id: tenant_id })).status).toBe(204)
  expect((await thief('GET', '/api/session')).body.lacks_two_factor).toBe(false)
  for (const url of ['/api/profile/two-factor/secret', '/api/profile/passkeys/options'])
    expect((await thief('PUT', url)).body.code).toBe('two_factor_required')
  const { passkeys } = (await thief('GET', '/api/profile')).body
  expect((await thief('DELETE', `/api/profile/passkeys/${passkeys[0].id}`)).body.code).toBe('two_factor_required')
  await superuser.query(`update member set deactivated_at = now() where tenant_id = $1`, [tenant_id])
  await superuser.query('update auth.account set last_tenant_id = null')
})

test('an API key opens nothing while its owner lacks what the firm requires; an administrator helps her begin anew', async () => {
  await require(false)
  const pers = { email: 'per@testfirma.example', name: 'Per', password: 'fjorden ligger blank i dag' }
  const per = await join(pers)
  const made = await per('POST', '/api/profile/api-keys', { name: 'Butikk', scopes: ['crm:read'], days: 30 })
  const byKey = () => site.client()('GET', '/api/companies', undefined, { authorization: `Bearer ${made.body.key}` })
  expect((await byKey()).status).toBe(200)
  await require(true)
  expect((await byKey()).body.code).toBe('two_factor_required')
  await addPasskey(per)
  expect((await byKey()).status).toBe(200)

  const user = await userOf('Per')
  expect(user.has_two_factor).toBe(true)
  expect((await kari('DELETE', `/api/users/${user.id}/two-factor`)).status).toBe(204)
  expect((await userOf('Per')).has_two_factor).toBe(false)
  expect((await byKey()).status).toBe(403)
  const again = await signIn(pers)
  expect((await again('GET', '/api/companies')).body.code).toBe('two_factor_required')
  await addPasskey(again)
  expect((await again('GET', '/api/companies')).status).toBe(200)
})

type Operation = { 'x-access': unknown; operationId: string }

/** What a member may call to come so far, or to leave. */
const open = new Set([
  'session.get',
  'session.sign_out',
  'session.switch_firm',
  'session.ways_to_confirm',
  'session.confirm',
  'session.confirm_code',
  'session.confirm_options',
  'session.confirm_passkey',
  'profile.start_two_factor',
  'profile.confirm_two_factor',
  'profile.passkey_options',
  'profile.add_passkey',
])
