import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, firmInput, testApp } from '#server/platform/test.ts'
import { makePasskey, type Passkey } from './test-passkey.ts'

let site: Awaited<ReturnType<typeof testApp>>
let superuser: pg.Client
let kari: Client
let passkey: Passkey
const { email } = firmInput

beforeAll(async () => {
  site = await testApp()
  kari = site.client()
  await kari('POST', '/api/setup', firmInput)
  superuser = new pg.Client({ connectionString: site.superuser_url })
  await superuser.connect()
  passkey = makePasskey()
})
afterAll(async () => {
  await superuser.end()
  await site.stop()
})

const challengeOf = async (client: Client, url = '/api/session/passkey/options') => {
  const reply = await client(url.startsWith('/api/profile') ? 'PUT' : 'POST', url)
  return reply.body.challenge as string
}
const newChallenge = () => challengeOf(kari, '/api/profile/passkeys/options')
const enter = (client: Client, answer: object) => client('POST', '/api/session/passkey', answer)
const refused = { errors: [{ field: 'passkey', code: 'wrong_passkey' }] }

test('a passkey is registered once only', async () => {
  const answer = passkey.register(await newChallenge())
  const added = await kari('POST', '/api/profile/passkeys', { name: 'Jobb-PC', answer })
  expect(added.body.passkeys).toMatchObject([{ name: 'Jobb-PC', used_at: null }])
  expect((await kari('POST', '/api/profile/passkeys', { name: 'Igjen', answer })).body).toMatchObject(refused)
  const same = passkey.register(await newChallenge())
  expect((await kari('POST', '/api/profile/passkeys', { name: 'Igjen', answer: same })).body).toMatchObject(refused)
})

test('a passkey for another address, or without finger, face or PIN, is not registered', async () => {
  const other = makePasskey()
  for (const change of [{ origin: 'https://evil.example' }, { host: 'evil.example' }, { isVerified: false }]) {
    const answer = other.register(await newChallenge(), change)
    expect((await kari('POST', '/api/profile/passkeys', { name: 'Falsk', answer })).body).toMatchObject(refused)
  }
  const foreign = other.register(await challengeOf(kari))
  expect((await kari('POST', '/api/profile/passkeys', { name: 'Falsk', answer: foreign })).body).toMatchObject(refused)
  expect((await superuser.query('select from auth.passkey')).rowCount).toBe(1)
})

test('it signs in alone, also with a second step on, and an answer works once', async () => {
  const visitor = site.client()
  await superuser.query(
    `insert into auth.totp (account_id, secret, confirmed_at) select id, 'x', now() from auth.account`,
  )
  const answer = passkey.answer(await challengeOf(visitor))
  expect((await enter(visitor, answer)).status).toBe(204)
  expect((await visitor('GET', '/api/session')).body.user.email).toBe(email)
  const thief = site.client()
  expect((await enter(thief, answer)).body).toMatchObject(refused)
  expect((await thief('GET', '/api/session')).status).toBe(401)
})

test('another address, another key, no verification, a counter that goes back, a late answer: all refused', async () => {
  const visitor = site.client()
  const stranger = makePasskey(passkey.id)
  const { counter } = (await superuser.query('select counter from auth.passkey')).rows[0]
  const faulty = [
    (challenge: string) => passkey.answer(challenge, { origin: 'https://evil.example' }),
    (challenge: string) => passkey.answer(challenge, { host: 'evil.example' }),
    (challenge: string) => passkey.answer(challenge, { isVerified: false }),
    (challenge: string) => passkey.answer(challenge, { counter: Number(counter) }),
    (challenge: string) => stranger.answer(challenge),
    (challenge: string) => makePasskey().answer(challenge),
    (challenge: string) => ({ ...passkey.answer(challenge), id: 'A'.repeat(22) }),
    () => passkey.answer(randomBytes(32).toString('base64url')),
  ]
  for (const make of faulty) {
    const reply = await enter(visitor, make(await challengeOf(visitor)))
    expect(reply.status).toBe(422)
    expect(reply.body).toMatchObject(refused)
  }
  // What was asked is used up by a wrong answer.
  const challenge = await challengeOf(visitor)
  await enter(visitor, stranger.answer(challenge))
  expect((await enter(visitor, passkey.answer(challenge))).body).toMatchObject(refused)
  const late = await challengeOf(visitor)
  await superuser.query('update auth.challenge set expires_at = now()')
  expect((await enter(visitor, passkey.answer(late))).body).toMatchObject(refused)
  expect((await visitor('GET', '/api/session')).status).toBe(401)
})

test('nonsense is refused and breaks nothing', async () => {
  const answer = passkey.answer(await challengeOf(kari))
  for (const clientDataJSON of [
    '',
    'x',
    Buffer.from('{}').toString('base64url'),
    Buffer.from('null').toString('base64url'),
  ])
    expect((await enter(site.client(), { ...answer, response: { ...answer.response, clientDataJSON } })).status).toBe(
      422,
    )
  const challenge = await challengeOf(kari)
  const damaged = passkey.answer(challenge)
  damaged.response.authenticatorData = 'AAAA'
  expect((await enter(site.client(), damaged)).body).toMatchObject(refused)
})

test('it gets another name, and removed it opens nothing', async () => {
  const { id } = (await superuser.query('select id from auth.passkey')).rows[0]
  expect((await kari('PUT', `/api/profile/passkeys/${id}`, { name: 'Hjemme' })).body.passkeys).toMatchObject([
    { name: 'Hjemme' },
  ])
  expect((await kari('DELETE', `/api/profile/passkeys/${id}`)).status).toBe(204)
  const visitor = site.client()
  expect((await enter(visitor, passkey.answer(await challengeOf(visitor)))).body).toMatchObject(refused)
})
