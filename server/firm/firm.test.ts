import { deflateSync } from 'node:zlib'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, firmInput, testApp } from '#server/platform/test.ts'

let site: Awaited<ReturnType<typeof testApp>>
let kari: Client
let cookie: string
beforeAll(async () => {
  site = await testApp()
  kari = site.client()
  const { headers } = await kari('POST', '/api/setup', firmInput)
  cookie = String(headers['set-cookie']).split(';')[0] ?? ''
})
afterAll(() => site.stop())

const ifMatch = ({ version }: { version: number }) => ({ 'if-match': `"${version}"` })
const firmNow = async () => (await kari('GET', '/api/firm')).body
const seriesNow = async () => (await kari('GET', '/api/firm/customer-numbers')).body
const historyNow = async () => (await kari('GET', '/api/firm/history')).body.items
const register = async (input: object) => (await kari('POST', '/api/companies', input)).body

/** A PNG of one colour, as small as one is; checksums are not what is tested. */
function png(width: number, height: number) {
  const chunk = (type: string, data: Buffer) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)])
  }
  const size = Buffer.alloc(13)
  size.writeUInt32BE(width, 0)
  size.writeUInt32BE(height, 4)
  size.set([1, 0, 0, 0, 0], 8)
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  const rows = deflateSync(Buffer.alloc(Math.min(height, 100) * (Math.ceil(Math.min(width, 100) / 8) + 1)))
  return Buffer.concat([signature, chunk('IHDR', size), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))])
}

/** Start of image, a comment, the frame header, end of image. */
function jpeg(width: number, height: number) {
  const hex = (number: number) => number.toString(16).padStart(4, '0')
  return Buffer.from(`ffd8fffe00046869ffc0000b08${hex(height)}${hex(width)}01011100ffd9`, 'hex')
}

const setLogo = async (bytes: Buffer | string, headers?: Record<string, string>) =>
  kari(
    'PUT',
    '/api/firm/logo',
    { logo: typeof bytes === 'string' ? bytes : bytes.toString('base64') },
    headers ?? ifMatch(await firmNow()),
  )

test('the firm is changed by the version that was seen, and its history tells what', async () => {
  const before = await firmNow()
  expect(before).toMatchObject({ name: 'Testfirma AS', org_number: '974760673', language: 'nb', logo_hash: null })
  const input = {
    name: 'Testfirma og Sønner AS',
    org_number: 'NO 974 760 673 MVA',
    phone: '22 33 44 55',
    bank_account: '1234 56 78903',
    website: 'testfirma.example',
    postal_address: { street: 'Storgata 1', postal_code: '0155', city: 'Oslo' },
    language: 'nn',
  }
  const saved = await kari('PUT', '/api/firm', input, ifMatch(before))
  expect(saved.status).toBe(200)
  expect(saved.body).toMatchObject({
    name: 'Testfirma og Sønner AS',
    org_number: '974760673',
    phone: '+4722334455',
    bank_account: '12345678903',
    website: 'https://testfirma.example',
    language: 'nn',
  })
  expect((await kari('GET', '/api/session')).body.firm.name).toBe('Testfirma og Sønner AS')
  expect((await historyNow())[0]).toMatchObject({
    action: 'changed',
    entity: 'firm',
    user_name: 'Kari Nordmann',
    changes: { name: ['Testfirma AS', 'Testfirma og Sønner AS'], language: ['nb', 'nn'] },
  })
  const stale = await kari('PUT', '/api/firm', { name: 'Overskrevet AS' }, ifMatch(before))
  expect(stale.status).toBe(412)
  expect(stale.body.current).toMatchObject({ name: 'Testfirma og Sønner AS', version: before.version + 1 })
  expect((await kari('PUT', '/api/firm', { name: 'Uten versjon' })).status).toBe(428)
})

