import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeApp } from '#server/app.ts'
import { readConfig } from '#server/platform/config.ts'
import { type Client, firmInput, testApp, testSettings } from '#server/platform/test.ts'
import { startKannel } from './kannel.fake.ts'

let site: Awaited<ReturnType<typeof testApp>>
let app: Awaited<ReturnType<typeof makeApp>>
let admin: pg.Client
let kari: Client
let kannel: Awaited<ReturnType<typeof startKannel>>
let services: ReturnType<typeof readConfig>['services']
let settings: { version: number; reply_address: string; report_address: string }
let firm: string

const account = { provider: 'kannel', username: 'kundebok', secret: 'hemmelig ord', sender: 'Kundebok', price_ore: 45 }

beforeAll(async () => {
  site = await testApp()
  services = readConfig({ KANNEL_URL: 'http://kannel.example', PRIVATE_ADDRESSES: '10.0.0.5' }).services
  app = await makeApp(site.db, { ...testSettings, services })
  kari = site.client(app)
  await kari('POST', '/api/setup', firmInput)
  admin = new pg.Client({ connectionString: site.superuser_url })
  await admin.connect()
  settings = (await put(account)).body
  firm = (await kari('POST', '/api/companies', { name: 'Byggmester AS', mobile: '90 00 00 01' })).body.id
})
beforeEach(async () => {
  // A new one each time: an address that failed often is left alone for a while.
  const call = async (url: string) => app.inject({ method: 'GET', url: pathOf(url) })
  kannel = await startKannel({ username: 'kundebok', password: 'hemmelig ord', call, reports: false })
  services = readConfig({ KANNEL_URL: kannel.url }).services
})
afterEach(async () => kannel.stop())
afterAll(async () => {
  await app.close()
  await admin.end()
  await site.stop()
})

const pathOf = (url: string) => url.replace(/^https?:\/\/[^/]+/, '')
const put = async (body: object) => {
  const { version } = (await kari('GET', '/api/sms-settings')).body
  return kari('PUT', '/api/sms-settings', body, { 'if-match': `"${version}"` })
}
const renew = async (ends_now: boolean) => {
  const { version } = (await kari('GET', '/api/sms-settings')).body
  return kari('PUT', '/api/sms-settings/addresses', { ends_now }, { 'if-match': `"${version}"` })
}
const fateOf = async (id: string) => (await kari('GET', `/api/sms/${id}`)).body
async function sent() {
  const { body } = await kari('POST', '/api/sms', { kind: 'information', text: 'Hei', to: { company_id: firm } })
  await site.runJobs({ services })
  return body.sms.id as string
}
const report = (address: string, id: string, type: number) =>
  app.inject({ method: 'GET', url: `${pathOf(address)}?ref=${id}&type=${type}` }).then(({ statusCode }) => statusCode)

test('secrets are encrypted, never read back, and not carried to another address', async () => {
  const { rows } = await admin.query('select * from sms_setting')
  expect(JSON.stringify(rows)).not.toContain('hemmelig')
  expect(JSON.stringify((await admin.query('select * from history')).rows)).not.toMatch(
    /hemmelig|provider_secret|callback|former_hash/,
  )
  const shown = (await kari('GET', '/api/sms-settings')).body
  expect(shown).toMatchObject({ provider: 'kannel', has_secret: true, sender: 'Kundebok' })
  expect(JSON.stringify(shown)).not.toContain('hemmelig')
  expect((await put({ ...account, secret: null, price_ore: 50 })).body).toMatchObject({
    price_ore: 50,
    has_secret: true,
  })
  const moved = await put({ ...account, secret: null, address: 'http://10.0.0.5:13013' })
  expect(moved.body.errors).toMatchObject([{ field: 'secret', code: 'required' }])
})

test('an address that can not be reached from here is refused at its field, when it is saved', async () => {
  const refused = async (address: string) => {
    const { status, body } = await put({ ...account, address })
    return status === 422 ? [body.errors[0].field, body.errors[0].code] : status
  }
  for (const address of ['http://10.0.0.6:13013', 'http://127.0.0.2', 'http://[::1]:8080', 'http://localhost'])
    expect([address, await refused(address)]).toEqual([address, ['address', 'address_not_allowed']])
  // On the open internet, at a port that the operator has not opened.
  expect(await refused('http://1.1.1.1:13013')).toEqual(['address', 'address_not_allowed'])
  for (const address of ['ftp://sms.example', 'http://kari@sms.example', 'sms.example'])
    expect([address, await refused(address)]).toEqual([address, ['address', 'http_address']])
  expect((await kari('GET', '/api/sms-settings')).body.address).toBeNull()
  expect(await refused('http://10.0.0.5:13013')).toBe(200)
  expect((await put(account)).status).toBe(200)
})

