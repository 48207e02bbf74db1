import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { setTimeout as wait } from 'node:timers/promises'
import { makeApp } from '#server/app.ts'
import { readConfig } from '#server/platform/config.ts'
import { type Client, firmInput, testApp, testSettings } from '#server/platform/test.ts'
import { freePort, isKannelInstalled, kannelAccount, startRealKannel } from './test-kannel.ts'
import { startNetwork } from './test-network.ts'

const INTERNATIONAL = 1
const ALPHANUMERIC = 5

// With the real Kannel, where it is installed (apt-get install kannel): else each of these is skipped.
const real = test.skipIf(!isKannelInstalled)

let site: Awaited<ReturnType<typeof testApp>>
let app: Awaited<ReturnType<typeof makeApp>>
let network: Awaited<ReturnType<typeof startNetwork>>
let kannel: Awaited<ReturnType<typeof startRealKannel>>
let services: ReturnType<typeof readConfig>['services']
let settings: { public_url: string; services: typeof services }
let admin: pg.Client
let kari: Client
let firm: string

beforeAll(async () => {
  if (!isKannelInstalled) return
  site = await testApp()
  const port = await freePort()
  settings = {
    public_url: `http://127.0.0.1:${port}`,
    services: readConfig({ KANNEL_URL: 'http://kannel.example' }).services,
  }
  app = await makeApp(site.db, { ...testSettings, ...settings })
  await app.listen({ host: '127.0.0.1', port })
  kari = site.client(app)
  await kari('POST', '/api/setup', firmInput)
  admin = new pg.Client({ connectionString: site.superuser_url })
  await admin.connect()
  const account = {
    provider: 'kannel',
    username: kannelAccount.username,
    secret: kannelAccount.password,
    sender: 'Kundebok',
  }
  const { body } = await kari('PUT', '/api/sms-settings', account, { 'if-match': '"0"' })
  network = await startNetwork()
  kannel = await startRealKannel({ smpp_port: network.port, get_url: body.reply_address })
  settings.services = readConfig({ KANNEL_URL: kannel.url }).services
  firm = (await kari('POST', '/api/companies', { name: 'Byggmester AS', mobile: '90 00 00 01' })).body.id
})
beforeEach(async () => {
  if (!isKannelInstalled) return
  network.received.length = 0
  await admin.query('delete from jobs.job; delete from sms')
})
afterAll(async () => {
  if (!isKannelInstalled) return
  await kannel.stop()
  await network.stop()
  await app.close()
  await admin.end()
  await site.stop()
})

const fateOf = async (id: string) => (await kari('GET', `/api/sms/${id}`)).body
async function send(text: string, number = '90000001') {
  const { body } = await kari('POST', '/api/sms', { to: { company_id: firm, number }, kind: 'information', text })
  await site.runJobs(settings)
  return body.sms.id as string
}
async function until<T>(read: () => Promise<T> | T, isSo: (value: T) => boolean) {
  for (let tries = 0; ; tries++) {
    const value = await read()
    if (isSo(value) || tries === 100) return value
    await wait(50)
  }
}
const endOf = (id: string) =>
  until(
    () => fateOf(id),
    ({ state }) => !['queued', 'sent'].includes(state),
  )

real.each([
  ['Hei Bjørn, møt på Ås kl. 9 – nei, 10! [€]'.replace('–', '-'), 0, 1],
  ['æøåÆØÅ éüñ @ £ $ § ¿ {}[]~\\^|€', 0, 1],
  ['Tospråklig: добро пожаловать 😀', 8, 1],
  ['Lang melding med æøå. '.repeat(30).trim(), 0, 5],
  ['Smil 😀😀 '.repeat(22).trim(), 8, 4],
  ['linje én\nlinje to & tre=+%20 «"\'', 8, 1],
] as const)('through Kannel %j arrives as it was written', async (text, coding, parts) => {
  const id = await send(text)
  const [sms] = await until(
    () => network.received,
    ({ length }) => length > 0,
  )
  expect(sms).toMatchObject({ to: '4790000001', from: 'Kundebok', text, coding, parts })
  const fate = await endOf(id)
  expect(fate).toMatchObject({ state: 'delivered' })
  expect(fate.parts).toBe(parts)
})

