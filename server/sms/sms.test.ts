import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeApp } from '#server/app.ts'
import { readConfig } from '#server/platform/config.ts'
import { addColleague, type Client, firmInput, testApp, testSettings } from '#server/platform/test.ts'
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
  services = readConfig({ KANNEL_URL: 'http://kannel.example' }).services
  app = await makeApp(site.db, { ...testSettings, services })
  kari = site.client(app)
  await kari('POST', '/api/setup', firmInput)
  admin = new pg.Client({ connectionString: site.superuser_url })
  await admin.connect()
  const saved = await kari('PUT', '/api/sms-settings', account, { 'if-match': '"0"' })
  expect(saved.status).toBe(200)
  settings = saved.body
  firm = (await kari('POST', '/api/companies', { name: 'Byggmester AS', mobile: '90 00 00 01' })).body.id
})
beforeEach(async () => {
  // A new one each time: an address that failed often is left alone for a while.
  const call = async (url: string) => app.inject({ method: 'GET', url: pathOf(url) })
  kannel = await startKannel({ username: 'kundebok', password: 'hemmelig ord', call, reports: false })
  services = readConfig({ KANNEL_URL: kannel.url }).services
  await admin.query(
    'delete from jobs.job; delete from sms; delete from notification; delete from sms_opt_out; delete from consent',
  )
})
afterEach(async () => kannel.stop())
afterAll(async () => {
  await app.close()
  await admin.end()
  await site.stop()
})

const pathOf = (url: string) => url.replace(/^https?:\/\/[^/]+/, '')
const run = () => site.runJobs({ services })
const post = (body: object) => kari('POST', '/api/sms', { kind: 'information', text: 'Hei æøå', ...body })
const preview = async (body: object) =>
  (await kari('POST', '/api/sms-previews', { kind: 'information', text: 'Hei æøå', ...body })).body
const fateOf = async (id: string) => (await kari('GET', `/api/sms/${id}`)).body
const company = async (body: object) =>
  (await kari('POST', '/api/companies', { name: 'Firma', ...body })).body.id as string
const person = async (body: object) =>
  (await kari('POST', '/api/persons', { first_name: 'Ola', ...body })).body.id as string
/** One message to a number, as far as the provider. */
async function sent(number: string, body: object = {}) {
  const { body: reply } = await post({ to: { company_id: firm, number }, ...body })
  await run()
  return reply.sms.id as string
}

test('a message goes out once, and what becomes of it is told', async () => {
  const { status, body } = await post({ to: { company_id: firm } })
  expect(status).toBe(201)
  expect(body.sms).toMatchObject({
    state: 'queued',
    number: '+4790000001',
    parts: 1,
    price_ore: 45,
    company_name: 'Byggmester AS',
  })
  await run()
  await run()
  expect(kannel.taken).toMatchObject([{ to: '+4790000001', from: 'Kundebok', text: 'Hei æøå', coding: '0' }])
  expect(await fateOf(body.sms.id)).toMatchObject({ state: 'sent', attempts: 1, reason: null })
  await kannel.report('+4790000001')
  await kannel.report('+4790000001')
  expect(await fateOf(body.sms.id)).toMatchObject({ state: 'delivered' })
  expect((await fateOf(body.sms.id)).delivered_at).not.toBeNull()
})

test('all of it stands in the history of the company', async () => {
  const of = await company({ mobile: '90000009' })
  await post({ to: { company_id: of } })
  await run()
  await kannel.report('+4790000009')
  const { items } = (await kari('GET', `/api/companies/${of}/history?kind=sms`)).body
  expect(
    items.map(({ entity, changes }: { entity: string; changes: { state?: unknown[] } }) => [entity, changes.state]),
  ).toEqual([
    ['sms', ['sent', 'delivered']],
    ['sms', ['queued', 'sent']],
    ['sms', [null, 'queued']],
  ])
  expect(JSON.stringify(items)).not.toMatch(/claimed_at|attempts/)
})

