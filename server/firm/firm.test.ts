import pg from 'pg'
import sharp from 'sharp'
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
const historyNow = async () => (await kari('GET', '/api/history?kind=firm')).body.items
const register = async (input: object) => (await kari('POST', '/api/companies', input)).body

const drawn = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#0b6e5b' }, limitInputPixels: false })
const png = (width: number, height: number) => drawn(width, height).png().toBuffer()
const jpeg = (width: number, height: number) => drawn(width, height).jpeg().toBuffer()

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

const logoNow = () => site.app.inject({ url: '/api/firm/logo', headers: { cookie } })

test.each([
  ['PNG', 'image/png', () => png(120, 40)],
  ['JPEG', 'image/jpeg', () => jpeg(120, 40)],
  ['WebP', 'image/png', () => drawn(120, 40).webp().toBuffer()],
])('a logo as %s is shown as %s, and only fetched again when it is another', async (_, type, make) => {
  const { status, body } = await setLogo(await make())
  expect(status).toBe(200)
  const reply = await logoNow()
  expect(reply.headers).toMatchObject({
    'content-type': type,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    etag: `"${body.logo_hash}"`,
  })
  expect(await sharp(reply.rawPayload).metadata()).toMatchObject({ format: type.slice(6), width: 120, height: 40 })
  const again = await site.app.inject({
    url: '/api/firm/logo',
    headers: { cookie, 'if-none-match': `"${body.logo_hash}"` },
  })
  expect(again.statusCode).toBe(304)
  expect((await kari('GET', '/api/session')).body.firm.logo_hash).toBe(body.logo_hash)
  expect((await historyNow())[0].changes).toHaveProperty('logo_hash')
})

test('of a file only the pixels are kept: upright, no larger than needed, without place, camera or hidden text', async () => {
  const exif = { IFD0: { Copyright: 'hemmelig' }, IFD3: { GPSLatitude: '59/1 54/1 0/1' } }
  const photo = await drawn(3_000, 2_000)
    .withMetadata({ orientation: 6 })
    .withExifMerge(exif)
    .withXmp('<x>hemmelig</x>')
    .jpeg()
    .toBuffer()
  expect(photo.includes('hemmelig')).toBe(true)
  const hidden = Buffer.concat([photo, Buffer.from('<script>alert("hemmelig")</script>')])
  expect((await setLogo(hidden)).status).toBe(200)
  const { rawPayload } = await logoNow()
  expect(rawPayload.includes('hemmelig')).toBe(false)
  expect(rawPayload.includes('Exif')).toBe(false)
  const { width, height, orientation } = await sharp(rawPayload).metadata()
  expect({ width, height, orientation }).toEqual({ width: 667, height: 1_000, orientation: undefined })
})

test('what is see-through stays so; what would become too large is drawn smaller', async () => {
  const clear = { width: 64, height: 64, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } as const
  await setLogo(await sharp({ create: clear }).webp().toBuffer())
  expect(await sharp((await logoNow()).rawPayload).stats()).toMatchObject({ isOpaque: false })
  const noise = { width: 900, height: 900, channels: 3, noise: { type: 'gaussian', mean: 128, sigma: 60 } } as const
  const lossy = await sharp({ create: { ...noise, background: 'black' } })
    .webp({ quality: 40 })
    .toBuffer()
  expect((await setLogo(lossy)).status).toBe(200)
  const { rawPayload } = await logoNow()
  expect(rawPayload.length).toBeLessThanOrEqual(512_000)
  expect((await sharp(rawPayload).metadata()).width).toBeGreaterThanOrEqual(250)
})

test.each([
  ['a GIF', () => drawn(40, 40).gif().toBuffer(), 'picture_form'],
  ['a TIFF', () => drawn(40, 40).tiff().toBuffer(), 'picture_form'],
  [
    'SVG with a script',
    () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><script>alert(1)</script></svg>'),
    'picture_form',
  ],
  [
    'HTML behind the signature of a PNG',
    async () => Buffer.concat([(await png(40, 40)).subarray(0, 33), Buffer.from('<html>')]),
    'picture_form',
  ],
  ['half a JPEG', async () => (await jpeg(400, 400)).subarray(0, 700), 'picture_form'],
  ['half a PNG', async () => (await png(400, 400)).subarray(0, 300), 'picture_form'],
  ['a JPEG of segments without end', () => Buffer.from('ffd8ffe00000ffffffffffffffffffd9', 'hex'), 'picture_form'],
  ['nothing', () => Buffer.alloc(0), 'picture_form'],
  ['text that is no base64', () => 'ikke base64!', 'picture_form'],
  ['a picture of 1 × 1', () => png(1, 1), 'picture_pixels'],
  ['a picture of 100,000 pixels', () => png(100_000, 20), 'picture_pixels'],
  [
    'a small file that unfolds to a huge picture',
    () => drawn(8_000, 8_000).png({ palette: true, colours: 2 }).toBuffer(),
    'picture_pixels',
  ],
  ['a picture over 500 kB', async () => Buffer.concat([await png(40, 40), Buffer.alloc(512_000)]), 'picture_size'],
])('%s is no logo: refused at the field, and the one before stays', async (_, make, code) => {
  const before = await firmNow()
  const { status, body } = await setLogo(await make())
  expect(status).toBe(422)
  expect(body.errors).toEqual([expect.objectContaining({ field: 'logo', code })])
  expect(await firmNow()).toEqual(before)
})

test('a logo is taken away by the version that was seen', async () => {
  const { body } = await setLogo(await png(64, 64))
  expect((await setLogo(await png(32, 32), ifMatch({ version: 1 }))).status).toBe(412)
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
    setLogo(await png(40, 40)),
    kari('DELETE', '/api/firm/logo', undefined, ifMatch(before)),
    kari('GET', '/api/firm/customer-numbers'),
    kari('PUT', '/api/firm/customer-numbers', { next_number: 5 }, ifMatch({ version: 1 })),
    kari('GET', '/api/history?kind=firm'),
    kari('POST', '/api/custom-fields', { label: 'Nytt', kind: 'text' }),
  ])
  expect(attempts.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403, 403])
  expect(await firmNow()).toEqual(before)
  await asRole('administrator')
  await admin.end()
})