test.each([
  [{ name: ' ' }, 'name', 'required'],
  [{ name: 'A', org_number: '974760674' }, 'org_number', 'org_number'],
  [{ name: 'A', bank_account: '12345678904' }, 'bank_account', 'bank_account'],
  [{ name: 'A', website: 'javascript:alert(1)' }, 'website', 'website'],
  [{ name: 'A', visiting_address: { postal_code: '12' } }, 'visiting_address.postal_code', 'postal_code'],
  [{ name: 'A', language: 'sv' }, 'language', 'wrong_type'],
  [{ name: 'A', is_demo: true }, '', 'unknown_field'],
])('%j is refused at %s, and the firm is as it was', async (input, field, code) => {
  const before = await firmNow()
  const { status, body } = await kari('PUT', '/api/firm', input, ifMatch(before))
  expect(status).toBe(422)
  expect(body.errors).toContainEqual(expect.objectContaining({ field, code }))
  expect(await firmNow()).toEqual(before)
})

test.each([
  ['image/png', png(120, 40)],
  ['image/jpeg', jpeg(300, 200)],
])(
  'a logo of type %s is shown as what its bytes are, and only fetched again when it is another',
  async (type, bytes) => {
    const { status, body } = await setLogo(bytes)
    expect(status).toBe(200)
    const reply = await site.app.inject({ url: '/api/firm/logo', headers: { cookie } })
    expect(reply.headers).toMatchObject({
      'content-type': type,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      etag: `"${body.logo_hash}"`,
    })
    expect(reply.rawPayload.equals(bytes)).toBe(true)
    const again = await site.app.inject({
      url: '/api/firm/logo',
      headers: { cookie, 'if-none-match': `"${body.logo_hash}"` },
    })
    expect(again.statusCode).toBe(304)
    expect((await kari('GET', '/api/session')).body.firm.logo_hash).toBe(body.logo_hash)
    expect((await historyNow())[0].changes).toHaveProperty('logo_hash')
  },
)

test.each([
  ['a GIF', Buffer.from('474946383961100010000000003b', 'hex'), 'picture_form'],
  [
    'SVG with a script',
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    'picture_form',
  ],
  [
    'HTML behind the signature of a PNG',
    Buffer.concat([png(40, 40).subarray(0, 33), Buffer.from('<html>')]),
    'picture_form',
  ],
  ['half a JPEG', jpeg(40, 40).subarray(0, 20), 'picture_form'],
  ['a JPEG of segments without end', Buffer.from('ffd8ffe00000ffffffffffffffffffd9', 'hex'), 'picture_form'],
  ['nothing', Buffer.alloc(0), 'picture_form'],
  ['text that is no base64', 'ikke base64!', 'picture_form'],
  ['a picture of 1 × 1', png(1, 1), 'picture_pixels'],
  ['a picture of 100,000 pixels', png(100_000, 20), 'picture_pixels'],
  ['a picture over 500 kB', Buffer.concat([png(40, 40).subarray(0, 41), Buffer.alloc(512_000)]), 'picture_size'],
])('%s is no logo: refused at the field, and the one before stays', async (_, bytes, code) => {
  const before = await firmNow()
  const { status, body } = await setLogo(bytes)
  expect(status).toBe(422)
  expect(body.errors).toEqual([expect.objectContaining({ field: 'logo', code })])
  expect(await firmNow()).toEqual(before)
})

test('a logo is taken away by the version that was seen', async () => {
  const { body } = await setLogo(png(64, 64))
  expect((await setLogo(png(32, 32), ifMatch({ version: 1 }))).status).toBe(412)
  expect((await kari('DELETE', '/api/firm/logo')).status).toBe(428)
  const removed = await kari('DELETE', '/api/firm/logo', undefined, ifMatch(body))
  expect(removed.body.logo_hash).toBe(null)
  expect((await kari('GET', '/api/firm/logo')).status).toBe(404)
})

