import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SmsProvider } from '#contract/sms-settings.ts'
import { readConfig } from '#server/platform/config.ts'
import type { Callback } from './provider.ts'
import { providers, serviceOf } from './providers.ts'

type Said = { status?: number; body: string }
type Asked = { method: string; url: string; headers: Record<string, unknown>; body: string }

// Answers as it is told to, and remembers what it was asked.
let said: Said
let asked: Asked[] = []
const server = createServer((request, response) => {
  let body = ''
  request.on('data', (piece: Buffer) => (body += piece.toString('utf8')))
  request.on('end', () => {
    asked.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body })
    response.writeHead(said.status ?? 200, { 'content-type': 'application/json' }).end(said.body)
  })
})
let base: string
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => new Promise((resolve) => server.close(resolve)))

let turn = 0
/** Each at an address of its own, so that one which fails leaves the next alone. */
function send(name: SmsProvider, answer: Said, change: object = {}) {
  said = answer
  asked = []
  const url = `${base}/${++turn}`
  const services = readConfig({ TWILIO_URL: url, LINK_URL: url, SVEVE_URL: url }).services
  const service = serviceOf(name, null, services)
  if (!service) throw new Error('There is no service.')
  const account = {
    service,
    username: 'konto',
    secret: 'hemmelig',
    partner_id: '12345',
    gate_id: 'BVldZyQt',
    sender: 'Kundebok',
  }
  const sms = {
    id: 'id-1',
    number: '+4790000001',
    text: 'Hei & æøå 😀',
    encoding: 'ucs2',
    report_url: 'https://crm.example/r?ref=id-1',
  } as const
  return providers[name].send({ ...account, ...change }, sms)
}
const basic = `Basic ${Buffer.from('konto:hemmelig').toString('base64')}`

test('Twilio is asked as it wants to be', async () => {
  const answer = { status: 201, body: '{"sid":"SM1","status":"queued","num_segments":"1","error_code":null}' }
  expect(await send('twilio', answer)).toEqual({ state: 'sent', provider_id: 'SM1' })
  expect(asked).toMatchObject([
    { method: 'POST', url: `/${turn}/2010-04-01/Accounts/konto/Messages.json`, headers: { authorization: basic } },
  ])
  expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toEqual({
    ...{ To: '+4790000001', From: 'Kundebok', Body: 'Hei & æøå 😀', StatusCallback: 'https://crm.example/r?ref=id-1' },
  })
})

test.each([
  [
    { status: 400, body: '{"code":21211,"message":"Invalid To number"}' },
    'failed',
    'refused',
    '21211 Invalid To number',
  ],
  [{ status: 401, body: '{"code":20003,"message":"Authenticate"}' }, 'failed', 'refused_login'],
  [{ status: 429, body: '{"code":20429,"message":"Too many requests"}' }, 'later', 'unreachable'],
  [{ status: 500, body: '<html>Oops</html>' }, 'uncertain', 'no_answer', '500 Oops'],
  [{ status: 201, body: '<html>' }, 'uncertain', 'no_answer'],
] as const)('what Twilio answers: %j', async (answer, state, reason, words?: string) => {
  expect(await send('twilio', answer)).toMatchObject({ state, reason, ...(words ? { answer: words } : {}) })
})

test('calls of Twilio are believed by their signature alone', () => {
  // The example of Twilio's documentation, "Validating requests are coming from Twilio".
  const url = 'https://mycompany.com/myapp.php?foo=1&bar=2'
  const form = {
    CallSid: 'CA1234567890ABCDE',
    Caller: '+14158675309',
    Digits: '1234',
    From: '+14158675309',
    To: '+18005551212',
  }
  const account = { secret: '12345' } as Parameters<NonNullable<(typeof providers)['twilio']['isGenuine']>>[1]
  const signed = (signature: string | undefined, changed: object = {}) =>
    providers.twilio.isGenuine?.({ url, form: { ...form, ...changed }, values: {}, signature }, account)
  expect(signed('RSOYDt4T1cUTdK1PDd93/VVr8B8=')).toBe(true)
  expect(signed('RSOYDt4T1cUTdK1PDd93/VVr8B8=', { Digits: '1235' })).toBe(false)
  expect(signed('')).toBe(false)
  expect(signed(undefined)).toBe(false)
})

