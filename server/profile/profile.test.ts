import { Secret, TOTP } from 'otpauth'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeApp } from '#server/app.ts'
import { type Client, firmInput, testApp, testSettings } from '#server/platform/test.ts'

let site: Awaited<ReturnType<typeof testApp>>
let superuser: pg.Client
let kari: Client
const { email, password } = firmInput

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
beforeEach(() => superuser.query('delete from auth.brake'))

const signIn = (client: Client, secret = password) => client('POST', '/api/session', { email, password: secret })
const codeOf = (secret: string, ahead = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + ahead * 30_000 })

test('sessions are listed with what they are, and ended one by one or all others', async () => {
  const phone = site.client()
  await phone('POST', '/api/session', { email, password }, { 'user-agent': 'Telefon' })
  const tablet = site.client()
  await signIn(tablet)
  const { sessions } = (await kari('GET', '/api/profile')).body
  expect(sessions.map(({ is_this }: { is_this: boolean }) => is_this)).toEqual([true, false, false])
  const { id } = sessions.find(({ user_agent }: { user_agent: string }) => user_agent === 'Telefon')
  expect((await kari('DELETE', `/api/profile/sessions/${id}`)).status).toBe(204)
  expect((await phone('GET', '/api/session')).status).toBe(401)
  expect((await tablet('GET', '/api/session')).status).toBe(200)
  expect((await kari('DELETE', '/api/profile/sessions')).status).toBe(204)
  expect((await tablet('GET', '/api/session')).status).toBe(401)
  expect((await kari('GET', '/api/session')).status).toBe(200)
})

test('a session of someone else can not be ended', async () => {
  await superuser.query(`insert into auth.account (email, password_hash) values ('ola@testfirma.example', 'x')`)
  const { rows } = await superuser.query(`insert into auth.session (token_hash, account_id, tenant_id, expires_at)
    select 'x', a.id, f.tenant_id, now() + interval '1 day' from auth.account a, firm f where a.email like 'ola%' returning id`)
  expect((await kari('DELETE', `/api/profile/sessions/${rows[0].id}`)).status).toBe(404)
  expect((await superuser.query('select from auth.session where id = $1', [rows[0].id])).rowCount).toBe(1)
})

test('a new password needs the old one, must be another and a good one, and ends the other sessions', async () => {
  const phone = site.client()
  await signIn(phone)
  const change = (old_password: string, password: string) =>
    kari('PUT', '/api/profile/password', { old_password, password })
  expect((await change('feil', 'et annet godt passord')).body.errors).toMatchObject([{ field: 'old_password' }])
  expect((await change(password, password)).body.errors).toMatchObject([{ code: 'same_password' }])
  expect((await change(password, 'velkommen2026')).body.errors).toMatchObject([{ code: 'password_common' }])
  expect((await phone('GET', '/api/session')).status).toBe(200)
  expect((await change(password, 'høye fjell og dype daler')).status).toBe(204)
  expect((await phone('GET', '/api/session')).status).toBe(401)
  expect((await kari('GET', '/api/session')).status).toBe(200)
  expect((await signIn(site.client())).status).toBe(422)
  expect((await change('høye fjell og dype daler', password)).status).toBe(204)
})

test('guessing one’s own password at an open screen is braked like at sign-in', async () => {
  const confirm = (password: string) => kari('PUT', '/api/session/confirmation', { password })
  const wrong = await confirm('feil')
  expect(wrong.body.errors).toMatchObject([{ field: 'password', code: 'wrong_own_password' }])
  for (let tries = 1; tries < 10; tries++) await confirm('feil')
  expect((await confirm(password)).status).toBe(429)
  const change = { old_password: password, password: 'høye fjell og dype daler' }
  expect((await kari('PUT', '/api/profile/password', change)).status).toBe(429)
})

