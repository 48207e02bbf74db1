import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeApp } from '#server/app.ts'
import { type Client, firmInput, testApp, testSettings } from '#server/platform/test.ts'

let site: Awaited<ReturnType<typeof testApp>>
let superuser: pg.Client
let kari: Client

const invited = { email: 'ola@testfirma.example', name: 'Ola Dunk', role: 'user', rights: { crm: 'read' } }
const password = 'sola står opp i øst'
const tokenOf = (link: string) => link.split('/').at(-1) ?? ''
const signIn = async (client: Client, email: string, secret = password) =>
  (await client('POST', '/api/session', { email, password: secret })).status

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

const invite = async (input: object = invited, administrator = kari) => {
  const { status, body } = await administrator('POST', '/api/invitations', input)
  expect(status).toBe(201)
  return body as { invitation: { id: string }; link: string }
}
const userOf = async (name: string, administrator = kari) => {
  const { body } = await administrator('GET', '/api/users')
  return body.items.find((user: { name: string }) => user.name === name)
}
const state = async (table: string) =>
  JSON.stringify((await superuser.query(`select * from ${table} order by 1, 2`)).rows)

test('an invited colleague chooses a password, comes in with the given rights, and the link works once', async () => {
  const { link } = await invite()
  expect(link).toMatch(/^http:\/\/kundebok\.localhost\/invitation\/[\w-]{43}$/)
  expect(await state('auth.link')).not.toContain(tokenOf(link))
  const token = tokenOf(link)
  const ola = site.client()
  expect((await ola('POST', '/api/invitations/view', { token })).body).toEqual({
    firm_name: 'Testfirma AS',
    name: 'Ola Dunk',
    email: invited.email,
    has_account: false,
  })
  const common = await ola('POST', '/api/invitations/accept', { token, name: 'Ola Dunk', password: 'passord123456' })
  expect(common.body.errors).toMatchObject([{ field: 'password', code: 'password_common' }])
  const both = await Promise.all(
    [ola, site.client()].map((client) =>
      client('POST', '/api/invitations/accept', { token, name: 'Ola Dunk', password }),
    ),
  )
  expect(both.map(({ status }) => status).sort()).toEqual([204, 422])
  expect(await signIn(ola, invited.email)).toBe(201)
  expect((await ola('GET', '/api/session')).body).toMatchObject({ user: { role: 'user' }, rights: { crm: 'read' } })
  expect((await ola('GET', '/api/companies')).status).toBe(200)
  expect((await ola('POST', '/api/companies', { name: 'Forbudt AS' })).status).toBe(403)
  const again = await site.client()('POST', '/api/invitations/view', { token })
  expect(again.body.errors).toMatchObject([{ field: 'token', code: 'link_used' }])
})

test('only an administrator sees colleagues and invites; a colleague and a known address are refused at the field', async () => {
  const ola = site.client()
  await signIn(ola, invited.email)
  const before = await state('invitation')
  expect((await ola('GET', '/api/users')).status).toBe(403)
  expect((await ola('POST', '/api/invitations', { ...invited, email: 'x@y.example' })).status).toBe(403)
  const colleague = await kari('POST', '/api/invitations', invited)
  expect(colleague.body.errors).toMatchObject([{ field: 'email', code: 'already_member' }])
  const faulty = await kari('POST', '/api/invitations', { email: 'x', name: '', role: 'boss', rights: { crm: 'all' } })
  expect(faulty.body.errors.map(({ field }: { field: string }) => field)).toEqual([
    'email',
    'name',
    'role',
    'rights.crm',
  ])
  expect(await state('invitation')).toBe(before)
})

test('an invitation sent again has a new link, one withdrawn or run out has none', async () => {
  const input = { ...invited, email: 'per@testfirma.example', name: 'Per' }
  const { invitation, link } = await invite(input)
  const twice = await kari('POST', '/api/invitations', input)
  expect(twice.body.errors).toMatchObject([{ field: 'email', code: 'already_invited' }])
  const { body } = await kari('PUT', `/api/invitations/${invitation.id}/link`)
  const view = (link: string) => site.client()('POST', '/api/invitations/view', { token: tokenOf(link) })
  expect((await view(link)).status).toBe(422)
  expect((await view(body.link)).status).toBe(201)
  await superuser.query(`update auth.link set expires_at = now() - interval '1 second'`)
  expect((await view(body.link)).status).toBe(422)
  const renewed = await kari('PUT', `/api/invitations/${invitation.id}/link`)
  expect((await kari('DELETE', `/api/invitations/${invitation.id}`)).status).toBe(204)
  expect((await view(renewed.body.link)).status).toBe(422)
  expect((await kari('PUT', `/api/invitations/${invitation.id}/link`)).status).toBe(404)
})

