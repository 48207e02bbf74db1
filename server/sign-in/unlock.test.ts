import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '#server/platform/db.ts'
import { firmInput, testApp } from '#server/platform/test.ts'
import { unlockAccount } from './unlock.ts'

let site: Awaited<ReturnType<typeof testApp>>
beforeAll(async () => {
  site = await testApp()
})
afterAll(() => site.stop())
const unlock = (email: string) => inTransaction(site.db, { via: 'setup' }, (tx) => unlockAccount(tx, email))

test('the only administrator, who lost her second step, is let in by the operator with a new password', async () => {
  const kari = site.client()
  const { email, password } = firmInput
  await kari('POST', '/api/setup', firmInput)
  const { secret } = (await kari('PUT', '/api/profile/two-factor/secret')).body
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate()
  expect((await kari('PUT', '/api/profile/two-factor', { code })).status).toBe(200)
  const { pending } = (await site.client()('POST', '/api/session', { email, password })).body
  expect(pending).not.toBeNull()

  const older = await unlock(email)
  const token = await unlock(email)
  expect((await kari('GET', '/api/session')).status).toBe(401)
  expect((await kari('POST', '/api/session/code', { pending, code })).status).toBe(422)
  const choose = async (input: object) => (await kari('POST', '/api/password-reset/password', input)).status
  const chosen = 'sola står opp i øst'
  expect(await choose({ token: older, password: chosen })).toBe(422)
  expect(await choose({ token, password: chosen })).toBe(204)
  expect(await choose({ token, password: chosen })).toBe(422)
  expect((await kari('POST', '/api/session', { email, password: chosen })).body).toEqual({ pending: null })
  const { items } = (await kari('GET', '/api/users/history')).body
  expect(items[0]).toMatchObject({ user_name: null, via: 'setup', entity: 'member', subject: 'Kari Nordmann' })
  expect(items[0].changes).toEqual({ two_factor: [true, false], password_link: [null, true] })
})

test('an address that nobody has is told, and nothing is changed', async () => {
  await expect(unlock('ingen@testfirma.example')).rejects.toThrow(
    'There is no account with the address ingen@testfirma.example.',
  )
})
