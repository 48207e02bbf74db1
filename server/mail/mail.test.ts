import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readConfig } from '#server/platform/config.ts'
import { inTransaction } from '#server/platform/db.ts'
import { type Client, firmInput, testApp } from '#server/platform/test.ts'
import { isMailSet, queueMail } from './mail.ts'

// A real mail server, which answers by the address: away@ comes back later, nobody@ does not exist.
let refusals: Record<string, { code: number; said: string }>
let received: { to: string[]; raw: string }[]
const mailServer = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  onRcptTo: ({ address }, _session, answer) => {
    const refusal = refusals[address]
    answer(refusal ? Object.assign(new Error(refusal.said), { responseCode: refusal.code }) : null)
  },
  onData: (stream, session, answer) => {
    let raw = ''
    stream.on('data', (chunk: Buffer) => (raw += chunk.toString('utf8')))
    stream.on('end', () => {
      received.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw })
      answer(null)
    })
  },
})

let server: Awaited<ReturnType<typeof testApp>>
let admin: pg.Client
let kari: Client
let me: { tenant_id: string; user_id: string }
let mail: { smtp_url: string; from: string }
beforeAll(async () => {
  await new Promise<void>((resolve) => mailServer.listen(0, '127.0.0.1', () => resolve()))
  const { port } = mailServer.server.address() as AddressInfo
  mail = { smtp_url: `smtp://127.0.0.1:${port}`, from: 'Kundebok <crm@testfirma.example>' }
  server = await testApp()
  kari = server.client()
  await kari('POST', '/api/setup', firmInput)
  admin = new pg.Client({ connectionString: server.superuser_url })
  await admin.connect()
  me = (await admin.query('select tenant_id, user_id from member')).rows[0]
})
beforeEach(async () => {
  refusals = {}
  received = []
  await admin.query('delete from mail; delete from jobs.job')
})
afterAll(async () => {
  await admin.end()
  await server.stop()
  await new Promise<void>((resolve) => mailServer.close(() => resolve()))
})

const write = (to: string, subject = 'Nytt passord – æøå') =>
  inTransaction(server.db, { ...me, via: 'screen' }, (tx) =>
    queueMail(tx, {
      tenant_id: me.tenant_id,
      to,
      subject,
      text: 'Åpne https://kundebok.example/x/hemmelig',
      language: 'nb',
    }),
  )
const stored = async () => (await admin.query('select * from mail')).rows[0]

test('an e-mail goes out once, and its text is gone when it is sent', async () => {
  await write('ola@firma.example')
  expect(await server.runJobs({ mail })).toEqual([{ job: 'send_mail', error: null }])
  expect(await server.runJobs({ mail })).toEqual([])
  expect(received).toHaveLength(1)
  expect(received[0]?.to).toEqual(['ola@firma.example'])
  const row = await stored()
  expect(row).toMatchObject({ state: 'sent', attempts: 1, body: null, error: null })
  expect(received[0]?.raw).toContain(`Message-ID: ${row.message_id}`)
  expect(row.message_id).toMatch(/^<[0-9a-f-]{36}@testfirma\.example>$/)
  expect(received[0]?.raw).toContain('From: Kundebok <crm@testfirma.example>')
})

test('a server that says "later" is asked again with the same Message-ID', async () => {
  refusals['away@firma.example'] = { code: 451, said: 'Come back later' }
  await write('away@firma.example')
  const [first] = await server.runJobs({ mail })
  expect(first?.error).toBeInstanceOf(Error)
  const waiting = await stored()
  expect(waiting).toMatchObject({ state: 'queued', attempts: 1 })
  expect(waiting.error).toContain('451')
  refusals = {}
  expect(await server.runJobs({ mail })).toEqual([{ job: 'send_mail', error: null }])
  expect(await stored()).toMatchObject({ state: 'sent', attempts: 2, error: null, message_id: waiting.message_id })
})