test('LINK is asked as it wants to be', async () => {
  const answer = { body: '{"messageId":"Dcsh","resultCode":1005,"description":"Queued"}' }
  expect(await send('link', answer)).toEqual({ state: 'sent', provider_id: 'Dcsh' })
  expect(asked).toMatchObject([{ method: 'POST', url: `/${turn}/sms/send`, headers: { authorization: basic } }])
  expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({
    ...{ source: 'Kundebok', sourceTON: 'ALPHANUMERIC', destination: '+4790000001', userData: 'Hei & æøå 😀' },
    ...{ platformId: 'COMMON_API', platformPartnerId: '12345', refId: 'id-1' },
    ...{ useDeliveryReport: true, deliveryReportGates: ['BVldZyQt'] },
  })
  await send('link', answer, { sender: '2333', gate_id: '' })
  expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({ sourceTON: 'SHORTNUMBER', useDeliveryReport: false })
})

test.each([
  [{ body: '{"resultCode":106101,"description":"Access denied"}' }, 'failed', 'refused_login', '106101 Access denied'],
  [
    { status: 400, body: '{"resultCode":106200,"description":"Invalid platformId"}' },
    'failed',
    'refused',
    '106200 Invalid platformId',
  ],
  [{ status: 502, body: 'Bad gateway' }, 'uncertain', 'no_answer', '502 Bad gateway'],
] as const)('what LINK answers: %j', async (answer, state, reason, words) => {
  expect(await send('link', answer)).toEqual({ state, reason, answer: words })
})

test('Sveve is asked as it wants to be', async () => {
  const answer = { body: '{"response":{"msgOkCount":1,"stdSMSCount":1,"ids":[42824387]}}' }
  expect(await send('sveve', answer)).toEqual({ state: 'sent', provider_id: '42824387' })
  expect(asked).toMatchObject([{ method: 'POST', url: `/${turn}/SMS/SendMessage` }])
  expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
    ...{
      user: 'konto',
      passwd: 'hemmelig',
      to: '90000001',
      msg: 'Hei & æøå 😀',
      from: 'Kundebok',
      ref: 'id-1',
      f: 'json',
    },
  })
})

test.each([
  [
    '{"response":{"msgOkCount":0,"stdSMSCount":0,"errors":[{"number":"63987654","message":"Telefonnummeret er ikke et mobilnummer"}]}}',
    ...(['failed', 'refused'] as const),
  ],
  ['{"response":{"msgOkCount":0,"fatalError":"Feil brukernavn/passord"}}', 'failed', 'refused_login'],
  ['{"response":{"msgOkCount":0,"fatalError":"Tomt for SMS"}}', 'failed', 'refused'],
  ['<html>Feil</html>', 'uncertain', 'no_answer'],
] as const)('what Sveve answers: %s', async (body, state, reason) => {
  expect(await send('sveve', { body })).toMatchObject({ state, reason })
})

const callback = (values: Record<string, unknown>): Callback => ({ url: '', form: {}, values, signature: undefined })