test('rights are changed by version and hold from the next request; the change is in the history', async () => {
  const ola = site.client()
  await signIn(ola, invited.email)
  const user = await userOf('Ola Dunk')
  const input = { name: 'Ola Dunk', role: 'user', rights: { crm: 'change' } }
  const url = `/api/users/${user.id}`
  expect((await kari('PUT', url, input, { 'if-match': `"${user.version}"` })).body.rights).toEqual({ crm: 'change' })
  expect((await ola('POST', '/api/companies', { name: 'Tillatt AS' })).status).toBe(201)
  const stale = await kari('PUT', url, { ...input, rights: { crm: 'none' } }, { 'if-match': `"${user.version}"` })
  expect(stale.status).toBe(412)
  expect(stale.body.current.rights).toEqual({ crm: 'change' })
  const { rows } = await superuser.query(
    `select changes from history where entity = 'member' and action = 'changed' and entity_id = $1`,
    [user.id],
  )
  expect(rows).toContainEqual({ changes: { rights: [{ crm: 'read' }, { crm: 'change' }] } })
})

test('deactivating ends the colleague’s sessions at once; she comes in again when activated', async () => {
  const ola = site.client()
  await signIn(ola, invited.email)
  const user = await userOf('Ola Dunk')
  expect(user.seen_at).toBeTruthy()
  const url = `/api/users/${user.id}/deactivation`
  const off = await kari('PUT', url, undefined, { 'if-match': `"${user.version}"` })
  expect(off.body.deactivated_at).toBeTruthy()
  expect((await ola('GET', '/api/session')).status).toBe(401)
  expect((await superuser.query('select from auth.session where account_id = $1', [user.id])).rowCount).toBe(0)
  expect(await signIn(ola, invited.email)).toBe(403)
  await kari('DELETE', url, undefined, { 'if-match': `"${off.body.version}"` })
  expect(await signIn(ola, invited.email)).toBe(201)
})

test('who changed whose rights, when: for administrators alone, of all or of one colleague, page by page', async () => {
  const user = await userOf('Ola Dunk')
  const version = { 'if-match': `"${user.version}"` }
  const url = `/api/users/${user.id}`
  const input = { name: 'Ola Dunk', role: 'user', rights: { crm: 'read' } }
  await kari('PUT', url, input, version)
  await kari('POST', '/api/profile/api-keys', { name: 'Nettbutikken', scopes: ['crm:read'], days: 30 })
  const { body } = await kari('GET', '/api/users/history')
  const [key, rights] = body.items
  expect(key).toMatchObject({ entity: 'api_key', key_name: 'Nettbutikken', subject: 'Kari Nordmann' })
  expect(JSON.stringify(key)).not.toContain('key_hash')
  expect(rights).toMatchObject({
    ...{ entity: 'member', action: 'changed', user_name: 'Kari Nordmann', subject: 'Ola Dunk', via: 'screen' },
    changes: { rights: [{ crm: 'change' }, { crm: 'read' }] },
  })
  const ofOla = (await kari('GET', `/api/users/history?of=${user.id}`)).body.items
  expect(ofOla[0].id).toBe(rights.id)
  expect(new Set(ofOla.map(({ subject }: { subject: string }) => subject))).toEqual(new Set(['Ola Dunk']))
  expect(ofOla.map(({ entity }: { entity: string }) => entity)).toContain('invitation')
  expect((await kari('GET', `/api/users/history?of=${crypto.randomUUID()}`)).status).toBe(404)
  const older = (await kari('GET', `/api/users/history?before=${rights.id}`)).body.items
  expect(older.map(({ id }: { id: string }) => id)).toEqual(body.items.slice(2).map(({ id }: { id: string }) => id))
  const ola = site.client()
  await signIn(ola, invited.email)
  expect((await ola('GET', '/api/users/history')).status).toBe(403)
  const now = await userOf('Ola Dunk')
  await kari('PUT', url, { ...input, rights: { crm: 'change' } }, { 'if-match': `"${now.version}"` })
})

