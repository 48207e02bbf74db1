import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { makeApp } from '#server/app.ts'
import { readMapSettings } from '#server/platform/map-settings.ts'
import { type Client, firmInput, testApp } from '#server/platform/test.ts'
import { startMapsFake } from './maps.fake.ts'

let site: Awaited<ReturnType<typeof testApp>>
let fake: Awaited<ReturnType<typeof startMapsFake>>
let app: Awaited<ReturnType<typeof makeApp>>
let kari: Client
let superuser: pg.Client
const directory = mkdtempSync(join(tmpdir(), 'kundebok-places-'))

const mapsAt = (at: typeof fake) =>
  readMapSettings(
    {
      ...{ GEOCODER_URL: at.geocoder_url, TILE_URL: at.tile_url, TILE_ATTRIBUTION: '© Noen' },
      ...{ TILE_MAX_ZOOM: 18, TILE_CACHE_MB: 1, DATA_DIR: directory },
    },
    'https://crm.example',
  )

beforeAll(async () => {
  site = await testApp()
  fake = await startMapsFake()
  app = await makeApp(site.db, { ...site.settings, maps: mapsAt(fake) })
  kari = site.client(app)
  await kari('POST', '/api/setup', firmInput)
  superuser = new pg.Client({ connectionString: site.superuser_url })
  await superuser.connect()
})
afterEach(() => {
  fake.state.failure = null
})
afterAll(async () => {
  await superuser.end()
  await app.close()
  await site.stop()
  await fake.stop()
  rmSync(directory, { recursive: true })
})

const register = async (name: string, addresses: object = {}) =>
  (await kari('POST', '/api/companies', { name, ...addresses })).body.id as string
const runJobs = () => site.runJobs({ geocoder: mapsAt(fake).geocoder })
/** Each look-up goes as if by another service, so that a pause of one test is none of the next. */
async function freshServer() {
  const other = await startMapsFake()
  const at = await makeApp(site.db, { ...site.settings, maps: mapsAt(other) })
  const client = site.client(at)
  await client('POST', '/api/session', { email: firmInput.email, password: firmInput.password })
  const stop = async () => {
    await at.close()
    await other.stop()
  }
  return { other, client, stop, runJobs: () => site.runJobs({ geocoder: mapsAt(other).geocoder }) }
}
const placesOf = async (id: string) => (await kari('GET', `/api/companies/${id}/places`)).body
const karlJohan = { street: 'Karl Johans gate 1', postal_code: '0154', city: 'Oslo' }

test('the addresses of a card are looked up when somebody looks, and are known from then on', async () => {
  const id = await register('Kart AS', {
    visiting_address: karlJohan,
    postal_address: { street: 'Postboks 7', city: 'Oslo' },
  })
  expect(await placesOf(id)).toEqual({
    visiting_address: { state: 'waiting', lat: null, lon: null },
    postal_address: { state: 'po_box', lat: null, lon: null },
    office: { state: 'no_address', lat: null, lon: null },
  })
  expect((await kari('POST', `/api/companies/${id}/places`)).status).toBe(204)
  expect(await runJobs()).toEqual([{ job: 'find_places_of', error: null }])
  expect((await placesOf(id)).visiting_address).toEqual({ state: 'known', lat: 59.9112, lon: 10.7487 })
  const asked = fake.state.asked.length
  await kari('POST', `/api/companies/${id}/places`)
  const same = await register('Nabo i samme hus AS', {
    postal_address: { ...karlJohan, street: 'KARL  JOHANS GATE 1' },
  })
  await kari('POST', `/api/companies/${same}/places`)
  expect(await runJobs()).toEqual([])
  expect((await placesOf(same)).postal_address.state).toBe('known')
  expect(fake.state.asked.length).toBe(asked)
})

test.each([
  ['with letter and floor', { street: 'Storgata 12 B, 3. etg.', postal_code: '6003', city: 'Ålesund' }, 'known'],
  ['below a c/o line', { street: 'c/o Hansen', street2: 'Bryggen 5', postal_code: '5003', city: 'Bergen' }, 'known'],
  ['under an old postal code', { street: 'Bryggen 5', postal_code: '5014', city: 'Bergen' }, 'known'],
  ['at a number that is not there', { street: 'Bryggen 999', postal_code: '5003', city: 'Bergen' }, 'unknown'],
  ['in a street that is nowhere', { street: 'Ingensteds vei 1', postal_code: '0154', city: 'Oslo' }, 'unknown'],
  ['in Sweden', { street: 'Storgatan 1', postal_code: '111 22', city: 'Stockholm', country: 'SE' }, 'abroad'],
  ['without a street', { postal_code: '0154', city: 'Oslo' }, 'incomplete'],
  ['without a place', { street: 'Storgata 2' }, 'incomplete'],
])('an address %s', async (_, postal_address, state) => {
  const id = await register('Adresse AS', { postal_address })
  await kari('POST', `/api/companies/${id}/places`)
  await runJobs()
  expect((await placesOf(id)).postal_address.state).toBe(state)
})