test.each([
  ['kannel', { ref: 'a', type: '1', answer: 'id:1 stat:DELIVRD' }, { id: 'a', state: 'delivered' }],
  ['kannel', { ref: 'a', type: '2', answer: 'x' }, { id: 'a', state: 'failed', answer: 'x' }],
  ['kannel', { ref: 'a', type: '8' }, { id: 'a', state: 'sent' }],
  ['kannel', { ref: 'a', type: '16', answer: 'NACK/' }, { id: 'a', state: 'failed', answer: 'NACK/' }],
  ['kannel', { ref: 'a', type: '4' }, null],
  ['twilio', { ref: 'a', MessageStatus: 'delivered' }, { id: 'a', state: 'delivered' }],
  [
    'twilio',
    { ref: 'a', MessageStatus: 'undelivered', ErrorCode: '30003' },
    { id: 'a', state: 'failed', answer: '30003' },
  ],
  ['twilio', { ref: 'a', MessageStatus: 'queued' }, null],
  ['twilio', { ref: 'a', MessageStatus: 'constructor' }, null],
  ['link', { refId: 'a', resultCode: 1001 }, { id: 'a', state: 'delivered' }],
  ['link', { refId: 'a', resultCode: 2106 }, { id: 'a', state: 'failed', answer: '2106' }],
  ['link', { refId: 'a', resultCode: 1000 }, { id: 'a', state: 'sent' }],
  ['sveve', { ref: 'a', status: 'true', number: '90000001' }, { id: 'a', state: 'delivered' }],
  ['sveve', { ref: 'a', status: 'false', errorCode: 'x', errorDesc: 'y' }, { id: 'a', state: 'failed', answer: 'x y' }],
  ['sveve', { ref: 'a' }, null],
] as const)('a report of %s, %j', (name, values, report) => {
  const read = providers[name].readReport(callback(values))
  if (report) expect(read).toMatchObject(report)
  else expect(read).toBeNull()
})

test.each([
  [
    'twilio',
    { From: '+4790000001', Body: 'Ja', MessageSid: 'SM2' },
    { number: '+4790000001', text: 'Ja', provider_id: 'SM2' },
  ],
  ['link', { source: '+4790000001', userData: 'Ja', id: 'x' }, { number: '+4790000001', text: 'Ja', provider_id: 'x' }],
  ['link', { source: '+4790000001', content: { type: 'TEXT', userData: 'Ja' }, id: 'x' }, { text: 'Ja' }],
  [
    'sveve',
    { number: '90000001', msg: 'Ja', shortnumber: '2012' },
    { number: '90000001', text: 'Ja', provider_id: null },
  ],
] as const)('what comes in from %s, %j', (name, values, reply) => {
  expect(providers[name].readReply(callback(values))).toMatchObject(reply)
})

test.each([
  ['text=Ja+p%C3%A5+%26', 'UTF-8', 'Ja på &'],
  ['text=%00H%00%E5%20%AC', 'UTF-16BE', 'Hå€'],
  ['text=%D8%3D%DE%00', 'UTF-16BE', '😀'],
  ['text=%E5', 'UTF-8', '\ufffd'],
  ['', '', ''],
])('what comes in from Kannel as %s in %s is %j', (query, charset, text) => {
  const values = { from: '4790000001', charset, id: '7' }
  const url = `https://crm.example/replies?from=4790000001&${query}&charset=${charset}&id=7`
  const reply = providers.kannel.readReply({ url, values, form: {}, signature: undefined })
  expect(reply).toEqual({ number: '4790000001', text, provider_id: '7' })
})

test('a provider that is not there is asked later, one that says nothing may have sent', async () => {
  const { services } = readConfig({ SVEVE_URL: 'http://127.0.0.1:1' })
  const account = { service: services.sveve, username: '', secret: '', partner_id: '', gate_id: '', sender: 'x' }
  const sms = { id: 'i', number: '+4790000001', text: 'x', encoding: 'gsm', report_url: '' } as const
  expect(await providers.sveve.send(account, sms)).toEqual({
    state: 'later',
    reason: 'unreachable',
    answer: 'unreachable',
  })
  const silent = createServer(() => undefined)
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const base_url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`
  const service = { ...services.sveve, base_url, deadline_ms: 300 }
  expect(await providers.sveve.send({ ...account, service }, sms)).toMatchObject({
    state: 'uncertain',
    reason: 'no_answer',
  })
  silent.closeAllConnections()
  await new Promise((resolve) => silent.close(resolve))
})