test('text outside the GSM alphabet goes as UCS-2, and long texts whole', async () => {
  const text = `${'a'.repeat(1_000)}${'😀'.repeat(500)}`
  const id = await sent('90000001', { text })
  expect(kannel.taken).toMatchObject([{ text, coding: '2' }])
  expect(await fateOf(id)).toMatchObject({ parts: 31, price_ore: 31 * 45 })
  const tooLong = await post({ to: { company_id: firm }, text: 'a'.repeat(2_001) })
  expect(tooLong.body.errors).toMatchObject([{ field: 'text', code: 'too_long' }])
})

test.each([
  ['40000503', 'queued', 'unreachable', 0],
  ['40000400', 'failed', 'refused', 0],
  ['40000500', 'uncertain', 'no_answer', 1],
] as const)('what the provider says of %s makes it %s: %s', async (number, state, reason, taken) => {
  const id = await sent(number)
  expect(await fateOf(id)).toMatchObject({ state, reason })
  await run()
  expect(kannel.taken).toHaveLength(taken)
})

test('a provider that answers with an error after it has sent is not asked again but by a person', async () => {
  const id = await sent('40000500')
  for (let minute = 0; minute < 3; minute++) await run()
  expect(kannel.taken).toHaveLength(1)
  const { version } = await fateOf(id)
  const stale = await kari('PUT', `/api/sms/${id}/delivery`, undefined, { 'if-match': `"${version - 1}"` })
  expect(stale.status).toBe(412)
  expect(
    (await kari('PUT', `/api/sms/${id}/settlement`, undefined, { 'if-match': `"${version}"` })).body,
  ).toMatchObject({
    state: 'sent',
    reason: null,
  })
  const other = await sent('40000500')
  const again = await kari('PUT', `/api/sms/${other}/delivery`, undefined, {
    'if-match': `"${(await fateOf(other)).version}"`,
  })
  expect(again.body).toMatchObject({ state: 'queued' })
  await run()
  expect(kannel.taken).toHaveLength(3)
})

test('a report settles what nobody knew', async () => {
  const id = await sent('40000500')
  expect((await fateOf(id)).state).toBe('uncertain')
  await kannel.report('+4740000500')
  expect(await fateOf(id)).toMatchObject({ state: 'delivered', reason: null, answer: null })
})

test('what was with the provider when the process died is not sent again by itself', async () => {
  const { body } = await post({ to: { company_id: firm } })
  await admin.query(`update sms set claimed_at = now() - interval '2 minutes', attempts = 1`)
  await run()
  expect(kannel.taken).toHaveLength(0)
  expect(await fateOf(body.sms.id)).toMatchObject({ state: 'uncertain', reason: 'interrupted' })
})

test('a report that is there before the answer stays', async () => {
  const { body } = await post({ to: { company_id: firm } })
  await admin.query(`update sms set claimed_at = now(), attempts = 1`)
  await app.inject({ method: 'GET', url: `${pathOf(settings.report_address)}?ref=${body.sms.id}&type=1` })
  expect(await fateOf(body.sms.id)).toMatchObject({ state: 'delivered', is_going: false })
})

test('the network refuses or does not deliver: the reason is seen, and one tries again', async () => {
  const id = await sent('40000016')
  await kannel.report('+4740000016')
  expect(await fateOf(id)).toMatchObject({
    state: 'failed',
    reason: 'undelivered',
    answer: 'NACK/0x0000000b/Invalid Destination Address',
  })
  const { version } = await fateOf(id)
  await kari('PUT', `/api/sms/${id}/delivery`, undefined, { 'if-match': `"${version}"` })
  await run()
  expect(kannel.taken).toHaveLength(2)
})

test('a provider that is away is tried five times, and then it is said', async () => {
  const { body } = await post({ to: { company_id: firm, number: '40000503' } })
  for (let tries = 1; tries <= 5; tries++) {
    expect((await fateOf(body.sms.id)).state).toBe('queued')
    await admin.query('update sms set due_at = now()')
    await admin.query(`insert into jobs.job (name, data) values ('send_due_sms', null)`)
    await run()
  }
  expect(await fateOf(body.sms.id)).toMatchObject({ state: 'failed', reason: 'unreachable', attempts: 5 })
})