test('name and address are changed; a taken address is refused at its field', async () => {
  const { version } = (await kari('GET', '/api/profile')).body
  const renamed = await kari('PUT', '/api/profile/name', { name: 'Kari Fjell' }, { 'if-match': `"${version}"` })
  expect(renamed.body.name).toBe('Kari Fjell')
  expect((await kari('PUT', '/api/profile/name', { name: 'X' }, { 'if-match': `"${version}"` })).status).toBe(412)
  const taken = await kari('PUT', '/api/profile/email', { email: 'ola@testfirma.example' })
  expect(taken.body.errors).toMatchObject([{ field: 'email', code: 'email_unusable' }])
  expect((await kari('PUT', '/api/profile/email', { email: 'Kari.Fjell@testfirma.example' })).status).toBe(200)
  expect(
    (await site.client()('POST', '/api/session', { email: 'kari.fjell@testfirma.example', password })).status,
  ).toBe(201)
  expect((await kari('PUT', '/api/profile/email', { email })).body.email).toBe(email)
})

test('with a mail server a new address is in force when its link is opened, once; the old one is told', async () => {
  const app = await makeApp(site.db, { ...testSettings, has_mail: true })
  const me = site.client(app)
  await signIn(me)
  const change = (email: string) => me('PUT', '/api/profile/email', { email })
  const mailTo = async (recipient: string) =>
    (await superuser.query('select recipient, body from mail where recipient = $1 order by created_at', [recipient]))
      .rows
  const tokenOf = (body: string) => /new-address\/([\w-]{43})\n/.exec(body)?.[1]
  const open = (token: string | undefined) => site.client(app)('POST', '/api/profile/email/confirmation', { token })

  expect((await change('ola@testfirma.example')).body.errors).toMatchObject([{ code: 'email_unusable' }])
  expect((await change('ny@testfirma.example')).body).toMatchObject({ email, new_email: 'ny@testfirma.example' })
  const [first] = await mailTo('ny@testfirma.example')
  const [old] = await mailTo(email)
  expect(old.body).toContain('ny@testfirma.example')
  expect(old.body).not.toContain('new-address')
  expect((await signIn(site.client())).status).toBe(201)
  expect(
    (await site.client()('POST', '/api/session', { email: 'ny@testfirma.example', password })).body.errors,
  ).toMatchObject([{ code: 'wrong_password' }])

  // Asked for again, the link before does not work; nor does one that is a day old.
  await change('nyere@testfirma.example')
  expect((await open(tokenOf(first.body))).body.errors).toMatchObject([{ field: 'token', code: 'link_used' }])
  const [third] = await mailTo('nyere@testfirma.example')
  await superuser.query(`update auth.link set expires_at = now()`)
  expect((await open(tokenOf(third.body))).status).toBe(422)
  expect((await me('GET', '/api/profile')).body).toMatchObject({ email, new_email: null })

  await change('nyest@testfirma.example')
  const token = tokenOf((await mailTo('nyest@testfirma.example'))[0].body)
  expect((await open(token)).body).toEqual({ email: 'nyest@testfirma.example' })
  expect((await open(token)).status).toBe(422)
  expect((await me('GET', '/api/profile')).body).toMatchObject({ email: 'nyest@testfirma.example', new_email: null })
  expect((await me('GET', '/api/session')).body.user.email).toBe('nyest@testfirma.example')
  expect((await signIn(site.client())).status).toBe(422)

  // An address that somebody else took meanwhile, one taken back, and a new password before the link was opened.
  const ask = async (email: string) => {
    await change(email)
    return (await mailTo(email)).map(({ body }) => tokenOf(body)).findLast(Boolean)
  }
  const late = await ask('eva@testfirma.example')
  await superuser.query(`insert into auth.account (email, password_hash) values ('eva@testfirma.example', 'x')`)
  expect((await open(late)).body.errors).toMatchObject([{ field: 'email', code: 'email_unusable' }])
  const back = await ask(email)
  expect((await change('nyest@testfirma.example')).body.new_email).toBeNull()
  expect((await open(back)).status).toBe(422)
  const feared = await ask(email)
  const other = 'høye fjell og dype daler'
  await me('PUT', '/api/profile/password', { old_password: password, password: other })
  expect((await open(feared)).status).toBe(422)
  await me('PUT', '/api/profile/password', { old_password: other, password })
  await open(await ask(email))
  expect((await signIn(kari)).status).toBe(201)
  await app.close()
})

