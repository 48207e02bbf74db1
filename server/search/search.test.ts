import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, firmInput, testApp } from '#server/platform/test.ts'

let kari: Client
let site: Awaited<ReturnType<typeof testApp>>

beforeAll(async () => {
  site = await testApp()
  kari = site.client()
  await kari('POST', '/api/setup', { ...firmInput, demo: true })
  await kari('POST', '/api/companies', {
    name: 'Bjørnsons Møbler AS',
    nickname: 'Sofakongen',
    org_number: '988077917',
    phone: '22334455',
    mobile: '41234567',
    email: 'salg@bjornson.example',
    invoice_emails: ['faktura@bjornson.example'],
    website: 'bjornson.example',
    visiting_address: { street: 'Ørnegata 5', postal_code: '0161', city: 'Oslo' },
  })
  await kari('POST', '/api/companies', { name: '100% Rabatt_Butikken AS' })
})
afterAll(() => site.stop())

const names = async (query: string) =>
  (await kari('GET', `/api/search?${query}`)).body.items.map(({ name }: { name: string }) => name)

test.each([
  ['part of the name', 'møbl'],
  ['another spelling of ø', 'bjoernson'],
  ['no accent at all', 'bjornsons mobler'],
  ['words in another order', 'møbler bjørn'],
  ['the nickname', 'sofakong'],
  ['the organisation number with spaces', '988 077 917'],
  ['part of the phone number', '223344'],
  ['the mobile with its country code', '+47 41234567'],
  ['the e-mail address', 'salg@bjorn'],
  ['one typing error', 'bjørnsns'],
])('a company is found by %s', async (_, q) => {
  expect(await names(`inactive=with&kind=company&q=${encodeURIComponent(q)}`)).toContain('Bjørnsons Møbler AS')
})

test.each([
  ['a letter wrong', 'sofakangen'],
  ['a letter missing', 'sofakngen'],
  ['a letter too many', 'sofakoongen'],
  ['two letters exchanged', 'sofaknogen'],
  ['its beginning mistyped', 'bjornsand'],
  ['one word right and one wrong', 'mobler bjornsonz'],
])('a company is found with %s', async (_, q) => {
  expect(await names(`kind=company&q=${q}`)).toContain('Bjørnsons Møbler AS')
})

test('an exact customer number comes first and once; the beginning of a word comes before its middle', async () => {
  const made = await kari('POST', '/api/companies', { name: 'Nummer Ein AS', customer_number: 4123 })
  expect(made.status).toBe(201)
  const hits = await names('q=4123')
  expect(hits[0]).toBe('Nummer Ein AS')
  expect(hits.filter((name: string) => name === 'Nummer Ein AS')).toHaveLength(1)
  expect(hits).toContain('Bjørnsons Møbler AS')
  for (const name of ['A-Xkvartalet AS', 'Hotell Kvartalet AS']) await kari('POST', '/api/companies', { name })
  expect(await names('q=kvartal')).toEqual(['Hotell Kvartalet AS', 'A-Xkvartalet AS'])
})

test('the nickname is shown when it is what was found', async () => {
  const { items } = (await kari('GET', '/api/search?q=sofa')).body
  expect(items[0]).toMatchObject({ name: 'Bjørnsons Møbler AS', matched: 'Sofakongen' })
})

test.each([
  ['%%%', 0],
  ['___', 0],
  ["'", 0],
  ['"', 0],
  ['\\', 0],
  ['100%', 1],
  ['0%', 0],
  ['rabatt_', 1],
  ['m_b', 0],
])('%s is a literal and never a pattern', async (q, hits) => {
  expect(await names(`q=${encodeURIComponent(q)}`)).toHaveLength(hits)
})

test('persons are found as well, and left out when only companies are wanted', async () => {
  expect(await names('q=haugland')).toEqual(['Ingrid Haugland'])
  expect(await names('q=haugland&kind=company')).toEqual([])
})

test('the criteria hold together, each of them', async () => {
  const me = (await kari('GET', '/api/session')).body
  const all = `email=faktura@bj&phone=2233&address=ornegata&website=bjornson&owner_ids=${me.user.id}`
  expect(await names(all)).toEqual(['Bjørnsons Møbler AS'])
  expect(await names(`q=møbler&${all}`.replace('ø', '%C3%B8'))).toEqual(['Bjørnsons Møbler AS'])
  for (const wrong of ['email=nobody', 'phone=9999', 'address=storgata', 'website=nordlys']) {
    const [name] = wrong.split('=')
    expect(await names(all.replace(new RegExp(`${name}=[^&]*`), wrong)), wrong).toEqual([])
  }
})

test('an inactive company is found only when asked for', async () => {
  const { body } = await kari('POST', '/api/companies', { name: 'Hvilende Giraff AS' })
  const version = { 'if-match': `"${body.version}"` }
  expect((await kari('PUT', `/api/companies/${body.id}/inactivity`, undefined, version)).status).toBe(200)
  expect(await names('q=giraff')).toEqual([])
  expect(await names('q=giraff&inactive=with')).toEqual(['Hvilende Giraff AS'])
})