test('where the operator has closed an address since, the message says so', async () => {
  await admin.query('update sms_setting set address = $1', [kannel.url.replace('127.0.0.1', '127.0.0.2')])
  expect(await fateOf(await sent())).toMatchObject({ state: 'failed', reason: 'not_allowed' })
  expect((await put(account)).status).toBe(200)
})

test('new addresses: those before are let in for three days, and it stands in the history', async () => {
  const id = await sent()
  const before = (await kari('GET', '/api/sms-settings')).body
  const { status, body: after } = await renew(false)
  expect(status).toBe(200)
  expect(after.report_address).not.toBe(before.report_address)
  expect(after.reply_address).not.toBe(before.reply_address)
  expect(Date.parse(after.former_ends_at) - Date.parse(after.renewed_at)).toBe(3 * 86_400_000)
  expect(await report(before.report_address, id, 8)).toBe(200)
  expect(await report(after.report_address, id, 1)).toBe(200)
  expect(await fateOf(id)).toMatchObject({ state: 'delivered' })
  const { rows } = await admin.query(
    `select changes from history where entity = 'sms_setting' order by id desc limit 1`,
  )
  expect(Object.keys(rows[0].changes).toSorted()).toEqual(['former_ends_at', 'renewed_at'])
  const stale = await kari(
    'PUT',
    '/api/sms-settings/addresses',
    { ends_now: true },
    { 'if-match': `"${before.version}"` },
  )
  expect(stale.status).toBe(412)
  // When the time is over, the program looks as if there had been no other.
  await admin.query(`update sms_setting set former_ends_at = now() - interval '1 second'`)
  expect(await report(before.report_address, id, 1)).toBe(404)
  expect((await kari('GET', '/api/sms-settings')).body.former_ends_at).toBeNull()
})

test('new addresses because somebody knows the old: those end at once, also the ones before them', async () => {
  const first = (await kari('GET', '/api/sms-settings')).body
  const second = (await renew(false)).body
  const third = (await renew(true)).body
  expect(third.former_ends_at).toBeNull()
  const id = await sent()
  for (const { report_address } of [first, second]) expect(await report(report_address, id, 1)).toBe(404)
  expect(await fateOf(id)).toMatchObject({ state: 'sent' })
  expect(await report(third.report_address, id, 1)).toBe(200)
  settings = third
})

test('an address that is not the firm’s answers 404 and leaves nothing', async () => {
  const id = await sent()
  const wrong = settings.report_address.replace(/.(?=\/reports)/, (last) => (last === 'A' ? 'B' : 'A'))
  for (const url of [wrong, settings.report_address.replace(/[^/]+(?=\/reports)/, 'kort')]) {
    const reply = await app.inject({ method: 'GET', url: `${pathOf(url)}?ref=${id}&type=1` })
    expect([reply.statusCode, reply.json().code]).toEqual([404, 'not_found'])
  }
  for (const odd of ['ref=nei&type=1', `ref=${crypto.randomUUID()}&type=1`, `ref=${id}&type=99`, `ref=${id}`, ''])
    expect((await app.inject({ method: 'GET', url: `${pathOf(settings.report_address)}?${odd}` })).statusCode).toBe(200)
  const posted = await app.inject({
    method: 'POST',
    url: pathOf(settings.report_address),
    payload: '{"ref":',
    headers: { 'content-type': 'application/json' },
  })
  expect(posted.statusCode).toBe(200)
  expect(await fateOf(id)).toMatchObject({ state: 'sent' })
})

test('templates are kept by name and language', async () => {
  const input = { name: 'Påminnelse', language: 'nb', text: 'Hei {{first_name}}, husk timen.' }
  const made = await kari('POST', '/api/sms-templates', input)
  expect((await kari('POST', '/api/sms-templates', { ...input, name: 'påminnelse' })).body.errors).toMatchObject([
    { field: 'name' },
  ])
  expect((await kari('POST', '/api/sms-templates', { ...input, language: 'en' })).status).toBe(201)
  const wrong = await kari('POST', '/api/sms-templates', { ...input, name: 'Ny', text: '{{alder}}' })
  expect(wrong.body.errors).toMatchObject([{ field: 'text', code: 'sms_field' }])
  const path = `/api/sms-templates/${made.body.id}`
  const changed = await kari('PUT', path, { ...input, text: 'Kort' }, { 'if-match': '"1"' })
  expect(changed.body).toMatchObject({ text: 'Kort', version: 2 })
  expect((await kari('PUT', path, input, { 'if-match': '"1"' })).status).toBe(412)
  expect((await kari('DELETE', path, undefined, { 'if-match': '"2"' })).status).toBe(204)
  expect((await kari('GET', '/api/sms-templates')).body.items).toMatchObject([{ language: 'en' }])
})