test('where a company is, is no change of it: the history tells of the address alone', async () => {
  const id = await register('Flytter AS', { postal_address: karlJohan })
  const card = (await kari('GET', `/api/companies/${id}`)).body
  expect(card.place_key).toBeUndefined()
  await kari(
    'PUT',
    `/api/companies/${id}`,
    { name: 'Flytter AS', postal_address: { ...karlJohan, street: 'Storgata 2' } },
    { 'if-match': '"1"' },
  )
  const { items } = (await kari('GET', `/api/companies/${id}/history`)).body
  expect(JSON.stringify(items)).not.toContain('place_key')
})

test.each(['error', 'page', 'cut', 'busy'] as const)(
  'when the register answers with %s, that is said, and it can be tried again',
  async (failure) => {
    const { other, client, stop, runJobs } = await freshServer()
    const id = await register(`Nede ${failure} AS`, { postal_address: { street: `Gate ${failure} 1`, city: 'Oslo' } })
    other.state.failure = failure
    await client('POST', `/api/companies/${id}/places`)
    expect(await runJobs()).toEqual([{ job: 'find_places_of', error: null }])
    expect((await placesOf(id)).postal_address.state).toBe('failed')
    expect((await client('GET', '/api/address-suggestions?q=karl%20j')).body).toEqual({
      items: [],
      is_available: false,
    })
    other.state.failure = null
    await stop()
  },
  30_000,
)

test('an address is completed while it is typed, with the place as letters have it', async () => {
  const { body } = await kari('GET', '/api/address-suggestions?q=ole%20tob')
  expect(body).toEqual({
    items: [{ street: 'Ole Tobias Olsens gate 3', postal_code: '8610', city: 'Mo i Rana' }],
    is_available: true,
  })
  const asked = fake.state.asked.length
  await kari('GET', '/api/address-suggestions?q=Ole%20%20Tob')
  expect((await kari('GET', '/api/address-suggestions?q=ol')).body.items).toEqual([])
  expect(fake.state.asked.length).toBe(asked)
  expect((await kari('GET', '/api/address-suggestions?q=karl&postal_code=0154')).body.items).toHaveLength(3)
  expect((await kari('GET', '/api/address-suggestions?q=karl&postal_code=x')).status).toBe(422)
})

test('the job finds places a few at a time, and the map shows them by the criteria of the list', async () => {
  await superuser.query(`delete from place`)
  await register('Bergen Båt AS', { postal_address: { street: 'Bryggen 5', postal_code: '5003', city: 'Bergen' } })
  const { placeJobs } = await import('./jobs.ts')
  const call = { db: site.db, geocoder: mapsAt(fake).geocoder, signal: new AbortController().signal }
  await placeJobs.find_places(call as unknown as Parameters<typeof placeJobs.find_places>[0])
  const { body } = await kari('GET', '/api/company-points?q=bergen%20b')
  expect(body).toMatchObject({ names: 'Bergen Båt AS', unplaced: 0, waiting: 0 })
  const bytes = (text: string) => Buffer.from(text, 'base64')
  expect([bytes(body.points).readInt32BE(0), bytes(body.points).readInt32BE(4)]).toEqual([6_039_750, 532_450])
  const { rows } = await superuser.query(`select id from company where name = 'Bergen Båt AS'`)
  expect(bytes(body.ids).toString('hex')).toBe(rows[0].id.replaceAll('-', ''))
  const all = (await kari('GET', '/api/company-points')).body
  const names = all.names.split('\n')
  expect(names.length).toBeGreaterThan(3)
  expect([bytes(all.ids).length, bytes(all.points).length]).toEqual([16 * names.length, 8 * names.length])
  expect(all).toMatchObject({ has_more: false, waiting: 0 })
  const { items } = (await kari('GET', '/api/unplaced-companies?size=200')).body
  expect(items).toHaveLength(all.unplaced)
  expect(items.find(({ name }: { name: string }) => name === 'Adresse AS').why).toBe('unknown')
  const first = (await kari('GET', '/api/unplaced-companies?size=2')).body
  const next = (await kari('GET', `/api/unplaced-companies?size=2&after=${first.next}`)).body
  expect([...first.items, ...next.items]).toEqual(items.slice(0, 4))
}, 60_000)