test('the criteria narrow a common search text without losing a hit far down', async () => {
  for (let at = 0; at < 25; at++) await kari('POST', '/api/companies', { name: `Vanlig Kiosk ${at}` })
  await kari('POST', '/api/companies', { name: 'Åpen Vanlig Kiosk', website: 'sjelden.example' })
  expect(await names('q=vanlig+kiosk')).toHaveLength(20)
  expect(await names('q=kiosk+vanlig&website=sjelden')).toEqual(['Åpen Vanlig Kiosk'])
  expect(await names('q=bakeri&website=sjelden')).toEqual([])
  expect(await names('phone=abc&website=sjelden')).toEqual([])
})

test.each(['q', 'email', 'phone', 'address', 'website'])('NUL in %s is refused at its field', async (field) => {
  const { status, body } = await kari('GET', `/api/search?${field}=a%00b`)
  expect(status).toBe(422)
  expect(body.errors).toEqual([expect.objectContaining({ field, code: 'unusable_character' })])
})

test('an empty search is no error', async () => {
  expect((await kari('GET', '/api/search')).body).toEqual({ items: [] })
})

test('what one keeps at hand: favourites by name, the last opened first, of oneself alone', async () => {
  const { items } = (await kari('GET', '/api/companies')).body
  const [first, second] = items as { id: string; name: string }[]
  for (const id of [first?.id, second?.id]) expect((await kari('PUT', `/api/companies/${id}/opening`)).status).toBe(204)
  expect((await kari('PUT', `/api/companies/${first?.id}/favourite`)).status).toBe(204)
  expect((await kari('PUT', `/api/companies/${first?.id}/favourite`)).status).toBe(204)
  const { favourites, recent } = (await kari('GET', '/api/search/at-hand')).body
  expect(favourites.map(({ name }: { name: string }) => name)).toEqual([first?.name])
  expect(recent.map(({ name }: { name: string }) => name)).toEqual([second?.name, first?.name])
  expect((await kari('GET', `/api/companies/${first?.id}`)).body.is_favourite).toBe(true)
  expect((await kari('DELETE', `/api/companies/${first?.id}/favourite`)).status).toBe(204)
  expect((await kari('DELETE', `/api/companies/${first?.id}/favourite`)).status).toBe(404)
  expect((await kari('GET', `/api/companies/${first?.id}`)).body.is_favourite).toBe(false)
})

test('a saved search is mine alone, has its name once, and is renamed and forgotten', async () => {
  const criteria = {
    q: 'møbl',
    email: '',
    phone: '',
    address: '',
    website: '',
    owner_ids: [],
    category_ids: [],
    companies_only: true,
    with_inactive: false,
  }
  const { status, body } = await kari('POST', '/api/saved-searches', { name: 'Møbler', criteria })
  expect(status).toBe(201)
  const twice = await kari('POST', '/api/saved-searches', { name: 'møbler', criteria })
  expect([twice.status, twice.body.errors[0].field]).toEqual([422, 'name'])
  const renamed = await kari('PUT', `/api/saved-searches/${body.id}`, {
    name: 'Sofaer',
    criteria: { ...criteria, q: 'sofa' },
  })
  expect(renamed.body).toMatchObject({ name: 'Sofaer', criteria: { q: 'sofa' } })
  expect((await kari('GET', '/api/saved-searches')).body.items).toEqual([renamed.body])
  expect((await kari('DELETE', `/api/saved-searches/${body.id}`)).status).toBe(204)
  expect((await kari('DELETE', `/api/saved-searches/${body.id}`)).status).toBe(404)
})

test('criteria find persons too: by category, by an e-mail or number of their own or of a role', async () => {
  const category = (await kari('POST', '/api/categories', { name: 'Søkt kategori' })).body
  const { body: one } = await kari('POST', '/api/persons', {
    first_name: 'Ylva',
    last_name: 'Søkelys',
    email: 'ylva@privat.example',
    mobile: '98765432',
  })
  const { body: company } = await kari('POST', '/api/companies', { name: 'Ås Søkt AS', email: 'post@sokt.example' })
  for (const [path, id] of [
    ['persons', one.id],
    ['companies', company.id],
  ])
    await kari('PATCH', `/api/${path}/${id}/categories`, { add: [category.id] })
  const by = `category_ids=${category.id}`
  expect(await names(by)).toEqual(['Ås Søkt AS', 'Ylva Søkelys'])
  expect(await names(`${by}&kind=person`)).toEqual(['Ylva Søkelys'])
  expect(await names(`${by}&kind=company`)).toEqual(['Ås Søkt AS'])
  expect(await names(`${by}&q=ylva`)).toEqual(['Ylva Søkelys'])
  expect(await names(`${by}&website=sokt`)).toEqual([])
  expect(await names('email=ylva@priv')).toEqual(['Ylva Søkelys'])
  expect(await names('email=søkelys')).toEqual([])
  expect(await names('phone=987 65')).toEqual(['Ylva Søkelys'])
  expect(await names('phone=abc')).toEqual([])
  const [hit] = (await kari('GET', `/api/search?${by}&kind=person`)).body.items
  expect(hit.categories).toEqual([{ id: category.id, name: 'Søkt kategori', colour: 'blue' }])
})