test('a wrong password is told', async () => {
  await kari('PUT', '/api/sms-settings', { ...account, secret: 'feil' }, { 'if-match': `"${settings.version}"` })
  const id = await sent('90000001')
  expect(await fateOf(id)).toMatchObject({
    state: 'failed',
    reason: 'refused_login',
    answer: 'Authorization failed for sendsms',
  })
  settings = (await kari('PUT', '/api/sms-settings', account, { 'if-match': `"${settings.version + 1}"` })).body
})

test('who gets it, with which number, and who does not', async () => {
  const landline = await company({ name: 'Bare fast', phone: '22 33 44 55' })
  const none = await company({ name: 'Ingen' })
  const byPhone = await company({ name: 'Mobil som telefon', phone: '41 00 00 01' })
  const twin = await company({ name: 'Samme', mobile: '41 00 00 01' })
  const abroad = await company({ name: 'Utlandet', mobile: '+46 70 123 45 67' })
  const withContact = await company({ name: 'Ved kontakt', phone: '22 33 44 56' })
  const eva = await person({ first_name: 'Eva', last_name: 'Vik', mobile: '92 00 00 01' })
  await kari('POST', '/api/affiliations', { person_id: eva, company_id: withContact, role: { is_primary: true } })
  const ids = [landline, none, byPhone, twin, abroad, withContact]
  const seen = await preview({ to: { companies: { ids } }, except: [abroad] })
  expect(seen.recipients).toMatchObject([
    { kind: 'company', name: 'Mobil som telefon', number: '+4741000001' },
    { kind: 'person', id: eva, name: 'Eva Vik', company_name: 'Ved kontakt', number: '+4792000001' },
  ])
  expect(seen.left_out.map(({ name, reason }: { name: string; reason: string }) => [name, reason])).toEqual([
    ['Bare fast', 'landline'],
    ['Ingen', 'no_number'],
    ['Samme', 'same_number'],
    ['Utlandet', 'excluded'],
  ])
  expect(seen).toMatchObject({ count: 2, left_out_count: 4, parts: 2, price_ore: 90 })
  const { body } = await post({ to: { companies: { ids } }, except: [abroad] })
  expect(body).toMatchObject({ count: 2, left_out_count: 4, sms: null })
  await run()
  expect(kannel.taken.map(({ to }) => to).sort()).toEqual(['+4741000001', '+4792000001'])
})

test('a landline is refused at once', async () => {
  const { status, body } = await post({ to: { company_id: firm, number: '22 33 44 55' } })
  expect(status).toBe(422)
  expect(body.errors).toMatchObject([{ field: 'to', code: 'landline' }])
  expect((await admin.query('select from sms')).rowCount).toBe(0)
})

test('the fields of a text are filled for each, and an unknown one is refused', async () => {
  const ola = await person({ first_name: 'Ola', last_name: 'Nord', mobile: '93 00 00 01' })
  const text = 'Hei {{first_name}}! Hilsen {{sender}}, {{firm}}'
  expect((await preview({ to: { person_id: ola }, text })).sample).toBe('Hei Ola! Hilsen Kari Nordmann, Testfirma AS')
  await post({ to: { person_id: ola }, text })
  await run()
  expect(kannel.taken[0]?.text).toBe('Hei Ola! Hilsen Kari Nordmann, Testfirma AS')
  const wrong = await post({ to: { person_id: ola }, text: 'Hei {{fornavn}}' })
  expect(wrong.body.errors).toMatchObject([{ field: 'text', code: 'sms_field' }])
})