test('the last active administrator stays, also when two step down at once', async () => {
  const me = await userOf('Kari Nordmann')
  const version = (user: { version: number }) => ({ 'if-match': `"${user.version}"` })
  const refused = await kari('PUT', `/api/users/${me.id}/deactivation`, undefined, version(me))
  expect(refused.body.errors).toMatchObject([{ field: 'role', code: 'last_administrator' }])
  const ola = await userOf('Ola Dunk')
  const made = await kari(
    'PUT',
    `/api/users/${ola.id}`,
    { name: ola.name, role: 'administrator', rights: { crm: 'none' } },
    version(ola),
  )
  expect(made.status).toBe(200)
  const both = await Promise.all(
    [me, made.body].map((user) =>
      kari('PUT', `/api/users/${user.id}`, { name: user.name, role: 'user', rights: { crm: 'change' } }, version(user)),
    ),
  )
  const { rows } = await superuser.query(
    `select name from member where role = 'administrator' and deactivated_at is null`,
  )
  expect(rows).toHaveLength(1)
  expect(both.filter(({ status }) => status === 200)).toHaveLength(1)
  await superuser.query(`update member set role = 'administrator' where name = 'Kari Nordmann'`)
  await superuser.query(`update member set role = 'user' where name = 'Ola Dunk'`)
})

test('who belongs to several firms joins with her own password, switches, and sees only the one she is in', async () => {
  const { rows } = await superuser.query(
    `insert into firm (tenant_id, name) values (gen_random_uuid(), 'Nabofirma AS') returning tenant_id`,
  )
  const other = rows[0].tenant_id as string
  const account = `select id from auth.account where email = 'eva@nabo.example'`
  await superuser.query(
    `insert into auth.account (email, password_hash) select 'eva@nabo.example', password_hash from auth.account where email = $1`,
    [invited.email],
  )
  await superuser.query(
    `insert into member (tenant_id, user_id, name, email, role) values ($1, (${account}), 'Eva', 'eva@nabo.example', 'administrator')`,
    [other],
  )
  const { link } = await invite({ ...invited, email: 'eva@nabo.example', name: 'Eva' })
  const token = tokenOf(link)
  const eva = site.client()
  expect((await eva('POST', '/api/invitations/view', { token })).body.has_account).toBe(true)
  const stranger = await eva('POST', '/api/invitations/accept', { token, name: 'Eva', password })
  expect(stranger.status).toBe(422)
  const olas = await eva('POST', '/api/session', { email: invited.email, password, invitation: token })
  expect(olas.body.errors).toMatchObject([{ field: 'token' }])
  expect((await eva('GET', '/api/session')).status).toBe(401)
  expect((await eva('POST', '/api/session', { email: 'eva@nabo.example', password, invitation: token })).status).toBe(
    201,
  )
  const here = (await eva('GET', '/api/session')).body
  expect(here).toMatchObject({ firm: { name: 'Testfirma AS' }, rights: { crm: 'read' } })
  expect(here.firms.map(({ name }: { name: string }) => name)).toEqual(['Nabofirma AS', 'Testfirma AS'])

  const old = site.client()
  await signIn(old, 'eva@nabo.example')
  expect((await old('GET', '/api/session')).body.firm.name).toBe('Testfirma AS')
  expect((await eva('PUT', '/api/session/firm', { firm_id: other })).status).toBe(204)
  expect((await eva('GET', '/api/session')).body.firm.name).toBe('Nabofirma AS')
  expect((await eva('GET', '/api/companies')).body.items).toEqual([])
  expect((await eva('PUT', '/api/session/firm', { firm_id: crypto.randomUUID() })).status).toBe(404)
  const later = site.client()
  await signIn(later, 'eva@nabo.example')
  expect((await later('GET', '/api/session')).body.firm.name).toBe('Nabofirma AS')

  // Neither firm's administrator may open an account that opens the other firm too.
  const user = await userOf('Eva')
  const taken = await kari('PUT', `/api/users/${user.id}/reset-link`)
  expect(taken.body.errors).toMatchObject([{ code: 'account_of_others' }])
  expect((await kari('DELETE', `/api/users/${user.id}/two-factor`)).status).toBe(422)
  expect((await kari('GET', '/api/session')).body.firm.name).toBe('Testfirma AS')
})