// What is typed as the sender, and as what and with which type of number the network sees it (SMPP 3.4, 5.2.5).
real.each([
  ['H&M Oslo', 'H&M Oslo', ALPHANUMERIC],
  ['Komplett.no', 'Komplett.no', ALPHANUMERIC],
  ['900 00 002', '4790000002', INTERNATIONAL],
  ['+46 70 123 45 67', '46701234567', INTERNATIONAL],
] as const)('the sender %j is seen as %j', async (sender, from, from_type) => {
  const { version } = (await kari('GET', '/api/sms-settings')).body
  const account = { provider: 'kannel', username: kannelAccount.username, secret: kannelAccount.password }
  const saved = await kari('PUT', '/api/sms-settings', { ...account, sender }, { 'if-match': `"${version}"` })
  expect(saved.status).toBe(200)
  await send('Hei')
  const [sms] = await until(
    () => network.received,
    ({ length }) => length > 0,
  )
  expect(sms).toMatchObject({ from, from_type })
})

real.each([
  ['a'.repeat(160), 1],
  ['a'.repeat(161), 2],
  ['a'.repeat(306), 2],
  ['a'.repeat(307), 3],
  ['€'.repeat(80), 1],
  ['€'.repeat(153), 3],
  ['ж'.repeat(70), 1],
  ['ж'.repeat(71), 2],
  ['ж'.repeat(135), 3],
  ['æ'.repeat(2_000), 14],
  ['ж'.repeat(2_000), 30],
] as const)('Kannel divides %s as it is counted here, and cuts nothing', async (text, parts) => {
  const id = await send(text)
  const [sms] = await until(
    () => network.received,
    ({ length }) => length > 0,
  )
  expect([sms?.parts, sms?.text === text, (await endOf(id)).parts]).toEqual([parts, true, parts])
})

real('what the network refuses is told with its words', async () => {
  expect(await endOf(await send('Hei', '40000016'))).toMatchObject({
    state: 'failed',
    reason: 'undelivered',
    answer: 'NACK/0x0000000b/Invalid Destination Address',
  })
})

real('a wrong password is told', async () => {
  const before = (await kari('GET', '/api/sms-settings')).body
  const account = { provider: 'kannel', username: kannelAccount.username, sender: 'Kundebok' }
  const wrong = await kari(
    'PUT',
    '/api/sms-settings',
    { ...account, secret: 'feil' },
    { 'if-match': `"${before.version}"` },
  )
  expect(await fateOf(await send('Hei'))).toMatchObject({ state: 'failed', reason: 'refused_login' })
  await kari(
    'PUT',
    '/api/sms-settings',
    { ...account, secret: kannelAccount.password },
    { 'if-match': `"${wrong.body.version}"` },
  )
})

real('what a telephone writes comes in, letter for letter', async () => {
  await send('Hei')
  const text = 'Stopp på dørene? Æ ø å {€} & mer 😀'
  network.write('4790000001', '2012', text)
  const items = await until(
    async () => (await kari('GET', '/api/sms')).body.items as { direction: string }[],
    (all) => all.some(({ direction }) => direction === 'in'),
  )
  expect(items[0]).toMatchObject({
    direction: 'in',
    text,
    number: '+4790000001',
    company_id: firm,
  })
})

real('a hundred at once arrive, each once', async () => {
  const numbers = Array.from({ length: 100 }, (_, at) => `+47910${String(20_100 + at)}`)
  const ids: string[] = []
  for (const mobile of numbers)
    ids.push((await kari('POST', '/api/companies', { name: `Firma ${mobile}`, mobile })).body.id)
  const { body } = await kari('POST', '/api/sms', { to: { companies: { ids } }, kind: 'information', text: 'Hei' })
  expect(body.count).toBe(100)
  await site.runJobs(settings)
  const received = await until(
    () => network.received,
    ({ length }) => length >= 100,
  )
  expect(received.map(({ to }) => `+${to}`).sort()).toEqual(numbers)
  const delivered = async () => (await admin.query(`select from sms where state = 'delivered'`)).rowCount
  expect(await until(delivered, (count) => count === 100)).toBe(100)
})