test('advertising goes to who has agreed and to customers, and says how one is rid of it', async () => {
  const stranger = await person({ first_name: 'Fremmed', mobile: '94 00 00 01' })
  const buyer = await person({ first_name: 'Kunde', mobile: '94 00 00 02', is_private_customer: true })
  const to = { persons: { ids: [stranger, buyer] } }
  const marketing = { kind: 'marketing', text: 'Tilbud!' }
  const first = await preview({ to, ...marketing })
  expect(first.recipients).toMatchObject([{ name: 'Kunde' }])
  expect(first.left_out).toMatchObject([{ name: 'Fremmed', reason: 'no_consent' }])
  expect(first.sample).toBe('Tilbud!\nSvar STOP for å slippe flere meldinger.')
  const consent = { person_id: stranger, purpose: 'sms_marketing', source: 'Skjema på messe', given_on: '2026-01-02' }
  expect((await kari('POST', '/api/consents', consent)).status).toBe(201)
  expect((await kari('POST', '/api/consents', consent)).body.errors).toMatchObject([{ code: 'consent_given' }])
  expect((await preview({ to, ...marketing })).count).toBe(2)
  const early = await kari('POST', '/api/consents', { ...consent, given_on: '2199-01-02' })
  expect(early.body.errors).toMatchObject([{ field: 'given_on', code: 'day_future' }])
  const { items, is_customer } = (await kari('GET', `/api/consents?person_id=${stranger}`)).body
  expect(is_customer).toBe(false)
  expect(items).toMatchObject([
    { source: 'Skjema på messe', given_on: '2026-01-02', author_name: 'Kari Nordmann', withdrawn_at: null },
  ])
  const gone = await kari('PUT', `/api/consents/${items[0].id}/withdrawal`, undefined, {
    'if-match': `"${items[0].version}"`,
  })
  expect(gone.body).toMatchObject({ withdrawn_source: 'screen' })
  expect((await preview({ to: { person_id: stranger }, ...marketing })).left_out).toMatchObject([
    { reason: 'opted_out' },
  ])
  // What is no advertising may still be told.
  expect((await preview({ to: { person_id: stranger } })).count).toBe(1)
})

test('an answer is tied to whom it answers, told to who wrote, and comes once; STOP withdraws', async () => {
  const ola = await person({ first_name: 'Ola', last_name: 'Svar', mobile: '95 00 00 01', is_private_customer: true })
  await kari('POST', '/api/consents', {
    person_id: ola,
    purpose: 'sms_marketing',
    source: 'Telefon',
    given_on: '2026-01-02',
  })
  await post({ to: { person_id: ola } })
  await run()
  const other = await addColleague(kari, site.client(app), 'Per')
  const id = crypto.randomUUID()
  for (let times = 0; times < 2; times++)
    await kannel.write(settings.reply_address, { from: '+4795000001', text: 'STOP', id })
  const { items } = (await kari('GET', `/api/sms?person_id=${ola}`)).body
  expect(items).toMatchObject([
    { direction: 'in', state: 'received', text: 'STOP', person_name: 'Ola Svar' },
    { direction: 'out' },
  ])
  expect(items).toHaveLength(2)
  expect((await kari('GET', '/api/notifications')).body.items).toMatchObject([
    { kind: 'sms_reply', entity: 'sms', title: 'STOP', person_id: ola, by_name: null },
  ])
  expect((await other.client('GET', '/api/notifications')).body.items).toEqual([])
  const said = (await kari('GET', `/api/consents?person_id=${ola}`)).body
  expect(said.items).toMatchObject([{ withdrawn_source: 'stop' }])
  expect(said.stopped_at).not.toBeNull()
  const marketing = { to: { person_id: ola }, kind: 'marketing' }
  expect((await preview(marketing)).left_out).toMatchObject([{ reason: 'opted_out' }])
  await kari('POST', '/api/consents', {
    person_id: ola,
    purpose: 'sms_marketing',
    source: 'Ombestemte seg',
    given_on: '2026-01-03',
  })
  expect((await preview(marketing)).count).toBe(1)
})

test('an answer from a number that nobody wrote to is tied by the number, and its owner is told', async () => {
  await kannel.write(settings.reply_address, { from: '4790000001', text: 'Ring meg' })
  expect((await kari('GET', '/api/sms')).body.items).toMatchObject([
    { company_id: firm, number: '+4790000001', text: 'Ring meg' },
  ])
  await kannel.write(settings.reply_address, { from: '2012', text: 'Fra et kortnummer \u0000' })
  expect((await kari('GET', '/api/sms')).body.items[0]).toMatchObject({ company_id: null, person_id: null })
})