test('a final refusal is seen by the administrator, who can try again', async () => {
  refusals['nobody@firma.example'] = { code: 550, said: 'No such user here' }
  await write('nobody@firma.example')
  expect(await server.runJobs({ mail })).toEqual([{ job: 'send_mail', error: null }])
  const { body } = await kari('GET', '/api/mails?state=failed')
  expect(body.items).toMatchObject([
    { recipient: 'nobody@firma.example', state: 'failed', attempts: 1, can_retry: true },
  ])
  expect(body.items[0].error).toContain('550 No such user here')
  expect(JSON.stringify(body)).not.toContain('hemmelig')

  refusals = {}
  const retried = await kari('PUT', `/api/mails/${body.items[0].id}/delivery`)
  expect(retried.body).toMatchObject({ state: 'queued', error: null })
  expect((await kari('PUT', `/api/mails/${body.items[0].id}/delivery`)).status).toBe(409)
  await server.runJobs({ mail })
  expect((await kari('GET', '/api/mails')).body.items).toMatchObject([{ state: 'sent', can_retry: false }])
  expect((await kari('PUT', `/api/mails/${body.items[0].id}/delivery`)).status).toBe(409)
})

test('a mail server that is down is asked again until the tries are used up', async () => {
  const gone = createServer()
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', () => resolve()))
  const { port } = gone.address() as AddressInfo
  await new Promise((resolve) => gone.close(resolve))
  await write('ola@firma.example')
  const down = { mail: { ...mail, smtp_url: `smtp://127.0.0.1:${port}` } }
  for (let tries = 1; tries <= 5; tries++) {
    expect((await server.runJobs(down))[0]?.error).toBeInstanceOf(Error)
    expect(await stored()).toMatchObject({ state: 'queued', attempts: tries })
  }
  expect(await server.runJobs(down)).toEqual([{ job: 'send_mail', error: null }])
  expect(await stored()).toMatchObject({ state: 'failed', attempts: 6 })
  expect((await stored()).error).toMatch(/ECONNREFUSED|ESOCKET|ECONNECTION/)
})

test('without a mail server a mail fails visibly', async () => {
  await write('ola@firma.example')
  await server.runJobs({ mail: null })
  expect(await stored()).toMatchObject({ state: 'failed', error: 'no_mail_server' })
  expect((await kari('GET', '/api/mails')).body.is_set).toBe(false)
})

test('line breaks in a subject or an address make no header of their own', async () => {
  await write('ola@firma.example', 'Hei\r\nBcc: alle@firma.example')
  await server.runJobs({ mail })
  expect(received[0]?.to).toEqual(['ola@firma.example'])
  expect(received[0]?.raw).not.toMatch(/^Bcc:/m)
})

test('another firm, and who is no administrator, sees no mail', async () => {
  await write('ola@firma.example')
  const { id } = await stored()
  const stranger = server.client()
  expect((await stranger('GET', '/api/mails')).status).toBe(401)
  const other = crypto.randomUUID()
  const seen = await inTransaction(server.db, { tenant_id: other, user_id: me.user_id, via: 'screen' }, (tx) =>
    tx.selectFrom('mail').select('id').execute(),
  )
  expect(seen).toEqual([])
  const random = await kari('PUT', `/api/mails/${crypto.randomUUID()}/delivery`)
  expect(random.status).toBe(404)
  expect((await admin.query('select from mail where id = $1', [id])).rowCount).toBe(1)
})

test('the mail server is set by SMTP_URL with MAIL_FROM, and wrong settings are named', () => {
  expect(isMailSet(readConfig({}))).toBe(false)
  const set = readConfig({ SMTP_URL: 'smtps://u:p@mail.example', MAIL_FROM: 'Kundebok <crm@firma.example>' })
  expect(set.mail).toEqual({ smtp_url: 'smtps://u:p@mail.example', from: 'Kundebok <crm@firma.example>' })
  expect(() => readConfig({ SMTP_URL: 'http://mail.example', MAIL_FROM: 'a@b.example' })).toThrow(/^SMTP_URL must be/)
  expect(() => readConfig({ SMTP_URL: 'smtp://mail.example' })).toThrow(/^MAIL_FROM must be set/)
  expect(() => readConfig({ SMTP_URL: 'smtp://mail.example', MAIL_FROM: 'a@b.example\r\nBcc: x@y' })).toThrow(
    /^MAIL_FROM/,
  )
})