test('the map follows the companies: a new name or address, one that rests, is deleted or restored', async () => {
  const id = await register('Nomade AS', {
    postal_address: { street: 'Bryggen 5', postal_code: '5003', city: 'Bergen' },
  })
  const names = async (query = '') => (await kari('GET', `/api/company-points${query}`)).body.names.split('\n')
  const nowhere = async () =>
    (await kari('GET', '/api/unplaced-companies?size=200')).body.items.map(({ name }: { name: string }) => name)
  expect(await names()).toContain('Nomade AS')
  const change = async (method: 'PUT' | 'POST' | 'DELETE', path = '', body?: object) => {
    const { version } = (await kari('GET', `/api/companies/${id}`)).body
    const { status } = await kari(method, `/api/companies/${id}${path}`, body, { 'if-match': `"${version}"` })
    expect(status).toBeLessThan(300)
  }
  const elsewhere = { street: 'Ukjent gate 1', postal_code: '0001', city: 'Oslo' }
  await change('PUT', '', { name: 'Nomaden AS', postal_address: elsewhere })
  expect(await names()).not.toContain('Nomade AS')
  expect(await nowhere()).toContain('Nomaden AS')
  await change('PUT', '', {
    name: 'Nomaden AS',
    postal_address: { street: 'Bryggen 5', postal_code: '5003', city: 'Bergen' },
  })
  expect(await names()).toContain('Nomaden AS')
  await change('PUT', '/inactivity')
  expect(await names()).not.toContain('Nomaden AS')
  expect(await names('?inactive=only')).toEqual(['Nomaden AS'])
  await change('DELETE')
  expect(await names('?inactive=with')).not.toContain('Nomaden AS')
  await kari('POST', `/api/companies/${id}/restoration`)
  expect(await names('?inactive=with&q=nomaden')).toEqual(['Nomaden AS'])
  await change('DELETE', '/inactivity')
  await change('PUT', '', {
    name: 'Nomaden\nog sønn AS',
    postal_address: { street: 'Bryggen 5', postal_code: '5003', city: 'Bergen' },
  })
  expect(await names('?q=nomaden'), 'a line break in a name moves no other name').toEqual(['Nomaden og sønn AS'])
})

test('what one firm has looked up, another does not know', async () => {
  const { rows } = await superuser.query(`
    with f as (insert into firm (tenant_id, name) values (gen_random_uuid(), 'Nabofirma AS') returning tenant_id)
    insert into company (tenant_id, customer_number, name, postal_address)
    select tenant_id, 1, 'Nabo', '{"street":"Karl Johans gate 1","postal_code":"0154","city":"Oslo"}' from f returning id`)
  for (const id of [rows[0].id, crypto.randomUUID()]) {
    expect((await kari('GET', `/api/companies/${id}/places`)).status).toBe(404)
    expect((await kari('POST', `/api/companies/${id}/places`)).status).toBe(404)
  }
  expect(await runJobs()).toEqual([])
  expect((await kari('GET', '/api/company-points')).body.names.split('\n')).not.toContain('Nabo')
})

test('a picture of the map is for those who are signed in, and stays with their browser', async () => {
  expect((await app.inject({ url: '/api/map-tiles/6-33-18' })).statusCode).toBe(401)
  const { email, password } = firmInput
  const signedIn = await app.inject({
    ...{ method: 'POST', url: '/api/session', headers: { 'kundebok-client': 'test' }, payload: { email, password } },
  })
  const cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? ''
  const { statusCode, headers, rawPayload } = await app.inject({ url: '/api/map-tiles/6-33-18', headers: { cookie } })
  expect(statusCode).toBe(200)
  expect(headers['content-type']).toBe('image/png')
  expect(headers['cache-control']).toMatch(/^private, max-age=3\d\d\d$/)
  expect(rawPayload.subarray(1, 4).toString()).toBe('PNG')
})

test.each(['23-0-0', '2-4-0', '2-0-4', '-1-0-0', '2-a-0', '19-1-1', '2-1e0-0', '2-0-0.png', '2-0'])(
  'there is no picture at %s',
  async (path) => {
    const asked = fake.state.asked.length
    expect((await kari('GET', `/api/map-tiles/${path}`)).status).toBe(404)
    expect(fake.state.asked.length).toBe(asked)
  },
)

test('what maps are drawn with', async () => {
  expect((await kari('GET', '/api/map')).body).toEqual({
    has_geocoder: true,
    tiles: { attribution: '© Noen', attribution_url: null, max_zoom: 18 },
  })
})