test('one that waits for its time is stopped, alone or with the others, but not when it is gone', async () => {
  const later = new Date(Date.now() + 3_600_000).toISOString()
  const { body } = await post({ to: { company_id: firm }, send_at: later })
  await run()
  expect(kannel.taken).toHaveLength(0)
  expect((await kari('PUT', `/api/sms/${body.sms.id}/cancellation`)).body).toMatchObject({ state: 'cancelled' })
  const two = [await company({ mobile: '96000001' }), await company({ mobile: '96000002' })]
  const many = await post({ to: { companies: { ids: two } }, send_at: later })
  expect((await kari('PUT', `/api/sms-batches/${many.body.batch_id}/cancellation`)).body).toEqual({ count: 2 })
  expect((await kari('PUT', `/api/sms-batches/${crypto.randomUUID()}/cancellation`)).status).toBe(404)
  const gone = await sent('90000001')
  expect((await kari('PUT', `/api/sms/${gone}/cancellation`)).status).toBe(409)
  const past = await post({ to: { company_id: firm }, send_at: '2020-01-01T08:00:00Z' })
  expect(past.body.errors).toMatchObject([{ field: 'send_at', code: 'moment_past' }])
})

test('what has come to its time goes out with the next minute', async () => {
  const soon = new Date(Date.now() + 60_000).toISOString()
  await post({ to: { company_id: firm }, send_at: soon })
  await admin.query('update sms set due_at = now()')
  await admin.query(`insert into jobs.job (name, data) values ('send_due_sms', null)`)
  await run()
  expect(kannel.taken).toHaveLength(1)
})

test('who may only read sends nothing, and settings are the administrator’s', async () => {
  const reader = await addColleague(kari, site.client(app), 'Leser', 'read')
  const none = await addColleague(kari, site.client(app), 'Ingen', 'none')
  expect(
    (await reader.client('POST', '/api/sms', { to: { company_id: firm }, kind: 'information', text: 'x' })).status,
  ).toBe(403)
  expect((await reader.client('GET', '/api/sms')).status).toBe(200)
  expect((await reader.client('GET', '/api/sms-settings')).status).toBe(403)
  expect((await none.client('GET', '/api/sms')).status).toBe(403)
  expect((await reader.client('GET', '/api/sms-state')).body).toMatchObject({ is_set: true, sender: 'Kundebok' })
})

test('of another firm nothing is seen, sent to or reported', async () => {
  const { rows } = await admin.query(`
    with f as (insert into firm (tenant_id, name) values (gen_random_uuid(), 'Nabo AS') returning tenant_id),
      c as (insert into company (tenant_id, customer_number, name, mobile) select tenant_id, 1, 'Hemmelig', '+4799999999' from f returning tenant_id, id)
    insert into sms (tenant_id, direction, state, number, text, parts, company_id, attempts, batch_id)
      select tenant_id, 'out', 'sent', '+4799999999', 'x', 1, id, 1, gen_random_uuid() from c returning id, company_id, batch_id`)
  const [foreign] = rows
  expect((await post({ to: { company_id: foreign.company_id } })).status).toBe(404)
  expect((await preview({ to: { companies: { ids: [foreign.company_id] } } })).count).toBe(0)
  expect((await kari('GET', `/api/sms?company_id=${foreign.company_id}`)).status).toBe(404)
  expect((await kari('GET', `/api/sms/${foreign.id}`)).status).toBe(404)
  expect((await kari('PUT', `/api/sms-batches/${foreign.batch_id}/cancellation`)).status).toBe(404)
  await app.inject({ method: 'GET', url: `${pathOf(settings.report_address)}?ref=${foreign.id}&type=1` })
  expect((await admin.query('select state from sms where id = $1', [foreign.id])).rows).toEqual([{ state: 'sent' }])
})