test('the series goes on from a new number, and the next company gets it', async () => {
  const before = await seriesNow()
  const put = (body: object, headers = ifMatch(before)) => kari('PUT', '/api/firm/customer-numbers', body, headers)
  const set = await put({ next_number: 70_000 })
  expect(set.body).toEqual({
    version: before.version + 1,
    next_number: 70_000,
    next_free: 70_000,
    taken: 0,
    highest_taken: null,
  })
  expect((await register({ name: 'Sytti Tusen AS' })).customer_number).toBe(70_000)
  // Numbers that are drawn do not make the setting stale.
  expect((await seriesNow()).version).toBe(before.version + 1)
  expect((await put({ next_number: 1 })).status).toBe(412)
  expect((await historyNow())[0]).toMatchObject({
    entity: 'number_series',
    changes: { next_number: [before.next_number, 70_000] },
  })
})

test('going back to numbers that are taken needs a yes, and they are passed over', async () => {
  for (const customer_number of [800, 801, 802, 804])
    await register({ name: `Nr. ${customer_number}`, customer_number })
  const { body: look } = await kari('GET', '/api/firm/customer-numbers?from=800')
  expect(look).toMatchObject({ next_free: 803, highest_taken: 70_000 })
  expect(look.taken).toBeGreaterThanOrEqual(4)
  const put = async (body: object) => kari('PUT', '/api/firm/customer-numbers', body, ifMatch(await seriesNow()))
  const before = await seriesNow()
  const refused = await put({ next_number: 800 })
  expect(refused.status).toBe(422)
  expect(refused.body.errors[0]).toMatchObject({ field: 'next_number', code: 'numbers_taken' })
  expect(refused.body.errors[0].message).toContain('803')
  expect(await seriesNow()).toEqual(before)
  expect((await put({ next_number: 800, pass_over_taken: true })).status).toBe(200)
  const made = [await register({ name: 'Første ledige' }), await register({ name: 'Neste ledige' })]
  expect(made.map(({ customer_number }) => customer_number)).toEqual([803, 805])
})

test.each([0, -1, 1.5, 1e12, 'ti', null])('%j is no customer number', async (next_number) => {
  const before = await seriesNow()
  const { status, body } = await kari('PUT', '/api/firm/customer-numbers', { next_number }, ifMatch(before))
  expect(status).toBe(422)
  expect(body.errors[0].field).toBe('next_number')
  expect(await seriesNow()).toEqual(before)
})

test('eight companies registered while the series is set get eight numbers', async () => {
  const series = await seriesNow()
  const numbers = await Promise.all([
    ...Array.from({ length: 8 }, async (_, at) => (await register({ name: `Samtidig ${at}` })).customer_number),
    kari('PUT', '/api/firm/customer-numbers', { next_number: 90_000 }, ifMatch(series)).then(() => 'set'),
  ])
  expect(new Set(numbers).size).toBe(9)
})

test('only administrators change the firm, its logo, its series and its fields; whoever else tries changes nothing', async () => {
  const admin = new pg.Client({ connectionString: site.superuser_url })
  await admin.connect()
  // Round the trigger that keeps a firm's last administrator.
  await admin.query('set session_replication_role = replica')
  const asRole = (role: string) => admin.query(`update member set role = $1, rights = '{"crm":"change"}'`, [role])
  await asRole('user')
  const before = await firmNow()
  const attempts = await Promise.all([
    kari('PUT', '/api/firm', { name: 'Tatt AS' }, ifMatch(before)),
    setLogo(png(40, 40)),
    kari('DELETE', '/api/firm/logo', undefined, ifMatch(before)),
    kari('GET', '/api/firm/customer-numbers'),
    kari('PUT', '/api/firm/customer-numbers', { next_number: 5 }, ifMatch({ version: 1 })),
    kari('GET', '/api/firm/history'),
    kari('POST', '/api/custom-fields', { label: 'Nytt', kind: 'text' }),
  ])
  expect(attempts.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403, 403])
  expect(await firmNow()).toEqual(before)
  await asRole('administrator')
  await admin.end()
})