test('a link for a new password works once, ends all sessions and opens what guessing closed', async () => {
  const user = await userOf('Ola Dunk')
  const ola = site.client()
  await signIn(ola, invited.email)
  for (let tries = 0; tries < 10; tries++) await signIn(site.client(), invited.email, 'feil')
  expect(await signIn(site.client(), invited.email)).toBe(429)
  const { body } = await kari('PUT', `/api/users/${user.id}/reset-link`)
  const token = tokenOf(body.link)
  const choose = (password: string) => site.client()('POST', '/api/password-reset/password', { token, password })
  expect((await choose('passord123456')).status).toBe(422)
  expect((await choose('nytt hus ved sjøen')).status).toBe(204)
  expect((await choose('enda et hus ved sjøen')).body.errors).toMatchObject([{ field: 'token' }])
  expect((await ola('GET', '/api/session')).status).toBe(401)
  expect(await signIn(ola, invited.email)).toBe(422)
  expect(await signIn(ola, invited.email, 'nytt hus ved sjøen')).toBe(201)
})

test('asking for a new password answers the same for a known and an unknown address, and takes no link away', async () => {
  const before = await state('auth.link')
  const ask = (email: string) => site.client()('POST', '/api/password-reset', { email })
  const [known, unknown] = [await ask(firmInput.email), await ask('ingen@testfirma.example')]
  expect(known.status).toBe(204)
  expect([unknown.status, unknown.body]).toEqual([known.status, known.body])
  expect(await state('auth.link')).toBe(before)
})

test('with a mail server, links go to the person alone; an unknown address gets the same answer and no mail', async () => {
  const app = await makeApp(site.db, { ...testSettings, has_mail: true })
  const cookie = await cookieOf(app)
  const headers = { 'kundebok-client': 'test', cookie }
  const invited = await app.inject({
    method: 'POST',
    url: '/api/invitations',
    headers,
    payload: { email: 'nina@testfirma.example', name: 'Nina', role: 'user', rights: { crm: 'read' } },
  })
  expect(invited.json().link).toBeNull()
  const ask = (email: string) => app.inject({ method: 'POST', url: '/api/password-reset', headers, payload: { email } })
  const answers = [await ask('ingen@testfirma.example'), await ask(firmInput.email)]
  expect(answers.map(({ statusCode, body }) => [statusCode, body])).toEqual([
    [204, ''],
    [204, ''],
  ])
  const mails = async () => (await superuser.query('select recipient, body from mail order by created_at')).rows
  await expect.poll(async () => (await mails()).length, { timeout: 10_000 }).toBe(2)
  const [invitation, reset] = await mails()
  expect(invitation.recipient).toBe('nina@testfirma.example')
  expect(reset.recipient).toBe(firmInput.email)
  const token = /invitation\/([\w-]{43})\n/.exec(invitation.body)?.[1]
  expect((await site.client()('POST', '/api/invitations/view', { token })).body.name).toBe('Nina')
  // More than three in a row send nothing more.
  for (let tries = 0; tries < 4; tries++) await ask(firmInput.email)
  await expect
    .poll(
      async () => (await superuser.query('select failures from auth.brake where locked_until is not null')).rowCount,
      { timeout: 10_000 },
    )
    .toBe(1)
  expect((await mails()).filter(({ recipient }) => recipient === firmInput.email).length).toBe(3)
  await app.close()
})

async function cookieOf(app: Awaited<ReturnType<typeof makeApp>>) {
  const { email, password } = firmInput
  const headers = { 'kundebok-client': 'test' }
  const reply = await app.inject({ method: 'POST', url: '/api/session', headers, payload: { email, password } })
  return String(reply.headers['set-cookie']).split(';')[0] ?? ''
}