test('the second step: confirmed by a code, asked for at sign-in, a code works once, guessing is braked', async () => {
  const { secret, uri } = (await kari('PUT', '/api/profile/two-factor/secret')).body
  expect(uri).toContain(`secret=${secret}`)
  expect(JSON.stringify((await superuser.query('select * from auth.totp')).rows)).not.toContain(secret)
  expect((await signIn(site.client())).body).toEqual({ pending: null })
  expect((await kari('PUT', '/api/profile/two-factor', { code: '000000' })).body.errors).toMatchObject([
    { field: 'code' },
  ])
  const first = codeOf(secret, -1)
  const { codes } = (await kari('PUT', '/api/profile/two-factor', { code: first })).body
  expect(new Set(codes).size).toBe(10)

  const phone = site.client()
  const { pending } = (await signIn(phone)).body
  expect((await phone('GET', '/api/session')).status).toBe(401)
  const enter = (code: string) => phone('POST', '/api/session/code', { pending, code })
  expect((await enter(first)).body.errors).toMatchObject([{ field: 'code', code: 'wrong_code' }])
  const code = codeOf(secret)
  expect((await enter(code)).status).toBe(204)
  expect((await phone('GET', '/api/session')).status).toBe(200)
  const again = (await signIn(phone)).body
  expect((await phone('POST', '/api/session/code', { pending: again.pending, code })).status).toBe(422)

  const lost = (await signIn(site.client())).body
  const [recovery] = codes
  const use = () => site.client()('POST', '/api/session/code', { pending: lost.pending, code: recovery.toLowerCase() })
  expect((await use()).status).toBe(204)
  expect((await use()).body.errors).toMatchObject([{ code: 'code_expired' }])
  expect((await kari('GET', '/api/profile')).body.two_factor).toEqual({ is_on: true, recovery_codes_left: 9 })

  const guessing = (await signIn(site.client())).body
  const guess = () => site.client()('POST', '/api/session/code', { pending: guessing.pending, code: '123456' })
  for (let tries = 0; tries < 5; tries++) expect((await guess()).status).toBe(422)
  expect((await guess()).status).toBe(429)
})

test('a code that comes too late is refused; a new password does not switch the second step off', async () => {
  const { pending } = (await signIn(site.client())).body
  await superuser.query(`update auth.pending_sign_in set expires_at = now()`)
  const late = await site.client()('POST', '/api/session/code', { pending, code: '123456' })
  expect(late.body.errors).toMatchObject([{ code: 'code_expired' }])
  await kari('PUT', '/api/profile/password', { old_password: password, password: 'høye fjell og dype daler' })
  expect((await signIn(site.client(), 'høye fjell og dype daler')).body.pending).toMatch(/^[\w-]{43}$/)
  await kari('PUT', '/api/profile/password', { old_password: 'høye fjell og dype daler', password })
})

test('new recovery codes replace the old; switched off, the password is enough; both are in the history', async () => {
  const { codes } = (await kari('PUT', '/api/profile/two-factor/recovery-codes')).body
  expect((await kari('GET', '/api/profile')).body.two_factor.recovery_codes_left).toBe(10)
  expect(codes).toHaveLength(10)
  expect((await kari('DELETE', '/api/profile/two-factor')).status).toBe(204)
  expect((await signIn(site.client())).body).toEqual({ pending: null })
  const { rows } = await superuser.query(
    `select changes from history where entity = 'member' and changes ? 'two_factor' order by id`,
  )
  expect(rows.map(({ changes }) => changes.two_factor)).toEqual([
    [false, true],
    [true, false],
  ])
})

test('a secret of the second step moved to another account does not open', async () => {
  const { encrypt, decrypt } = site.secrets
  const stored = encrypt('hemmelig', 'auth.totp.secret a')
  expect(decrypt(stored, 'auth.totp.secret a')).toBe('hemmelig')
  expect(() => decrypt(stored, 'auth.totp.secret b')).toThrow()
})
